// `npm test` and `npm run test:soak`.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDebianPackages } from './debian-packages.mjs';
import { projectRoot, run, say } from './processes.mjs';

/** Runs the suites; the last line of standard output counts what ran. */
export async function runTests(args, { soak }) {
  await ensureDebianPackages();
  const results = join(projectRoot, 'tests', 'artefacts', soak ? 'soak.json' : 'tests.json');
  mkdirSync(join(projectRoot, 'tests', 'artefacts'), { recursive: true });
  rmSync(results, { force: true });
  const code = await run(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config',
      'tests/vitest.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${results}`,
      ...args,
    ],
    { env: { ...process.env, LOA_TEST_SUITE: soak ? 'soak' : 'default' } },
  );
  let counts;
  try {
    counts = JSON.parse(readFileSync(results, 'utf8'));
  } catch {
    say('No results were written: nothing was tested.');
    return code || 1;
  }
  const failed = counts.numFailedTests + (code !== 0 && counts.numFailedTests === 0 ? 1 : 0);
  console.log(
    `${counts.numPassedTests} passed, ${failed} failed, ${counts.numPendingTests + counts.numTodoTests} skipped`,
  );
  if (counts.numTotalTests === 0) return 1;
  return code;
}
