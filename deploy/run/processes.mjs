// Child processes for the scripts. What they say goes to standard error, so that `--json` keeps standard output clean.
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const say = (text) => process.stderr.write(`${text}\n`);

/** Runs a program and resolves with its exit code; a signal that ends it counts as 128 + its number. */
export function run(program, args, { stdio = 'inherit', env = process.env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: projectRoot, stdio, env });
    // Ctrl-C reaches the child through the terminal; a signal sent to this process alone must be passed on.
    const pass = (signal) => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, pass);
    child.once('error', (error) => {
      say(`${program}: ${error.message}`);
      resolve(127);
    });
    child.once('close', (code, signal) => {
      for (const name of signals) process.off(name, pass);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

export const runNode = (args) => run(process.execPath, ['--enable-source-maps', ...args]);

/**
 * For a program that runs for months beside others: a smaller nursery of the heap, two arenas of the C library instead
 * of eight a core, and its freed blocks given back from 64 KiB on (mallopt(3)), keep some 60 MB of garbage from staying
 * resident. Source maps are not held: their 20 to 40 MB would only name other lines in a trace. Given values win.
 */
const LEAN = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072', MALLOC_MMAP_THRESHOLD_: '65536' };
export const runService = (args) =>
  run(process.execPath, ['--max-semi-space-size=4', ...args], {
    env: { ...LEAN, ...process.env },
  });

/** Runs a tool quietly; shows what it said only when it fails. */
export function runQuietly(program, args, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'], env });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
