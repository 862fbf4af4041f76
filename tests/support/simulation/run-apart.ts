/** A life in a process of its own: it takes the clock and the timers of the whole process. */
import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { builtTestFile, projectRoot } from '../world/built.ts';
import type { Mutant } from './mutants.ts';
import type { Outcome } from './run.ts';

export interface ApartOptions {
  days: number;
  /** differences after which the rest is not of interest */
  enough?: number;
  mutant?: Mutant;
}

/** What a virtual instant leaves behind is garbage by the next one: seldom collected, it costs a third less. */
const YOUNG_MB = 64;
const REGISTER = pathToFileURL(`${projectRoot}/tests/support/simulation/mutate-register.mjs`).href;

export const simulateApart = (seed: number, { days, enough = 20, mutant }: ApartOptions): Promise<Outcome> =>
  runApart('support/simulation/main', [seed, days, enough], mutant);

/** @param main built program of the tests that prints its outcome as its last line */
export async function runApart<Printed>(main: string, numbers: readonly number[], mutant?: Mutant): Promise<Printed> {
  const args = [builtTestFile(main), ...numbers.map(String)];
  const options = ['--enable-source-maps', `--max-semi-space-size=${YOUNG_MB}`, '--import', REGISTER];
  const child = spawn(process.execPath, [...options, ...args], {
    cwd: projectRoot,
    env: { ...process.env, ...(mutant && { LOA_MUTANT: JSON.stringify(mutant) }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    err += text;
  });
  await new Promise((resolve) => child.on('close', resolve));
  const last = out.trim().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) throw new Error(`${main} ${numbers[0]} ended without an outcome: ${err.slice(0, 4000)}`);
  return JSON.parse(last) as Printed;
}
