/** Where a technician goes first: to the cluster that gives the most households their loudspeaker back. */
import type { AreaId, ClusterId } from '@loa-lang/schemas/ids';
import { INCIDENTS, type IncidentKind, SEVERITIES } from '@loa-lang/schemas/states/incident';

export interface VisitCluster {
  id: ClusterId;
  services: readonly { hamletId: AreaId; households: number }[];
}

export interface VisitIncident {
  kind: IncidentKind;
  clusterId: ClusterId;
  explainedBy: string | undefined;
  expected: boolean;
}

export interface Visit<I extends VisitIncident> {
  clusterId: ClusterId;
  /** heard again once it is mended */
  households: number;
  incidents: I[];
}

export interface VisitList<I extends VisitIncident> {
  visits: Visit<I>[];
  /** by what explains them: clusters nobody is to drive to for that */
  explained: Map<string, { clusterIds: ClusterId[]; households: number }>;
}

const isSilent = ({ kind }: VisitIncident): boolean => INCIDENTS[kind].severity === 'critical';
const rank = (kind: IncidentKind): number => SEVERITIES.indexOf(INCIDENTS[kind].severity);

/**
 * Of each hamlet as many households are heard as its working clusters serve, never more than it has: see coverage.
 * @param households of each hamlet
 * @param open of technicians, in clusters
 */
export function visitList<I extends VisitIncident>(
  households: ReadonlyMap<AreaId, number>,
  clusters: readonly VisitCluster[],
  open: readonly I[],
): VisitList<I> {
  const byId = new Map(clusters.map((cluster) => [cluster.id, cluster]));
  const dead = new Set(open.filter(isSilent).map(({ clusterId }) => clusterId));
  const served = new Map<AreaId, number>();
  for (const { id, services } of clusters) {
    if (dead.has(id)) continue;
    for (const each of services) served.set(each.hamletId, (served.get(each.hamletId) ?? 0) + each.households);
  }
  const gain = (ids: readonly ClusterId[]): number => {
    const added = new Map<AreaId, number>();
    for (const id of ids) {
      if (!dead.has(id)) continue;
      for (const each of byId.get(id)?.services ?? []) {
        added.set(each.hamletId, (added.get(each.hamletId) ?? 0) + each.households);
      }
    }
    let sum = 0;
    for (const [hamletId, more] of added) {
      const [all, now] = [households.get(hamletId) ?? 0, served.get(hamletId) ?? 0];
      sum += Math.min(all, now + more) - Math.min(all, now);
    }
    return sum;
  };

  const own = new Map<ClusterId, I[]>();
  const explained = new Map<string, Set<ClusterId>>();
  for (const incident of open) {
    const { clusterId, explainedBy, expected } = incident;
    if (!byId.has(clusterId)) continue;
    if (explainedBy !== undefined) explained.set(explainedBy, (explained.get(explainedBy) ?? new Set()).add(clusterId));
    else if (!expected) own.set(clusterId, [...(own.get(clusterId) ?? []), incident]);
  }
  const visits = [...own].map(([clusterId, incidents]): Visit<I> => {
    const worstFirst = incidents.sort((a, b) => rank(a.kind) - rank(b.kind));
    // one whose silence a power cut explains is not heard again by mending its door
    return { clusterId, households: incidents.some(isSilent) ? gain([clusterId]) : 0, incidents: worstFirst };
  });
  const servedBy = (id: ClusterId): number =>
    (byId.get(id)?.services ?? []).reduce((sum, each) => sum + each.households, 0);
  const worst = ({ incidents: [first] }: Visit<I>): number => (first === undefined ? Infinity : rank(first.kind));
  visits.sort(
    (a, b) => b.households - a.households || worst(a) - worst(b) || servedBy(b.clusterId) - servedBy(a.clusterId),
  );
  return {
    visits,
    explained: new Map(
      [...explained].map(([by, ids]) => [by, { clusterIds: [...ids], households: gain([...ids]) }] as const),
    ),
  };
}
