/** Clusters that keep shorter hours than their commune: they are left out, and the reason is shown. */
import type { ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Territory } from '../areas/territory.ts';
import { liesWithin } from '../rules/daily-hours.ts';
import { type Placed, type PlacedWithin, placeBroadcast } from './placement.ts';

export interface LeftOut {
  clusterId: ClusterId;
  code: string;
  reason: 'cluster-hours';
}

/** When something is to sound, and whether hours bind it: an emergency sounds at any. */
export interface Sounding {
  zone: string;
  startAt: EpochMillis;
  endsAt: EpochMillis;
  bound: boolean;
}

export type PlacedInHours = Exclude<Placed, { ok: false }> & { leftOut: LeftOut[] };

/**
 * As it was placed. With clusters left out no area may carry it for `all` its followers, so the rest is named
 * cluster by cluster; the hamlets of the target stay what they are, so coverage says what they did not hear.
 */
export function placeInHours(
  territory: Territory,
  whole: PlacedWithin,
  { zone, startAt, endsAt, bound }: Sounding,
): PlacedInHours | Extract<PlacedWithin, { ok: false }> | { ok: false; fault: 'cluster-hours-none' } {
  if (!whole.ok || !bound) return whole.ok ? { ...whole, leftOut: [] } : whole;
  const leftOut = whole.clusterIds.flatMap((clusterId): LeftOut[] => {
    const cluster = territory.clusters.get(clusterId);
    if (cluster?.hours === undefined || liesWithin(cluster.hours, zone, startAt, endsAt)) return [];
    return [{ clusterId, code: cluster.code, reason: 'cluster-hours' }];
  });
  if (leftOut.length === 0) return { ...whole, leftOut };
  const silent = new Set(leftOut.map((each) => each.clusterId));
  const clusterIds = whole.clusterIds.filter((id) => !silent.has(id));
  if (clusterIds.length === 0) return { ok: false, fault: 'cluster-hours-none' };
  const rest = placeBroadcast(territory, { areaIds: [], groupIds: [], clusterIds });
  if (!rest.ok) return rest;
  const clusters = whole.audience.clusters.filter((cluster) => !silent.has(cluster.id));
  return { ...rest, audience: { hamlets: whole.audience.hamlets, clusters }, leftOut };
}
