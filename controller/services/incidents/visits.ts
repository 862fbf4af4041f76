/** The technician's round through a commune. */
import type { AreaId } from '@loa-lang/schemas/ids';
import { INCIDENT_KINDS, INCIDENTS, type IncidentKind } from '@loa-lang/schemas/states/incident';
import { hamletsWithin } from '../../domain/areas/territory.ts';
import { visitList } from '../../domain/incidents/visit-list.ts';
import type { IncidentReader, IncidentRecord } from '../../ports/incident-reader.ts';
import type { ClusterRecord, Register } from '../../ports/register.ts';
import { found, Refusal } from '../refusal.ts';

export interface VisitDeps {
  incidents: Pick<IncidentReader, 'list' | 'find'>;
  register: Pick<Register, 'reader' | 'clusters'>;
}

export interface NamedVisit {
  cluster: ClusterRecord;
  hamlet: string;
  households: number;
  incidents: IncidentRecord[];
}

export interface Visits {
  visits: NamedVisit[];
  explained: { by: IncidentRecord; clusters: ClusterRecord[]; households: number }[];
}

/** Of a commune of 150 clusters, three each. */
const MOST = 500;
const OF_TECHNICIANS = INCIDENT_KINDS.filter((kind) => INCIDENTS[kind].owner === 'technician');

export async function visitsOf({ incidents, register }: VisitDeps, communeId: AreaId): Promise<Visits> {
  const { areas } = await register.reader.near(communeId, { clusterIds: [], groupIds: [] });
  if (areas.get(communeId)?.kind !== 'commune') throw new Refusal('area-unknown');
  const hamlets = new Map(hamletsWithin(areas, communeId).map((hamlet) => [hamlet.id, hamlet]));
  const clusters = new Map(
    (await register.clusters.all()).filter(({ hamletId }) => hamlets.has(hamletId)).map((each) => [each.id, each]),
  );
  const query = { all: false, kinds: OF_TECHNICIANS, areaIds: [communeId], limit: MOST };
  const open = (await incidents.list(query, 'everything')).flatMap((record) =>
    record.cluster === undefined
      ? []
      : [{ ...record, record, kind: record.kind as IncidentKind, clusterId: record.cluster.id }],
  );
  const households = new Map([...hamlets].map(([id, hamlet]) => [id, hamlet.households]));
  const list = visitList(households, [...clusters.values()], open);
  const explained = await Promise.all(
    [...list.explained].map(async ([id, { clusterIds, ...rest }]) => ({
      by: await incidents.find(id),
      clusters: clusterIds.flatMap((each) => clusters.get(each) ?? []),
      ...rest,
    })),
  );
  return {
    visits: list.visits.map(({ clusterId, incidents: its, ...rest }) => {
      const cluster = found(clusters.get(clusterId), 'cluster-unknown');
      return {
        cluster,
        hamlet: hamlets.get(cluster.hamletId)?.name ?? '',
        ...rest,
        incidents: its.map((each) => each.record),
      };
    }),
    explained: explained.flatMap(({ by, ...rest }) => (by === undefined ? [] : [{ by, ...rest }])),
  };
}
