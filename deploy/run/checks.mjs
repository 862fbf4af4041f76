// `npm run check`: types (the build has run), lint and format, import direction and cycles, unused code, dependencies.
import { run, say } from './processes.mjs';

const CHECKS = [
  ['lint, format', ['node_modules/@biomejs/biome/bin/biome', 'check', '.']],
  [
    'import direction, cycles',
    ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tests/vitest.config.ts', 'tests/architecture'],
  ],
  ['unused code', ['node_modules/knip/bin/knip.js']],
  ['dependencies', ['deploy/dist/dependencies/main.js']],
];

/** Runs every check, also after one has failed. */
export async function runChecks() {
  say('types: ok');
  let worst = 0;
  for (const [title, args] of CHECKS) {
    const code = await run(process.execPath, args);
    say(`${title}: ${code === 0 ? 'ok' : 'FAILED'}`);
    worst = Math.max(worst, code);
  }
  return worst;
}
