/** How many hamlets, households and clusters a choice reaches, counted as one chooses. */
import type { AreaBody } from '@loa-lang/schemas/http/areas';
import type { Cluster, Group } from '../../api/queries.ts';
import type { Targets } from '../draft/draft.ts';

export interface Places {
  areas: readonly AreaBody[];
  groups: readonly Group[];
  clusters: readonly Cluster[];
}

export interface Counted {
  hamletIds: ReadonlySet<string>;
  clusterIds: ReadonlySet<string>;
  households: number;
}

/** Households: all of the hamlets, those that no pole serves included; a cluster that is chosen targets what it serves. */
export function countTargets({ areas, groups, clusters }: Places, targets: Targets): Counted {
  const byId = new Map(areas.map((area) => [area.id, area]));
  const named = groups.filter(({ id }) => targets.groupIds.includes(id));
  const areaIds = new Set([...targets.areaIds, ...named.flatMap((group) => group.areaIds)]);
  const single = new Set([...targets.clusterIds, ...named.flatMap((group) => group.clusterIds)]);
  const isWithin = (id: string | undefined): boolean => {
    for (let at = id; at !== undefined; at = byId.get(at)?.parentId) if (areaIds.has(at)) return true;
    return false;
  };
  const hamletIds = new Set(areas.filter(({ kind, id }) => kind === 'hamlet' && isWithin(id)).map(({ id }) => id));
  const clusterIds = new Set<string>();
  for (const cluster of clusters) {
    const serves = cluster.services.map(({ hamletId }) => hamletId);
    if (single.has(cluster.id)) for (const id of [cluster.hamletId, ...serves]) hamletIds.add(id);
    if (single.has(cluster.id) || isWithin(cluster.hamletId)) clusterIds.add(cluster.id);
  }
  const households = [...hamletIds].reduce((total, id) => total + (byId.get(id)?.households ?? 0), 0);
  return { hamletIds, clusterIds, households };
}

/** `Thôn Đồng Gai`: the kind before the name, where the name does not begin with it. */
export function hamletName({ name, hamletKind }: Pick<AreaBody, 'name' | 'hamletKind'>): string {
  if (hamletKind === undefined || name.toLowerCase().startsWith(hamletKind.toLowerCase())) return name;
  return `${hamletKind.charAt(0).toUpperCase()}${hamletKind.slice(1)} ${name}`;
}
