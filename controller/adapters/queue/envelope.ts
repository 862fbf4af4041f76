/** A job as it lies in the queue. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';

export interface Envelope {
  key: string;
  payload: unknown;
  /** when it is due, by controller time */
  dueAt: EpochMillis;
  /** set for what comes again and again */
  everyMs?: Millis;
}

/** A job before it is placed; the queue itself does not care which names there are. */
export interface Placeable {
  name: string;
  key: string;
  payload: unknown;
}

/** What must be unique among the jobs that wait. */
export const slotOf = (name: string, key: string): string => `${name}/${key}`;

/** First multiple of the interval after the instant. */
export const nextAligned = (after: EpochMillis, everyMs: Millis): EpochMillis =>
  (Math.floor(after / everyMs) + 1) * everyMs;
