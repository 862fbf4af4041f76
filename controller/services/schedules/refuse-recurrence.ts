/** Times that cannot be kept are refused with all their faults at once. */
import { errorText } from '@loa-lang/schemas/errors/codes';
import type { ScheduleKind } from '@loa-lang/schemas/http/schedules';
import { checkRecurrence } from '../../domain/calendar/check/check-recurrence.ts';
import type { RecurrenceNotice } from '../../domain/calendar/check/notice.ts';
import type { RecurrenceSpec } from '../../domain/calendar/recurrence-spec.ts';
import { Refusal } from '../refusal.ts';

/** What is to air once has no rule. @throws Refusal */
export function refuseRepeating(kind: ScheduleKind, { rrule, lunar, rdate }: RecurrenceSpec): void {
  if (kind !== 'one-off') return;
  const given = Object.entries({ rrule, lunar, rdate }).filter(([, value]) => value !== undefined);
  if (given.length > 0)
    throw new Refusal('bad-request', { detail: `one-off: ${given.map(([name]) => name).join(', ')}` });
}

/** @returns what is worth saying of them. @throws Refusal `recurrence-wrong` */
export function refuseRecurrence(recurrence: RecurrenceSpec): RecurrenceNotice[] {
  const verdict = checkRecurrence(recurrence);
  if (verdict.ok) return verdict.warnings;
  const details = verdict.faults.map(({ code, path, parameters }) => ({
    path: `recurrence.${path}`,
    problem: code,
    message: errorText(code, parameters),
  }));
  throw new Refusal('recurrence-wrong', { count: details.length }, { details });
}
