/** Incidents as they are shown. */
import type { IncidentReader, IncidentRecord } from '../../ports/incident-reader.ts';
import type { Database } from '../postgres/database.ts';
import { toInstant } from './row-values.ts';

const MOST = 500;

export class IncidentRepository implements IncidentReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async list(all: boolean): Promise<IncidentRecord[]> {
    const where = all ? {} : { clearedAt: null };
    const rows = await this.#database.incident.findMany({ where, orderBy: { lastAt: 'desc' }, take: MOST });
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
