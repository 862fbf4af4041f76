/** At which times of a day a rule of days and more starts. */
import { timeOf, type WallMillis } from '../civil-date.ts';
import type { Rule } from './rule.ts';

/** Ascending milliseconds since midnight; a part that is missing is that of the start. */
export function timesOfDay({ lists }: Rule, start: WallMillis): number[] {
  const seconds = Math.floor(timeOf(start) / 1000);
  const hours = lists.BYHOUR ?? [Math.floor(seconds / 3600)];
  const minutes = lists.BYMINUTE ?? [Math.floor(seconds / 60) % 60];
  return hours.flatMap((hour) =>
    minutes.flatMap((minute) =>
      (lists.BYSECOND ?? [seconds % 60]).map((second) => ((hour * 60 + minute) * 60 + second) * 1000),
    ),
  );
}
