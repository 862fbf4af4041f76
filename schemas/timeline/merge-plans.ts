/** Several followed plans become one list of broadcasts. */
import type { BroadcastId, ClusterId, StreamId } from '../ids.ts';
import type { EpochMillis } from '../units.ts';
import { isCancelled, type Latch, type Plan, type PlannedBroadcast, type StreamGap } from '../wire/plan.ts';
import { type Gaps, mergeGaps } from './streams.ts';

export interface MergedPlans {
  /** one row per broadcast that targets this cluster; those stopped since included */
  broadcasts: PlannedBroadcast[];
  /** earliest cancellation per broadcast; cancelled in one followed plan is cancelled in all */
  cancelledAt: Map<BroadcastId, EpochMillis>;
  latches: Latch[];
  gaps: ReadonlyMap<StreamId, Gaps>;
}

/** Of a broadcast in several plans the highest version counts, and it is meant for a cluster that any of its rows names. */
export function mergePlans(
  plans: readonly Plan[],
  clusterId: ClusterId,
  ownGaps: readonly StreamGap[] = [],
): MergedPlans {
  const rows = new Map<BroadcastId, { broadcast: PlannedBroadcast; targeted: boolean }>();
  const cancelledAt = new Map<BroadcastId, EpochMillis>();
  const latches = new Map<string, Latch>();
  // a fixed order of plans makes the result independent of the order in which they arrived
  const ordered = [...plans].sort((a, b) => (a.areaId < b.areaId ? -1 : a.areaId > b.areaId ? 1 : 0));
  for (const plan of ordered) {
    for (const latch of plan.silence) latches.set(latch.id, joinLatches(latches.get(latch.id), latch));
    for (const broadcast of plan.broadcasts) {
      if (isCancelled(broadcast)) {
        cancelledAt.set(broadcast.id, Math.min(broadcast.cancelledAt, cancelledAt.get(broadcast.id) ?? Infinity));
        continue;
      }
      const targeted = isTargeted(broadcast, clusterId);
      const known = rows.get(broadcast.id);
      if (known === undefined || broadcast.version > known.broadcast.version) {
        rows.set(broadcast.id, { broadcast, targeted });
      } else if (broadcast.version === known.broadcast.version) {
        known.targeted ||= targeted;
      }
    }
  }
  const broadcasts: PlannedBroadcast[] = [];
  for (const row of rows.values()) if (row.targeted) broadcasts.push(row.broadcast);
  const gaps = mergeGaps([...plans.flatMap(({ streamGaps = [] }) => streamGaps), ...ownGaps]);
  return { broadcasts, cancelledAt, latches: [...latches.values()], gaps };
}

export const isTargeted = (broadcast: PlannedBroadcast, clusterId: ClusterId): boolean =>
  broadcast.targets === 'all' || broadcast.targets.only.includes(clusterId);

/** The same latch in two plans: from the earlier instant, lifted when either says so. */
export function joinLatches(known: Latch | undefined, latch: Latch): Latch {
  if (known === undefined) return latch;
  const liftedAt = Math.min(known.liftedAt ?? Infinity, latch.liftedAt ?? Infinity);
  const since = Math.min(known.since, latch.since);
  return { ...known, since, ...(Number.isFinite(liftedAt) ? { liftedAt } : {}) };
}
