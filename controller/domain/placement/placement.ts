/** Where a broadcast goes: from what a person chose to the fewest plans that carry it. */
import type { AreaId, ClusterId, GroupId, PlanId } from '@loa-lang/schemas/ids';
import { MAX_ONLY_TARGETS, type Targets } from '@loa-lang/schemas/wire/plan';
import {
  type Cluster,
  followedAreaIds,
  followers,
  hamletsWithin,
  lineage,
  servedHamletIds,
  type Territory,
} from '../areas/territory.ts';
import { type Audience, audienceOf } from './audience.ts';

export interface RequestedTargets {
  areaIds: AreaId[];
  groupIds: GroupId[];
  clusterIds: ClusterId[];
}

export interface Placement {
  planId: PlanId;
  targets: Targets;
}

export type Placed =
  | {
      ok: true;
      clusterIds: ClusterId[];
      audience: Audience;
      placements: Placement[];
      /** more clusters than `only` may name: they need a group of their own, whose plan then carries the broadcast */
      newGroup: { clusterIds: ClusterId[] } | undefined;
    }
  | { ok: false; fault: 'targets-unknown'; ids: string[] }
  | { ok: false; fault: 'no-targets' | 'targets-apart' };

/**
 * - An area targets all clusters that serve any hamlet in it, and its hamlets; a group what it contains; a cluster
 *   chosen by itself (also inside a group) the hamlets it serves.
 * - An area or group that was chosen as a whole carries the broadcast for `all` its followers, who are then exactly
 *   the clusters it targets. Clusters chosen by themselves are named with `only` in the lowest area that all of them
 *   follow: `all` there would let a cluster sound that is added later.
 */
export function placeBroadcast(territory: Territory, requested: RequestedTargets): Placed {
  const unknown = [
    ...requested.areaIds.filter((id) => !territory.areas.has(id)),
    ...requested.groupIds.filter((id) => !territory.groups.has(id)),
    ...requested.clusterIds.filter((id) => !territory.clusters.has(id)),
  ];
  if (unknown.length > 0) return { ok: false, fault: 'targets-unknown', ids: unknown };

  const wholeAreas = topmost(territory, requested.areaIds);
  const byArea = new Set(wholeAreas.flatMap((areaId) => followers(territory, areaId).map((cluster) => cluster.id)));
  const wholeGroups = [...new Set(requested.groupIds)].filter((groupId) =>
    followers(territory, groupId).some((cluster) => !byArea.has(cluster.id)),
  );
  const carried = new Set([
    ...byArea,
    ...wholeGroups.flatMap((groupId) => followers(territory, groupId).map((cluster) => cluster.id)),
  ]);
  const single = [...new Set(requested.clusterIds)].filter((id) => !carried.has(id));

  const targeted = [...new Set([...carried, ...single])].sort();
  if (targeted.length === 0) return { ok: false, fault: 'no-targets' };

  const whole: Placement[] = [...wholeAreas, ...wholeGroups]
    .filter((planId) => followers(territory, planId).length > 0)
    .map((planId) => ({ planId, targets: 'all' }));
  const rest = placeSingle(territory, single);
  if (rest === undefined) return { ok: false, fault: 'targets-apart' };
  return {
    ok: true,
    clusterIds: targeted,
    audience: audienceOf(territory, targeted, targetHamlets(territory, requested)),
    placements: [...whole, ...rest.placements],
    newGroup: rest.newGroup,
  };
}

/** As `Placed`; or refused because some cluster lies outside the area that plans it. */
export type PlacedWithin = Placed | { ok: false; fault: 'targets-outside' };

/**
 * Within one area: who decides on it decides nothing elsewhere. Worked out once for each choice, since a province has
 * thousands of clusters to look through.
 */
export function placingWithin(territory: Territory, areaId: AreaId): (requested: RequestedTargets) => PlacedWithin {
  const known = new Map<string, PlacedWithin>();
  return (requested) => {
    const key = JSON.stringify(requested);
    const placed = known.get(key) ?? placeWithin(territory, areaId, requested);
    known.set(key, placed);
    return placed;
  };
}

function placeWithin(territory: Territory, areaId: AreaId, requested: RequestedTargets): PlacedWithin {
  const isWithin = (id: AreaId) => lineage(territory.areas, id).includes(areaId);
  const groups = requested.groupIds.flatMap((id) => territory.groups.get(id) ?? []);
  const chosen = [...requested.areaIds, ...groups.flatMap((group) => group.areaIds)];
  // before it is placed: the clusters of other areas need not be known here
  if (!chosen.every((id) => isWithin(id) || !territory.areas.has(id))) return { ok: false, fault: 'targets-outside' };
  const placed = placeBroadcast(territory, requested);
  if (!placed.ok) return placed;
  const { hamlets, clusters } = placed.audience;
  const places = [...hamlets.map((hamlet) => hamlet.id), ...clusters.map((cluster) => cluster.hamletId)];
  return [...new Set(places)].every(isWithin) ? placed : { ok: false, fault: 'targets-outside' };
}

/** Areas without those that lie inside another one of them. */
function topmost(territory: Territory, areaIds: readonly AreaId[]): AreaId[] {
  const chosen = new Set(areaIds);
  return [...chosen].filter(
    (id) =>
      !lineage(territory.areas, id)
        .slice(1)
        .some((above) => chosen.has(above)),
  );
}

interface Rest {
  placements: Placement[];
  newGroup: { clusterIds: ClusterId[] } | undefined;
}

function placeSingle(territory: Territory, clusterIds: ClusterId[]): Rest | undefined {
  if (clusterIds.length === 0) return { placements: [], newGroup: undefined };
  const planId = lowestCommonArea(territory, clusterIds);
  if (planId === undefined) return undefined;
  const only = [...clusterIds].sort();
  if (only.length > MAX_ONLY_TARGETS) return { placements: [], newGroup: { clusterIds: only } };
  return { placements: [{ planId, targets: { only } }], newGroup: undefined };
}

/** The lowest area whose plan all these clusters follow. */
export function lowestCommonArea(territory: Territory, clusterIds: readonly ClusterId[]): AreaId | undefined {
  const lines = clusterIds
    .map((id) => territory.clusters.get(id))
    .filter((cluster): cluster is Cluster => cluster !== undefined)
    .map((cluster) => followedAreaIds(territory.areas, cluster));
  return lines[0]?.find((areaId) => lines.every((line) => line.includes(areaId)));
}

function targetHamlets(territory: Territory, requested: RequestedTargets): Set<AreaId> {
  const groups = requested.groupIds.map((id) => territory.groups.get(id)).filter((group) => group !== undefined);
  const areaIds = [...requested.areaIds, ...groups.flatMap((group) => group.areaIds)];
  const clusterIds = [...requested.clusterIds, ...groups.flatMap((group) => group.clusterIds)];
  const hamlets = areaIds.flatMap((areaId) => hamletsWithin(territory.areas, areaId).map((hamlet) => hamlet.id));
  const served = clusterIds
    .map((id) => territory.clusters.get(id))
    .filter((cluster) => cluster !== undefined)
    .flatMap(servedHamletIds);
  return new Set([...hamlets, ...served]);
}

/** The plans that carry it. */
export const planIdsOf = ({ placements }: { placements: readonly { planId: PlanId }[] }): PlanId[] =>
  placements.map(({ planId }) => planId);
