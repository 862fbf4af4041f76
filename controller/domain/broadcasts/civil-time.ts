/** Days and offsets of a commune's zone, whatever the zone of the server. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';

const DAY_MS = 24 * 3600_000;

/** Made once for each zone: making one takes longer than all that is asked of it, and a plan asks thousands of times. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const fresh = new Intl.DateTimeFormat('en-US-u-ca-iso8601-hc-h23', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  });
  formats.set(zone, fresh);
  return fresh;
}

/** How far the zone's clocks are ahead of UTC at an instant. */
export function offsetMs(instant: EpochMillis, zone: string): Millis {
  const whole = Math.floor(instant / 1000) * 1000;
  const part = Object.fromEntries(
    format(zone)
      .formatToParts(whole)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - whole;
}

/** The calendar day, YYYY-MM-DD, on which an instant falls in a zone. */
export const civilDay = (instant: EpochMillis, zone: string): string =>
  new Date(instant + offsetMs(instant, zone)).toISOString().slice(0, 10);

/** First instant of a day and of the next one; `undefined` for what is no day. Days of 23 and 25 hours come out right. */
export function dayBounds(day: string, zone: string): { from: EpochMillis; until: EpochMillis } | undefined {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return undefined;
  return { from: instantOf(midnight, zone), until: instantOf(midnight + DAY_MS, zone) };
}

/** The instant at which the zone's clocks show these digits; the first one when they show them twice. */
function instantOf(digits: EpochMillis, zone: string): EpochMillis {
  const guesses = [offsetMs(digits - DAY_MS, zone), offsetMs(digits + DAY_MS, zone)].map((offset) => digits - offset);
  const exact = guesses.filter((guess) => guess + offsetMs(guess, zone) === digits);
  return Math.min(...(exact.length > 0 ? exact : [Math.max(...guesses)]));
}
