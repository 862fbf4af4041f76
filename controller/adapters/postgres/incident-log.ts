/** Incidents on PostgreSQL: one open row for each kind and subject, counted up. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import { v7 as uuidv7 } from 'uuid';
import type { IncidentKind, IncidentLog } from '../../ports/device-registry.ts';
import type { Database } from './database.ts';
import { storableText } from './safe-json.ts';

export class PostgresIncidentLog implements IncidentLog {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async raise(kind: IncidentKind, subject: string, detail: string, at: EpochMillis): Promise<void> {
    const instant = new Date(at);
    await this.#database.$executeRaw`
      INSERT INTO incident AS open (id, kind, subject, detail, raised_at, last_at)
      VALUES (${uuidv7()}, ${kind}, ${storableText(subject)}, ${storableText(detail)}, ${instant}, ${instant})
      ON CONFLICT (kind, subject) WHERE cleared_at IS NULL DO UPDATE SET
        count = open.count + 1, last_at = greatest(open.last_at, excluded.last_at), detail = excluded.detail`;
  }

  async clear(kind: IncidentKind, subject: string, at: EpochMillis): Promise<void> {
    const where = { kind, subject: storableText(subject), clearedAt: null };
    await this.#database.incident.updateMany({ where, data: { clearedAt: new Date(at) } });
  }
}
