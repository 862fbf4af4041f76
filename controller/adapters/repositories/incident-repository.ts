/** Incidents as they are shown. */

import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { Bounds, Sight } from '../../domain/permissions/sight.ts';
import type { IncidentReader, IncidentRecord, OpenIncidents } from '../../ports/incident-reader.ts';
import type { Database } from '../postgres/database.ts';
import { toInstant } from './row-values.ts';

const MOST = 500;

export class IncidentRepository implements IncidentReader, OpenIncidents {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async openOf(kinds: readonly IncidentKind[]) {
    const where = { kind: { in: [...kinds] }, clearedAt: null };
    const rows = await this.#database.incident.findMany({ where, select: { kind: true, subject: true, detail: true } });
    return rows.map((row) => ({ ...row, kind: row.kind as IncidentKind }));
  }

  async list(all: boolean, sight: Sight): Promise<IncidentRecord[]> {
    const where = {
      ...(!all && { clearedAt: null }),
      ...(sight !== 'everything' && { id: { in: await this.#inSight(all, sight) } }),
    };
    const rows = await this.#database.incident.findMany({
      where,
      orderBy: [{ lastAt: 'desc' }, { id: 'desc' }],
      take: MOST,
    });
    const clusters = await this.#clustersOf(rows.map((row) => row.subject));
    return rows.map((row) => ({
      id: row.id,
      cluster: clusters.get(row.subject),
      kind: row.kind,
      subject: row.subject,
      detail: row.detail,
      raisedAt: row.raisedAt.getTime(),
      lastAt: row.lastAt.getTime(),
      count: row.count,
      clearedAt: toInstant(row.clearedAt),
    }));
  }

  /** What concerns something in sight: its id is a part of the incident's subject. */
  async #inSight(all: boolean, { within, folders, line }: Bounds): Promise<string[]> {
    const [places, communes, areas] = [[...within], [...folders], [...line]];
    const rows = await this.#database.$queryRaw<{ id: string }[]>`
      SELECT i.id FROM incident i
      WHERE (${all} OR i.cleared_at IS NULL) AND EXISTS (
        SELECT 1 FROM unnest(regexp_split_to_array(i.subject, '[/:]')) AS part
        WHERE part = ANY(${communes}::text[])
          OR EXISTS (SELECT 1 FROM cluster c LEFT JOIN device d ON d.cluster_id = c.id
            WHERE (c.id = part OR d.id = part) AND (c.hamlet_id = ANY(${places}::text[]) OR EXISTS (
              SELECT 1 FROM cluster_service s WHERE s.cluster_id = c.id AND s.hamlet_id = ANY(${places}::text[]))))
          OR EXISTS (SELECT 1 FROM cluster_group g WHERE g.id = part AND g.commune_id = ANY(${communes}::text[]))
          OR EXISTS (SELECT 1 FROM broadcast b WHERE b.id = part AND b.commune_id = ANY(${communes}::text[]))
          OR EXISTS (SELECT 1 FROM schedule s WHERE s.id = part AND s.commune_id = ANY(${communes}::text[]))
          OR EXISTS (SELECT 1 FROM approval_request r WHERE r.id = part AND r.commune_id = ANY(${communes}::text[]))
          OR EXISTS (SELECT 1 FROM emergency_act e WHERE e.id = part AND e.commune_id = ANY(${communes}::text[]))
          OR EXISTS (SELECT 1 FROM source_delivery v WHERE v.id = part AND v.commune_id = ANY(${communes}::text[]))
          OR EXISTS (SELECT 1 FROM relay_source r WHERE r.id = part AND r.area_id = ANY(${areas}::text[]))
          OR EXISTS (SELECT 1 FROM silence_latch l WHERE l.id = part AND l.area_id = ANY(${areas}::text[])))
      ORDER BY i.last_at DESC LIMIT ${MOST}`;
    return rows.map((row) => row.id);
  }

  async #clustersOf(deviceIds: readonly string[]) {
    const rows = await this.#database.device.findMany({
      where: { id: { in: [...deviceIds] } },
      select: { id: true, cluster: { select: { id: true, code: true, name: true } } },
    });
    return new Map(rows.map(({ id, cluster }) => [id, cluster ?? undefined]));
  }
}
