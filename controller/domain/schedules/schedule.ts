/** A session or a one-off broadcast, as it is stored. */
import type { ProgrammePart, ScheduleKind } from '@loa-lang/schemas/http/schedules';
import type { AreaId, BroadcastId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { BroadcastClass, Level } from '@loa-lang/schemas/wire/plan';
import type { RecurrenceSpec } from '../calendar/recurrence-spec.ts';
import type { RequestedTargets } from '../placement/placement.ts';

export type ScheduleId = string;

/** What is different in one occurrence. */
export interface OccurrenceChange {
  skip?: true;
  startAt?: EpochMillis;
  programme?: ProgrammePart[];
}

export interface Schedule {
  id: ScheduleId;
  communeId: AreaId;
  /** counts its changes */
  version: number;
  kind: ScheduleKind;
  name: string;
  class: BroadcastClass;
  level: Level;
  rank: number | undefined;
  recurrence: RecurrenceSpec;
  /** from the start to the instant by which it must end */
  windowMs: Millis;
  programme: ProgrammePart[];
  requested: RequestedTargets;
  /** by recurrence id */
  changes: Record<string, OccurrenceChange>;
  gainDb: number;
  paused: boolean;
  /** of the approver, for going beyond the session rules */
  ruleReason: { reason: string; by: string } | undefined;
  /** id of the person who saved it last */
  savedBy: string;
  removedAt: EpochMillis | undefined;
  createdAt: EpochMillis;
  changedAt: EpochMillis;
}

/** Occurrences are planned so far ahead: more than the 84 hours of a plan, so that no device waits for one. */
export const PLAN_AHEAD_MS: Millis = 8 * 24 * 3600_000;
/**
 * What starts within this counts as begun: a change could reach some devices after their start, and a broadcast whose
 * start has passed is never changed, only stopped.
 */
export const FREEZE_MS: Millis = 5_000;

export const isActive = (schedule: Pick<Schedule, 'paused' | 'removedAt'>): boolean =>
  !schedule.paused && schedule.removedAt === undefined;

/** Subject of an approval that is about one occurrence only. */
export const occurrenceSubject = (scheduleId: ScheduleId, recurrenceId: string): string =>
  `${scheduleId}_${recurrenceId}`;

/**
 * Id of the broadcast that an occurrence becomes, or begins with when a mark tells it from one that was taken back. Of
 * broadcasts that are alike the lower id goes first, so it must follow from the schedules and not from who was planned
 * when: the schedule that was made first wins on every day, as it was told when it was saved.
 */
export const occurrenceBroadcastId = (scheduleId: ScheduleId, recurrenceId: string, mark?: string): BroadcastId =>
  [scheduleId, recurrenceId, mark].filter((piece) => piece !== undefined).join('_');

/** Nothing that session rules look at has changed. */
export const sameDemand = (next: Schedule, before: Schedule): boolean => {
  const asked = ({ recurrence, windowMs, programme, requested, class: kind }: Schedule) =>
    JSON.stringify([recurrence, windowMs, programme, requested, kind]);
  return asked(next) === asked(before);
};
