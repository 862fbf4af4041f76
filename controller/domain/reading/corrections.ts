/** Finding the place of an officer's correction again, after the text around it has changed. */
import type { Correction, Segment } from './reading-types.ts';

/** Characters kept from either side: a few words, enough to tell places apart and little enough to survive edits. */
export const CONTEXT_CHARS = 24;

/** The correction that gives `segment` of `text` another reading. */
export const correctionOf = (text: string, segment: Pick<Segment, 'from' | 'to'>, reading: string): Correction => ({
  written: text.slice(segment.from, segment.to),
  reading,
  before: text.slice(Math.max(0, segment.from - CONTEXT_CHARS), segment.from),
  after: text.slice(segment.to, segment.to + CONTEXT_CHARS),
});

/** A correction in force at its place. */
export interface Pin {
  to: number;
  reading: string;
}

export interface Pins {
  /** from → the correction in force there */
  at: ReadonlyMap<number, Pin>;
  /** beginnings in order */
  starts: readonly number[];
  /** indexes of corrections without a place */
  lost: number[];
}

/** Occurrences looked at for one correction; a text that repeats something more often is no notice. */
const MAX_OCCURRENCES = 500;

/**
 * Each correction goes to the occurrence of what is written whose surroundings agree best; where nothing around agrees,
 * its place is gone. Of several for one place the last is in force.
 */
export function pinCorrections(text: string, corrections: readonly Correction[]): Pins {
  const at = new Map<number, Pin>();
  const lost: number[] = [];
  corrections.forEach((given, index) => {
    const correction = normalised(given);
    const from = bestPlace(text, correction);
    if (from === undefined) {
      lost.push(index);
      return;
    }
    const to = from + correction.written.length;
    for (const [other, pin] of at) {
      if (from < pin.to && other < to) at.delete(other);
    }
    at.set(from, { to, reading: correction.reading });
  });
  return { at, starts: [...at.keys()].sort((a, b) => a - b), lost };
}

const normalised = ({ written, reading, before, after }: Correction): Correction => ({
  written: written.normalize('NFC'),
  reading: reading.normalize('NFC'),
  before: before.normalize('NFC'),
  after: after.normalize('NFC'),
});

function bestPlace(text: string, { written, before, after }: Correction): number | undefined {
  if (written === '') return undefined;
  let best: { from: number; score: number } | undefined;
  let from = text.indexOf(written);
  for (let seen = 0; from >= 0 && seen < MAX_OCCURRENCES; seen++, from = text.indexOf(written, from + 1)) {
    const to = from + written.length;
    if (!standsAlone(text, from, to)) continue;
    const score =
      sharedEnd(text.slice(0, from).slice(-CONTEXT_CHARS), before) +
      sharedStart(text.slice(to, to + CONTEXT_CHARS), after);
    if (best === undefined || score > best.score) best = { from, score };
  }
  // one side gone, or a blank on both: a few letters of agreement are enough, none is not
  const needed = before.trim() === '' && after.trim() === '' ? 0 : 2;
  return best !== undefined && best.score >= needed ? best.from : undefined;
}

const RUNS = [/[\p{L}\p{M}]/u, /\d/];

/** Whether two neighbours belong to one word or one number. */
const joined = (one = ' ', other = ' '): boolean => RUNS.some((run) => run.test(one) && run.test(other));

/** Not inside a longer word or number. */
const standsAlone = (text: string, from: number, to: number): boolean =>
  !joined(text[from - 1], text[from]) && !joined(text[to - 1], text[to]);

function sharedStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1;
  // both ended together: the end of the text counts as agreement
  return length === one.length && length === other.length && length < CONTEXT_CHARS ? length + 2 : length;
}

const sharedEnd = (one: string, other: string): number =>
  sharedStart([...one].reverse().join(''), [...other].reverse().join(''));
