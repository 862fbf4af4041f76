/** Days and offsets of a commune's zone, whatever the zone of the server. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import { offsetAt } from '../calendar/zone-clock.ts';

const DAY_MS = 24 * 3600_000;

/** The calendar day, YYYY-MM-DD, on which an instant falls in a zone. */
export const civilDay = (instant: EpochMillis, zone: string): string =>
  new Date(instant + offsetAt(instant, zone)).toISOString().slice(0, 10);

/** First instant of a day and of the next one; `undefined` for what is no day. Days of 23 and 25 hours come out right. */
export function dayBounds(day: string, zone: string): { from: EpochMillis; until: EpochMillis } | undefined {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return undefined;
  return { from: instantOf(midnight, zone), until: instantOf(midnight + DAY_MS, zone) };
}

/** The instant at which the zone's clocks show these digits; the first one when they show them twice. */
function instantOf(digits: EpochMillis, zone: string): EpochMillis {
  const guesses = [offsetAt(digits - DAY_MS, zone), offsetAt(digits + DAY_MS, zone)].map((offset) => digits - offset);
  const exact = guesses.filter((guess) => guess + offsetAt(guess, zone) === digits);
  return Math.min(...(exact.length > 0 ? exact : [Math.max(...guesses)]));
}
