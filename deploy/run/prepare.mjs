// Makes a fresh clone ready: dependencies, generated database client, build. Each step is skipped when it is done.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
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

/**
 * Resolves with false when a step failed; what it said has been shown.
 * @param options.types whether types are checked, which takes nine times as long as building
 */
export async function prepare({ types }) {
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
  const compiler = ['node_modules/typescript/bin/tsc', '-b', ...(types ? [] : ['--noCheck'])];
  if (!(await step('Dựng chương trình / building …', process.execPath, compiler))) return false;
  const site = hashOf('package-lock.json', ...filesBelow('controller/console'), ...filesBelow('schemas', 'dist'));
  if (!isDone('site', site) || !existsSync(join(projectRoot, 'controller/dist/site/index.html'))) {
    const built = await step('Dựng giao diện / building the console …', process.execPath, [
      ...[
        'node_modules/vite/bin/vite.js',
        'build',
        '--config',
        'controller/console/vite.config.ts',
        '--logLevel',
        'warn',
      ],
    ]);
    if (!built) return false;
    markDone('site', site);
  }
  return true;
}

/** @param but a folder whose files do not count: what is made from the others */
function filesBelow(folder, but) {
  return readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(projectRoot, join(entry.parentPath, entry.name)))
    .filter((path) => but === undefined || !path.startsWith(join(folder, but)))
    .sort();
}
