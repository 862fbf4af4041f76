/** Single starts: one that is asked for from now, one that is named. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { formatRfc3339 } from '../broadcasts/rfc3339.ts';
import { occurrences } from '../calendar/occurrences.ts';
import type { Occurrence, RecurrenceSpec } from '../calendar/recurrence-spec.ts';
import type { Schedule } from './schedule.ts';

/** To the second, never sooner than asked. */
export function onceIn(inMs: Millis, zone: string, now: EpochMillis): RecurrenceSpec {
  const start = Math.ceil((now + inMs) / 1000) * 1000;
  const [startDate = '', time = ''] = formatRfc3339(start, zone).slice(0, 19).split('T');
  return { zone, startDate, time };
}

/** Within two days of the digits whatever the zone. */
export function occurrenceOf(recurrence: RecurrenceSpec, recurrenceId: string): Occurrence | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})$/.exec(recurrenceId) ?? [];
  const digits = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(digits)) return undefined;
  const twoDays = 2 * 24 * 3600_000;
  const window = { from: digits - twoDays, until: digits + twoDays };
  return occurrences(recurrence, window).find((each) => each.recurrenceId === recurrenceId);
}

/** Without the changes of occurrences that its rule does not have. */
export const withoutStrayChanges = (schedule: Schedule): Schedule => ({
  ...schedule,
  changes: Object.fromEntries(
    Object.entries(schedule.changes).filter(([id]) => occurrenceOf(schedule.recurrence, id) !== undefined),
  ),
});
