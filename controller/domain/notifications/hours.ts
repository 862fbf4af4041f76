/** Times of day that decide when something goes out. */
import type { DailyHours } from '@loa-lang/schemas/http/commune-rules';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { DAY_MS } from '../calendar/civil-date.ts';
import { zoneClock } from '../calendar/zone-clock.ts';

const millisOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
};

/** The first instant after `now` at which clocks show this time. @param time HH:MM */
export function nextTimeOfDay(time: string, zone: string, now: EpochMillis): EpochMillis {
  const clock = zoneClock(zone, now, now);
  const midnight = Math.floor(clock.wallAt(now) / DAY_MS) * DAY_MS;
  const today = clock.instantOf(midnight + millisOf(time));
  return today > now ? today : clock.instantOf(midnight + DAY_MS + millisOf(time));
}

/** The end of the quiet hours that `now` lies in; `undefined` when it lies in none. `from` = `until`: none. */
export function quietUntil({ from, until }: DailyHours, zone: string, now: EpochMillis): EpochMillis | undefined {
  const clock = zoneClock(zone, now, now);
  const wall = clock.wallAt(now);
  const sinceMidnight = wall - Math.floor(wall / DAY_MS) * DAY_MS;
  const [start, end] = [millisOf(from), millisOf(until)];
  if (start === end) return undefined;
  const inside =
    start < end ? sinceMidnight >= start && sinceMidnight < end : sinceMidnight >= start || sinceMidnight < end;
  return inside ? nextTimeOfDay(until, zone, now) : undefined;
}
