/** Single starts: one that is asked for from now, one that is named. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { formatRfc3339 } from '../broadcasts/rfc3339.ts';
import { occurrences } from '../calendar/occurrences.ts';
import type { CivilDate, Occurrence, RecurrenceSpec } from '../calendar/recurrence-spec.ts';
import type { Schedule } from './schedule.ts';

/** To the second, never sooner than asked. */
export function onceIn(inMs: Millis, zone: string, now: EpochMillis): RecurrenceSpec {
  const start = Math.ceil((now + inMs) / 1000) * 1000;
  const [startDate = '', time = ''] = formatRfc3339(start, zone).slice(0, 19).split('T');
  return { zone, startDate, time };
}

export const occurrenceOf = (
  recurrence: RecurrenceSpec,
  recurrenceId: string,
  daysOff?: ReadonlySet<CivilDate>,
): Occurrence | undefined =>
  occurrencesAround(recurrence, recurrenceId, daysOff).find((each) => each.recurrenceId === recurrenceId);

/** Within two days of the digits whatever the zone. */
function occurrencesAround(
  recurrence: RecurrenceSpec,
  recurrenceId: string,
  daysOff?: ReadonlySet<CivilDate>,
): Occurrence[] {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})$/.exec(recurrenceId) ?? [];
  const digits = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(digits)) return [];
  const twoDays = 2 * 24 * 3600_000;
  const window = { from: digits - twoDays, until: digits + twoDays };
  return occurrences(recurrence, window, daysOff);
}

/**
 * With the changes of single occurrences under times that were edited: what was said of a day holds for the one
 * occurrence that this day now has; where it has none, or several, nobody can tell.
 */
export function withCarriedChanges(schedule: Schedule): Schedule {
  const { recurrence, changes } = schedule;
  const kept = Object.keys(changes).filter((id) => occurrenceOf(recurrence, id) !== undefined);
  const carried = Object.entries(changes).flatMap(([id, change]) => {
    if (kept.includes(id)) return [[id, change] as const];
    const [heir, ...others] = occurrencesOfDay(recurrence, id);
    return heir === undefined || others.length > 0 || kept.includes(heir) ? [] : [[heir, change] as const];
  });
  return { ...schedule, changes: Object.fromEntries(carried) };
}

const occurrencesOfDay = (recurrence: RecurrenceSpec, recurrenceId: string): string[] =>
  occurrencesAround(recurrence, recurrenceId)
    .map((each) => each.recurrenceId)
    .filter((id) => id.slice(0, 8) === recurrenceId.slice(0, 8));
