/** Timetables by date. */
import { type DayNumber, dateText } from './civil-date.ts';
import type { Season } from './recurrence-spec.ts';

/** The season that a day belongs to; at most one, since they do not overlap. */
export function seasonOn(day: DayNumber, seasons: readonly Season[]): Season | undefined {
  if (seasons.length === 0) return undefined;
  const monthDay = dateText(day).slice(5);
  return seasons.find(({ from, to }) =>
    from <= to ? monthDay >= from && monthDay <= to : monthDay >= from || monthDay <= to,
  );
}
