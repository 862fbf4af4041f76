/** A controller that is killed leaves no ffmpeg behind, whatever its sources do. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { OddRadio } from '../../support/odd-radio.ts';

const PROGRAM = new URL('../../dist/support/pull-forever.js', import.meta.url).pathname;

let radio: OddRadio;
beforeAll(async () => {
  radio = await OddRadio.start();
});
afterAll(() => radio?.stop());

/** Processes that were started by this one, or by one of those. */
function descendants(pid: number): number[] {
  const parents = readdirSync('/proc').flatMap((name): [number, number][] => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      return [[Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])]];
    } catch {
      return [];
    }
  });
  const own = parents.filter(([, parent]) => parent === pid).map(([child]) => child);
  return [...own, ...own.flatMap(descendants)];
}

const lives = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

it('kill -9', async () => {
  const child = spawn(process.execPath, [PROGRAM, radio.url('icy')], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  const started = descendants(child.pid ?? 0);
  // one pulls, one encodes
  expect(started.length).toBeGreaterThanOrEqual(2);
  child.kill('SIGKILL');
  await eventually('nothing of it is left', () => !started.some(lives));
});
