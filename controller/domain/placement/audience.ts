/** Whom a broadcast is meant for, as it was when it was planned: later changes of the register do not rewrite it. */

import type { ClusterKind } from '@loa-lang/schemas/http/clusters';
import type { AreaId, ClusterId } from '@loa-lang/schemas/ids';
import type { Territory } from '../areas/territory.ts';

export interface AudienceHamlet {
  id: AreaId;
  name: string;
  hamletKind?: string;
  /** all of them, those that no pole serves included */
  households: number;
  /** in order of preference; not known of broadcasts planned by earlier versions */
  languages?: string[];
}

export interface AudienceCluster {
  id: ClusterId;
  code: string;
  name: string;
  kind: ClusterKind;
  hamletId: AreaId;
  hamletName: string;
  /** what its device plays, in order of preference */
  languages: string[];
  services: { hamletId: AreaId; households: number }[];
}

export interface Audience {
  hamlets: AudienceHamlet[];
  clusters: AudienceCluster[];
}

/** In the order of names and codes, so that tables read the same everywhere. */
export function audienceOf(
  territory: Territory,
  clusterIds: readonly ClusterId[],
  hamletIds: ReadonlySet<AreaId>,
): Audience {
  const hamlets = [...hamletIds].flatMap((id) => {
    const area = territory.areas.get(id);
    if (area === undefined) return [];
    const { name, households, hamletKind, languages } = area;
    return [{ id, name, households, languages, ...(hamletKind !== undefined && { hamletKind }) }];
  });
  const clusters = clusterIds.flatMap((id) => {
    const cluster = territory.clusters.get(id);
    if (cluster === undefined) return [];
    const stands = territory.areas.get(cluster.hamletId);
    const { code, name, kind, hamletId, services } = cluster;
    const languages = stands?.languages ?? [];
    return [{ id, code, name, kind, hamletId, hamletName: stands?.name ?? '', languages, services }];
  });
  const byName = new Intl.Collator('vi', { numeric: true });
  return {
    hamlets: hamlets.sort((a, b) => byName.compare(a.name, b.name)),
    clusters: clusters.sort((a, b) => byName.compare(a.code, b.code) || byName.compare(a.id, b.id)),
  };
}
