/** What a device plays is told apart: marks, the tone that follows them, silence. */
import { expect, it } from 'vitest';
import { markedTurn, RATE_HZ, SAMPLES_PER_MS } from '../../bench/marks/mark-signal.ts';
import { SoundTurns, TONE_HZ, type Turn } from '../../bench/marks/sound-turns.ts';

const marks = Float64Array.from(markedTurn().subarray(0, 2 * RATE_HZ), (value) => value / 32768);
const tone = Float64Array.from({ length: RATE_HZ }, (_, i) => 0.3 * Math.sin((2 * Math.PI * TONE_HZ * i) / RATE_HZ));
const silence = new Float64Array(RATE_HZ);
const BLOCK = 20 * SAMPLES_PER_MS;

function turnsOf(parts: readonly Float64Array[], asleepInSilence: boolean): Turn[] {
  const turns: Turn[] = [];
  const listener = new SoundTurns((turn) => turns.push(turn));
  let atMs = 1000;
  for (const part of parts) {
    for (let from = 0; from < part.length; from += BLOCK) {
      if (part !== silence || !asleepInSilence) listener.push(part.subarray(from, from + BLOCK), atMs);
      atMs += 20;
    }
  }
  return turns;
}

it.each([false, true])('marks, silence and tone begin where they do (output asleep in silence: %s)', (asleep) => {
  const turns = turnsOf([marks, silence, tone, marks, silence, tone], asleep);
  expect(turns.map(({ kind }) => kind)).toEqual(['marks', 'silence', 'tone', 'marks', 'silence', 'tone']);
  const due = [1000, 3000, 4000, 5000, 7000, 8000];
  for (const [i, { atMs }] of turns.entries()) expect(Math.abs(atMs - (due[i] as number))).toBeLessThanOrEqual(2.5);
});

it('chirps are no tone, and the soft sound between them is no silence', () => {
  expect(turnsOf([marks, marks, marks], false).map(({ kind }) => kind)).toEqual(['marks']);
});
