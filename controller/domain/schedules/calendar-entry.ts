/** What a calendar shows: one occurrence or one single broadcast. */
import type { CalendarState } from '@loa-lang/schemas/http/calendar';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { BroadcastClass, Level } from '@loa-lang/schemas/wire/plan';
import { longestRunMs } from '../broadcasts/broadcast.ts';
import type { SkipReason } from './content.ts';
import type { OccurrencePlan, OccurrenceProblem } from './plan-occurrence.ts';
import { occurrenceBroadcastId, type Schedule } from './schedule.ts';

export interface CalendarEntry {
  /** of the occurrence or the broadcast; conflicts name it */
  key: string;
  /** `above`: of an area above, nothing of it is the commune's to change */
  kind: 'session' | 'one-off' | 'single' | 'above';
  scheduleId: string | undefined;
  recurrenceId: string | undefined;
  broadcastId: string | undefined;
  title: string;
  class: BroadcastClass;
  level: Level;
  startAt: EpochMillis;
  contentMs: Millis;
  /** by when it must end */
  endsAt: EpochMillis;
  state: CalendarState;
  moved: boolean;
  replaced: boolean;
  /** it repeats an earlier one for those who missed it */
  makeUp: boolean;
  hamlets: number;
  clusters: number;
  reached: { clusters: number; households: number; householdsTotal: number } | undefined;
  parts: string[];
  problem: OccurrenceProblem | undefined;
  skipped: { title: string; reason: SkipReason }[];
}

export interface PlannedAs {
  broadcastId: string;
  cancelled: boolean;
}

/** @param planned the broadcast it has become already */
export function entryOfPlan(schedule: Schedule, plan: OccurrencePlan, planned: PlannedAs | undefined): CalendarEntry {
  const { slot, content } = plan;
  const audience = plan.ok ? plan.place.audience : undefined;
  return {
    ...entryOfSlot(schedule, slot, plan.ok ? stateOf(schedule, plan, planned) : schedule.paused ? 'paused' : 'silent'),
    broadcastId: planned?.broadcastId,
    contentMs: audience === undefined ? 0 : longestRunMs(content.items, audience),
    ...{ moved: slot.moved, replaced: slot.replaced },
    ...{ hamlets: audience?.hamlets.length ?? 0, clusters: audience?.clusters.length ?? 0 },
    parts: content.parts.map(({ title }) => title),
    problem: plan.ok ? undefined : plan.problem,
    skipped: content.skipped.map(({ title, reason }) => ({ title, reason })),
  };
}

/** One of which nothing sounds: left out by hand, or on a day off. */
export const entryOfSlot = (
  { id, kind, name, class: broadcastClass, level, windowMs }: Schedule,
  { recurrenceId, startAt }: { recurrenceId: string; startAt: EpochMillis },
  state: CalendarState,
): CalendarEntry => ({
  key: occurrenceBroadcastId(id, recurrenceId),
  ...{ kind, scheduleId: id, recurrenceId, broadcastId: undefined, title: name, class: broadcastClass, level },
  ...{ startAt, endsAt: startAt + windowMs, contentMs: 0, state, moved: false, replaced: false },
  ...{ makeUp: false, hamlets: 0, clusters: 0, reached: undefined, parts: [], problem: undefined, skipped: [] },
});

const NOT_APPROVED: readonly SkipReason[] = ['not-approved', 'language-not-approved'];

function stateOf({ paused }: Schedule, { content }: OccurrencePlan, planned: PlannedAs | undefined): CalendarState {
  if (paused) return 'paused';
  if (planned?.cancelled === true) return 'cancelled';
  return content.skipped.some(({ reason }) => NOT_APPROVED.includes(reason)) ? 'awaiting' : 'planned';
}
