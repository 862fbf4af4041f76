/** Which incidents somebody asks for, and can know of. */
import type { IncidentState } from '@loa-lang/schemas/states/incident';
import type { Bounds, Sight } from '../../domain/permissions/sight.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { IncidentQuery } from '../../ports/incident-reader.ts';
import type { Database } from '../postgres/database.ts';

const { sql } = Prisma;

export async function incidentIds(database: Database, query: IncidentQuery, sight: Sight): Promise<string[]> {
  const conditions = [
    stateIs(query),
    ...(query.kinds === undefined ? [] : [sql`i.kind = ANY(${[...query.kinds]}::text[])`]),
    ...(query.clusterId === undefined ? [] : [sql`i.cluster_id = ${query.clusterId}`]),
    ...(query.areaIds === undefined ? [] : [isIn([...query.areaIds])]),
    ...(query.before === undefined ? [] : [isBehind(query.before)]),
    ...(sight === 'everything' ? [] : [isSeen(sight)]),
  ];
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT i.id FROM incident i WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY i.raised_at DESC, i.id DESC LIMIT ${query.limit}`;
  return rows.map(({ id }) => id);
}

const STATES: Readonly<Record<IncidentState, Prisma.Sql>> = {
  open: sql`i.cleared_at IS NULL AND i.acknowledged_at IS NULL`,
  acknowledged: sql`i.cleared_at IS NULL AND i.acknowledged_at IS NOT NULL`,
  resolved: sql`i.cleared_at IS NOT NULL`,
};

function stateIs({ state, all }: IncidentQuery): Prisma.Sql {
  if (state !== undefined) return STATES[state];
  return all ? sql`true` : sql`i.cleared_at IS NULL`;
}

const isBehind = ({ at, id }: { at: number; id: string }): Prisma.Sql =>
  sql`(i.raised_at, i.id) < (${new Date(at).toISOString()}::timestamptz, ${id})`;

const isIn = (areaIds: string[]): Prisma.Sql => sql`(
  i.commune_id = ANY(${areaIds}::text[]) OR i.subject = ANY(${areaIds}::text[])
  OR i.cluster_id IN (SELECT c.id FROM cluster c WHERE c.hamlet_id = ANY(${areaIds}::text[])))`;

/** What concerns something in sight: its id is a part of the incident's subject. */
function isSeen({ within, folders, line }: Bounds): Prisma.Sql {
  const [places, communes, areas] = [[...within], [...folders], [...line]];
  return sql`EXISTS (
    SELECT 1 FROM unnest(regexp_split_to_array(i.subject, '[/:]')) AS part
    WHERE part = ANY(${communes}::text[]) OR part = ANY(${places}::text[])
      OR EXISTS (SELECT 1 FROM cluster c
        WHERE c.id IN (SELECT part UNION ALL SELECT d.cluster_id FROM device d WHERE d.id = part) AND (c.hamlet_id = ANY(${places}::text[]) OR EXISTS (
          SELECT 1 FROM cluster_service s WHERE s.cluster_id = c.id AND s.hamlet_id = ANY(${places}::text[]))))
      OR EXISTS (SELECT 1 FROM cluster_group g WHERE g.id = part AND g.commune_id = ANY(${communes}::text[]))
      OR EXISTS (SELECT 1 FROM broadcast b WHERE b.id = part AND b.commune_id = ANY(${communes}::text[]))
      OR EXISTS (SELECT 1 FROM schedule s WHERE s.id = part AND s.commune_id = ANY(${communes}::text[]))
      OR EXISTS (SELECT 1 FROM approval_request r WHERE r.id = part AND r.commune_id = ANY(${communes}::text[]))
      OR EXISTS (SELECT 1 FROM emergency_act e WHERE e.id = part AND e.commune_id = ANY(${communes}::text[]))
      OR EXISTS (SELECT 1 FROM source_delivery v WHERE v.id = part AND v.commune_id = ANY(${communes}::text[]))
      OR EXISTS (SELECT 1 FROM relay_source r WHERE r.id = part AND r.area_id = ANY(${areas}::text[]))
      OR EXISTS (SELECT 1 FROM silence_latch l WHERE l.id = part AND l.area_id = ANY(${areas}::text[])))`;
}
