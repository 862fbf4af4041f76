/** What was heard, compared to the block. */
import { expect } from 'vitest';
import type { Listener, Sound } from './heard.ts';

/** A block in which a sound rises or falls belongs to no stretch. */
const TOLERANCE_MS = 12;

/** Exactly these stretches were heard: [sound, from, to, position], ms relative to `start`. */
export function expectHeard(
  ears: Listener,
  start: number,
  expected: [sound: Sound, from: number, to: number, position: number][],
): void {
  const heard = ears.since(start);
  const near = heard.map((stretch, n) =>
    stretch.map((value, column) => {
      const due = expected[n]?.[column];
      return due !== undefined && column > 0 && Math.abs(value - due) <= TOLERANCE_MS ? due : value;
    }),
  );
  expect(near).toEqual(expected);
  expect(ears.mixed).toBe(0);
}
