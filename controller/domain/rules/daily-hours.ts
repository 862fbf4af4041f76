/** Times of every day: quiet hours, midday rest, the hours of a cluster. */
import type { DailyHours } from '@loa-lang/schemas/http/commune-rules';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { offsetMs } from '../calendar/zone-clock.ts';

const MINUTE_MS = 60_000;
const DAY_MS: Millis = 24 * 3600_000;

/** Since midnight. */
const millisOf = (time: string): Millis => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * MINUTE_MS;
};

/** Length of the daily stretch: `from` equal to `until` is the whole day. */
export const dailyLengthMs = ({ from, until }: DailyHours): Millis => {
  const length = millisOf(until) - millisOf(from);
  return length > 0 ? length : length + DAY_MS;
};

const sinceMidnight = (instant: EpochMillis, zone: string): Millis => {
  const local = instant + offsetMs(instant, zone);
  return local - Math.floor(local / DAY_MS) * DAY_MS;
};

/** First instant of `[startAt, endsAt)` that lies in these hours of some day; `undefined` when none does. */
export function firstWithin(
  hours: DailyHours,
  zone: string,
  startAt: EpochMillis,
  endsAt: EpochMillis,
): EpochMillis | undefined {
  if (endsAt <= startAt) return undefined;
  const intoHours = (sinceMidnight(startAt, zone) - millisOf(hours.from) + DAY_MS) % DAY_MS;
  if (intoHours < dailyLengthMs(hours)) return startAt;
  const next = startAt + (DAY_MS - intoHours);
  return next < endsAt ? next : undefined;
}

/** Whether all of `[startAt, endsAt)` lies in these hours. */
export function liesWithin(hours: DailyHours, zone: string, startAt: EpochMillis, endsAt: EpochMillis): boolean {
  const intoHours = (sinceMidnight(startAt, zone) - millisOf(hours.from) + DAY_MS) % DAY_MS;
  const length = dailyLengthMs(hours);
  return length === DAY_MS || (intoHours < length && intoHours + (endsAt - startAt) <= length);
}

/** Whether two daily stretches share an instant. */
export function overlap(one: DailyHours, other: DailyHours): boolean {
  const isIn = ({ from }: DailyHours, hours: DailyHours) =>
    (millisOf(from) - millisOf(hours.from) + DAY_MS) % DAY_MS < dailyLengthMs(hours);
  return isIn(one, other) || isIn(other, one);
}
