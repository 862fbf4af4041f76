/** Broadcasts as a calendar shows them: those that have begun, single ones, and what an area above has planned. */
import type { ClusterId } from '@loa-lang/schemas/ids';
import { longestRunMs } from '../../domain/broadcasts/broadcast.ts';
import type { CalendarEntry } from '../../domain/schedules/calendar-entry.ts';
import type { Contender } from '../../domain/schedules/contender.ts';
import type { BroadcastView } from '../broadcasts/view-broadcasts.ts';

export function entryOfView({ broadcast, state, coverage }: BroadcastView): CalendarEntry {
  const {
    id,
    title,
    class: broadcastClass,
    level,
    startAt,
    endsAt,
    items,
    audience,
    occurrence,
    bulletins,
  } = broadcast;
  const { clustersReached, householdsReached, householdsTotal } = coverage;
  const began = state === 'playing' || state === 'reporting' || state === 'done';
  return {
    ...{ key: id, broadcastId: id, scheduleId: occurrence?.scheduleId, recurrenceId: occurrence?.recurrenceId },
    ...{ kind: 'single', title, class: broadcastClass, level, startAt, endsAt, state, moved: false, replaced: false },
    contentMs: longestRunMs(items, audience),
    makeUp: broadcast.makeUp !== undefined,
    ...{ hamlets: audience.hamlets.length, clusters: audience.clusters.length },
    reached: began ? { clusters: clustersReached, households: householdsReached, householdsTotal } : undefined,
    parts: bulletins.map((bulletin) => bulletin.title),
    ...{ problem: undefined, skipped: [] },
  };
}

/** @param clusterIds of the commune: no more of it is its business */
export function entryOfAbove({ owner, planned, clusterIds }: Contender, own: ReadonlySet<ClusterId>): CalendarEntry {
  const { id, class: broadcastClass, level, startAt, endsAt } = planned;
  return {
    ...{ key: id, broadcastId: undefined, scheduleId: undefined, recurrenceId: undefined, kind: 'above' },
    ...{ title: owner.title, class: broadcastClass, level, startAt, endsAt, contentMs: endsAt - startAt },
    ...{ state: 'planned', moved: false, replaced: false, makeUp: false, hamlets: 0 },
    clusters: [...clusterIds].filter((clusterId) => own.has(clusterId)).length,
    ...{ reached: undefined, parts: [], problem: undefined, skipped: [] },
  };
}
