import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '@loa-lang/device-agent/adapters/system-clock';
import { KeySwitch } from '@loa-lang/device-agent/on-the-spot/key-switch';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually, sleep } from '../../../support/eventually.ts';

let folder: string;
let file: string;
let key: KeySwitch;
let acts: string[];
let problems: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-key-'));
  file = join(folder, 'value');
  [acts, problems] = [[], []];
  key = new KeySwitch({
    clock: new SystemClock({ hasBatteryClock: false }),
    file,
    cardId: 'cabinet',
    speak: {
      speakWithCard: async (cardId) => {
        acts.push(`on ${cardId}`);
        return { ok: true };
      },
      stopMicrophone: (cardId) => void acts.push(cardId === undefined ? 'off' : `off ${cardId}`),
    },
    log: (text) => problems.push(text),
  });
});
afterEach(async () => {
  key.stop();
  await rm(folder, { recursive: true });
});

it('a turn is one act, and its return another', async () => {
  await writeFile(file, '0\n');
  key.start();
  // it may have been turned back while the program was being started again
  await eventually('closed what it had opened', () => acts.length === 1);
  expect(acts.splice(0)).toEqual(['off cabinet']);
  await writeFile(file, '1\n');
  await eventually('turned on', () => acts.length === 1);
  await sleep(400);
  await writeFile(file, '0\n');
  await eventually('turned off', () => acts.length === 2);
  expect(acts).toEqual(['on cabinet', 'off']);
});

it('one that is on when the program begins opens nothing; one that cannot be read is told once', async () => {
  key.start();
  await eventually('told', () => problems.length === 1);
  await writeFile(file, '1\n');
  await sleep(600);
  expect(acts).toEqual([]);
  await rm(file);
  await sleep(400);
  expect(problems).toHaveLength(2);
});
