// Entry of every npm script. Plain JavaScript without dependencies, since it runs before anything is installed.

import { runChecks } from './run/checks.mjs';
import { prepare } from './run/prepare.mjs';
import { runNode, runService, say } from './run/processes.mjs';
import { runTests } from './run/tests.mjs';

const [command = '', ...args] = process.argv.slice(2);

const commands = {
  build: async () => 0,
  demo: () => runNode(['deploy/dist/demo/main.js', ...args]),
  provision: () => runNode(['deploy/dist/provision/main.js', ...args]),
  'setup-link': () => runNode(['controller/dist/commands/setup-link.js', ...args]),
  keys: () => runNode(['controller/dist/commands/keys/main.js', ...args]),
  release: () => runNode(['deploy/dist/release/main.js', ...args]),
  authority: () => runNode(['controller/dist/commands/authority/main.js', ...args]),
  audit: () => runNode(['deploy/dist/audit/main.js', ...args]),
  doctor: () => runNode(['deploy/dist/doctor/main.js', ...args]),
  backup: () => runNode(['deploy/dist/backup/main.js', 'make', ...args]),
  restore: () => runNode(['deploy/dist/backup/main.js', 'restore', ...args]),
  start: () => runService(['controller/dist/main.js', ...args]),
  bench: () => runNode(['tests/dist/bench/main.js', ...args]),
  test: () => runTests(args, { soak: false }),
  soak: () => runTests(args, { soak: true }),
  check: () => runChecks(),
};

/** The others run what is built, and leave checking to `npm run check`. */
const CHECKS_TYPES = ['build', 'check'];

const run = commands[command];
if (run === undefined) {
  say(`Usage: node deploy/run.mjs ${Object.keys(commands).join('|')}`);
  process.exit(2);
}
if (!(await prepare({ types: CHECKS_TYPES.includes(command) }))) process.exit(1);
process.exitCode = await run();
