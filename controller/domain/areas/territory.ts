/** The commune on the ground: areas, groups, clusters, and who follows what. */

import type { AreaKind } from '@loa-lang/schemas/http/areas';
import type { ClusterKind } from '@loa-lang/schemas/http/clusters';
import type { DailyHours } from '@loa-lang/schemas/http/commune-rules';
import type { AreaId, ClusterId, GroupId } from '@loa-lang/schemas/ids';
import { MAX_FOLLOWED_GROUPS } from '@loa-lang/schemas/wire/settings';

export interface Area {
  id: AreaId;
  parentId: AreaId | undefined;
  kind: AreaKind;
  name: string;
  hamletKind: string | undefined;
  households: number;
  languages: string[];
}

export interface Cluster {
  id: ClusterId;
  /** where the pole stands */
  hamletId: AreaId;
  code: string;
  name: string;
  kind: ClusterKind;
  /** households it serves, per hamlet */
  services: { hamletId: AreaId; households: number }[];
  /** in which anything but an emergency may sound here; absent: whenever the commune's rules allow */
  hours?: DailyHours | undefined;
}

export interface Group {
  id: GroupId;
  areaIds: AreaId[];
  clusterIds: ClusterId[];
}

/** Live areas, clusters and groups: nothing that was removed. */
export interface Territory {
  areas: ReadonlyMap<AreaId, Area>;
  clusters: ReadonlyMap<ClusterId, Cluster>;
  groups: ReadonlyMap<GroupId, Group>;
}

/** What lies in what. */
export type Lines = ReadonlyMap<AreaId, Pick<Area, 'id' | 'parentId'>>;

/** The area itself and all above it, lowest first; empty for an unknown area. */
export function lineage(areas: Lines, areaId: AreaId): AreaId[] {
  const line: AreaId[] = [];
  for (let area = areas.get(areaId); area !== undefined; area = parentOf(areas, area)) {
    if (line.includes(area.id)) break;
    line.push(area.id);
  }
  return line;
}

const parentOf = (areas: Lines, area: Pick<Area, 'parentId'>): Pick<Area, 'id' | 'parentId'> | undefined =>
  area.parentId === undefined ? undefined : areas.get(area.parentId);

/** Hamlets a cluster serves; the one it stands in when nobody has said yet whom it serves. */
export const servedHamletIds = (cluster: Pick<Cluster, 'hamletId' | 'services'>): AreaId[] =>
  cluster.services.length > 0 ? cluster.services.map((service) => service.hamletId) : [cluster.hamletId];

/** Areas whose plans the cluster's device follows: the hamlets it serves, then all above them, lowest first. */
export function followedAreaIds(areas: Lines, cluster: Pick<Cluster, 'hamletId' | 'services'>): AreaId[] {
  const lines = servedHamletIds(cluster).map((hamletId) => lineage(areas, hamletId));
  const depth = Math.max(0, ...lines.map((line) => line.length));
  const inOrder: AreaId[] = [];
  for (let fromTop = depth; fromTop >= 1; fromTop--) {
    for (const line of lines) {
      const areaId = line[line.length - fromTop];
      if (areaId !== undefined && !inOrder.includes(areaId)) inOrder.push(areaId);
    }
  }
  return inOrder;
}

/** Groups that contain the cluster, by itself or through an area it follows. */
export function followedGroupIds(
  territory: { areas: Lines; groups: Territory['groups'] },
  cluster: Pick<Cluster, 'id' | 'hamletId' | 'services'>,
): GroupId[] {
  const followed = new Set(followedAreaIds(territory.areas, cluster));
  return [...territory.groups.values()]
    .filter((group) => group.clusterIds.includes(cluster.id) || group.areaIds.some((areaId) => followed.has(areaId)))
    .map((group) => group.id)
    .sort();
}

/** Of these clusters one that already belongs to as many groups as a device can follow, the named group left out. */
export const fullCluster = (
  territory: Territory,
  clusterIds: readonly ClusterId[],
  except?: GroupId,
): ClusterId | undefined =>
  clusterIds.find((id) => {
    const cluster = territory.clusters.get(id);
    if (cluster === undefined) return false;
    return followedGroupIds(territory, cluster).filter((groupId) => groupId !== except).length >= MAX_FOLLOWED_GROUPS;
  });

/** Clusters whose devices follow the plan of this area or group. */
export function followers(territory: Territory, planId: string): Cluster[] {
  const group = territory.groups.get(planId);
  const clusters = [...territory.clusters.values()];
  if (group === undefined) {
    return clusters.filter((cluster) => followedAreaIds(territory.areas, cluster).includes(planId));
  }
  return clusters.filter((cluster) => followedGroupIds(territory, cluster).includes(planId));
}

/** Hamlets in an area, itself included. */
export const hamletsWithin = (areas: Territory['areas'], areaId: AreaId): Area[] =>
  [...areas.values()].filter((area) => area.kind === 'hamlet' && lineage(areas, area.id).includes(areaId));

/** The commune an area lies in; itself for a commune, `undefined` for a province. */
export const communeOf = (areas: Territory['areas'], areaId: AreaId): AreaId | undefined =>
  lineage(areas, areaId).find((id) => areas.get(id)?.kind === 'commune');

/** What may lie directly under what: a hamlet in a commune, a commune in a province or at the top. */
export function parentFits(kind: AreaKind, parent: AreaKind | undefined): boolean {
  if (kind === 'hamlet') return parent === 'commune';
  if (kind === 'commune') return parent === undefined || parent === 'province';
  return parent === undefined;
}
