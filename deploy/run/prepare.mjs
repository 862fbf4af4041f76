// Makes a fresh clone ready: dependencies, generated database client, build. Each step is skipped when it is done.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, runQuietly, say } from './processes.mjs';

const MINIMUM_NODE = [20, 19];

const hashOf = (...files) => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(projectRoot, file)));
  return hash.digest('hex');
};
const stampFile = (name) => join(projectRoot, 'node_modules', '.loa-lang', name);
const isDone = (name, stamp) => existsSync(stampFile(name)) && readFileSync(stampFile(name), 'utf8') === stamp;
const markDone = (name, stamp) => {
  mkdirSync(join(projectRoot, 'node_modules', '.loa-lang'), { recursive: true });
  writeFileSync(stampFile(name), stamp);
};

async function step(title, program, args, env) {
  say(title);
  const { code, output } = await runQuietly(program, args, { ...process.env, ...env });
  if (code !== 0) say(`${output}\n${program} ${args.join(' ')}: mã lỗi / exit code ${code}`);
  return code === 0;
}

/** Resolves with false when a step failed; what it said has been shown. */
export async function prepare() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor < MINIMUM_NODE[1])) {
    say(`Cần Node.js ≥ ${MINIMUM_NODE.join('.')}, đang chạy ${process.versions.node}.`);
    say(`Node.js ≥ ${MINIMUM_NODE.join('.')} is needed, this is ${process.versions.node}.`);
    return false;
  }
  const packages = hashOf('package-lock.json', 'package.json');
  if (!isDone('installed', packages)) {
    if (
      !(await step('Cài thư viện / installing dependencies …', 'npm', [
        'ci',
        '--include=dev',
        '--no-fund',
        '--no-audit',
      ]))
    ) {
      return false;
    }
    markDone('installed', packages);
  }
  const schema = hashOf('controller/prisma/schema.prisma', 'package-lock.json');
  if (!isDone('generated', schema) || !existsSync(join(projectRoot, 'controller/generated/prisma/client.ts'))) {
    // `generate` needs no engine, but the tool looks for one and would try to download it.
    const generated = await step(
      'Sinh mã truy cập dữ liệu / generating the database client …',
      process.execPath,
      ['node_modules/prisma/build/index.js', 'generate', '--schema', 'controller/prisma/schema.prisma'],
      { PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true' },
    );
    if (!generated) return false;
    markDone('generated', schema);
  }
  return step('Dựng chương trình / building …', process.execPath, ['node_modules/typescript/bin/tsc', '-b']);
}
