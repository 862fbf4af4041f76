/** What a request says of a schedule. */
import type { OccurrenceChangeBody, ScheduleChange, ScheduleCreate } from '@loa-lang/schemas/http/schedules';
import type { Caller } from '../domain/people/person.ts';
import type { OccurrenceChange } from '../domain/schedules/schedule.ts';
import { planningLevel } from '../services/people/caller.ts';
import { Refusal } from '../services/refusal.ts';
import type { AskedConsent, ScheduleFields, WishedTimes } from '../services/schedules/schedule-asks.ts';
import { inInstant } from './instants.ts';

const MINUTE_MS = 60_000;

/** `"3"`, `W/"3"` or `3`. @throws Refusal for anything else */
export function versionIn(header: string | undefined): number | undefined {
  if (header === undefined || header === '*') return undefined;
  const [, digits] = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header) ?? [];
  if (digits === undefined) throw new Refusal('bad-request', { detail: `If-Match ${header}` });
  return Number(digits);
}

export function timesOf({ kind, recurrence, startInMinutes }: ScheduleCreate): WishedTimes | undefined {
  if (startInMinutes === undefined) return recurrence === undefined ? undefined : { recurrence };
  if (recurrence !== undefined || kind !== 'one-off') {
    throw new Refusal('bad-request', { detail: 'startInMinutes: one-off, recurrence' });
  }
  return { inMs: startInMinutes * MINUTE_MS };
}

export const consentOf = ({ acceptConflicts = false, ruleReason }: Partial<ScheduleChange>): AskedConsent => ({
  acceptConflicts,
  ruleReason,
});

const requestedOf = ({ areaIds = [], groupIds = [], clusterIds = [] }: ScheduleCreate['targets']) => ({
  areaIds,
  groupIds,
  clusterIds,
});

export function fieldsOf(body: ScheduleCreate, by: Caller): ScheduleFields {
  return {
    name: body.name,
    class: body.class ?? 'scheduled',
    level: planningLevel(body.level, by),
    rank: body.rank ?? undefined,
    windowMs: body.windowMinutes * MINUTE_MS,
    programme: body.programme,
    requested: requestedOf(body.targets),
    gainDb: body.gainDb ?? 0,
  };
}

export function changedFields(body: ScheduleChange, by: Caller): Partial<ScheduleFields> {
  const { name, class: kind, level, rank, windowMinutes, programme, targets, gainDb } = body;
  return {
    ...(name !== undefined && { name }),
    ...(kind !== undefined && { class: kind }),
    ...(level !== undefined && { level: planningLevel(level, by) }),
    ...(rank !== undefined && { rank: rank ?? undefined }),
    ...(windowMinutes !== undefined && { windowMs: windowMinutes * MINUTE_MS }),
    ...(programme !== undefined && { programme }),
    ...(targets !== undefined && { requested: requestedOf(targets) }),
    ...(gainDb !== undefined && { gainDb }),
  };
}

export const changeOf = ({ skip, startAt, programme }: OccurrenceChangeBody): OccurrenceChange => ({
  ...(skip === true && { skip }),
  ...(startAt !== undefined && { startAt: inInstant(startAt) }),
  ...(programme !== undefined && { programme }),
});
