/** Broadcasts, planned and yet to be planned, as the timeline sees them. */
import type { AreaId, ClusterId } from '@loa-lang/schemas/ids';
import type { PlannedBroadcast } from '@loa-lang/schemas/wire/plan';
import type { Broadcast } from '../broadcasts/broadcast.ts';
import type { OccurrencePlan } from './plan-occurrence.ts';
import { occurrenceBroadcastId, type Schedule } from './schedule.ts';

/** One broadcast on its clusters. */
export interface Contender {
  /** the schedule or the single broadcast it belongs to */
  owner: { id: string; title: string };
  /** whoever sees this folder knows of it; absent: only who is where it sounds */
  folderId?: AreaId;
  planned: Omit<PlannedBroadcast, 'version' | 'targets' | 'volumeRule'>;
  clusterIds: ReadonlySet<ClusterId>;
}

export function contenderOf(
  schedule: Pick<Schedule, 'id' | 'communeId' | 'name' | 'class' | 'level' | 'rank'>,
  { slot, content, window, place }: Extract<OccurrencePlan, { ok: true }>,
): Contender {
  const { id, communeId, name, class: kind, level, rank } = schedule;
  return {
    owner: { id, title: name },
    folderId: communeId,
    clusterIds: new Set(place.clusterIds),
    planned: {
      ...window,
      ...{ id: occurrenceBroadcastId(id, slot.recurrenceId), class: kind, level, items: content.items },
      onInterrupted: 'restart',
      ...(rank !== undefined && { rank }),
    },
  };
}

export const contenderOfBroadcast = (broadcast: Broadcast): Contender => {
  const { id, title, class: kind, level, items, onInterrupted, rank, repeat } = broadcast;
  const { startAt, latestStartAt, joinUntilAt, endsAt } = broadcast;
  return {
    owner: { id, title },
    clusterIds: new Set(broadcast.audience.clusters.map((cluster) => cluster.id)),
    planned: {
      ...{ id, class: kind, level, startAt, latestStartAt, joinUntilAt, endsAt, items, onInterrupted },
      ...(rank !== undefined && { rank }),
      ...(repeat !== undefined && { repeat }),
    },
  };
};
