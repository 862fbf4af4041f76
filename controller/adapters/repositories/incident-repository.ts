/** Incidents as they are shown. */
import type { IncidentKind } from '../../ports/device-registry.ts';
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

  async list(all: boolean): Promise<IncidentRecord[]> {
    const where = all ? {} : { clearedAt: null };
    const rows = await this.#database.incident.findMany({
      where,
      orderBy: [{ lastAt: 'desc' }, { id: 'desc' }],
      take: MOST,
    });
    return rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      subject: row.subject,
      detail: row.detail,
      raisedAt: row.raisedAt.getTime(),
      lastAt: row.lastAt.getTime(),
      count: row.count,
      clearedAt: toInstant(row.clearedAt),
    }));
  }
}
