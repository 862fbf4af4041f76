/** What a broadcast that nobody has reported is a sign of. */
import type { BroadcastId, ClusterId } from '@loa-lang/schemas/ids';
import { timeline } from '@loa-lang/schemas/timeline/timeline';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Plan } from '@loa-lang/schemas/wire/plan';
import type { PlanContent } from '../plan-content/plan-content.ts';

/** A start is under way, a report is under way; after this long the absence of both means something. */
export const DUE_GRACE_MS: Millis = 60_000;

export interface WatchedCluster {
  id: ClusterId;
  code: string;
  online: boolean;
  /** in order of preference */
  languages: readonly string[];
  /** what its plans must say, whether or not they were published */
  plans: readonly PlanContent[];
}

/**
 * Whether the cluster should have begun the broadcast long enough ago, by the very function by which devices decide:
 * what waits for something on air, lies under a lock or has nothing in it for this cluster is not missing.
 */
export function shouldHaveBegun(id: BroadcastId, cluster: WatchedCluster, now: EpochMillis): boolean {
  const plans = cluster.plans.map((content): Plan => ({ ...content, epoch: 0, revision: 0, issuedAt: now }));
  const { runs } = timeline({
    plans,
    clusterId: cluster.id,
    languages: cluster.languages,
    muted: false,
    from: 0,
    to: now,
  });
  const first = runs.find((run) => run.broadcastId === id);
  return first !== undefined && now - first.startAt >= DUE_GRACE_MS;
}

export type DueFinding =
  /** the schedule's fault: the loudspeakers were never told */
  | { kind: 'plan-not-published'; codes: string[] }
  /** connected loudspeakers that hold the plan, or should, have said nothing */
  | { kind: 'broadcast-not-started'; codes: string[] }
  /** the devices' fault: none is connected, so what they do is told when they return */
  | { kind: 'targets-offline'; codes: string[] };

/** @param published whether all plans that carry the broadcast are with the broker as they should be */
export function findingOf(
  due: { id: BroadcastId; reported: number; silent: readonly WatchedCluster[] },
  published: boolean,
  now: EpochMillis,
): DueFinding | undefined {
  const missing = due.silent.filter((cluster) => shouldHaveBegun(due.id, cluster, now));
  const codes = (clusters: readonly WatchedCluster[]) => clusters.map((cluster) => cluster.code);
  if (missing.length === 0) return undefined;
  if (!published) return { kind: 'plan-not-published', codes: codes(missing) };
  const online = missing.filter((cluster) => cluster.online);
  if (online.length > 0) return { kind: 'broadcast-not-started', codes: codes(online) };
  return due.reported === 0 ? { kind: 'targets-offline', codes: codes(missing) } : undefined;
}
