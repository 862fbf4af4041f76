/** Incidents on PostgreSQL: one open row for each kind and subject, counted up. */

import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { Database } from './database.ts';
import { CLEAR_INCIDENT, RAISE_INCIDENT, raised } from './incident-statements.ts';
import { storableText } from './safe-json.ts';

export class PostgresIncidentLog implements IncidentLog {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async raise(kind: IncidentKind, subject: string, detail: string, at: EpochMillis): Promise<void> {
    await this.#database.$executeRawUnsafe(RAISE_INCIDENT, ...raised({ kind, subject, detail, at }));
  }

  async clear(kind: IncidentKind, subject: string, at: EpochMillis): Promise<void> {
    const row = [kind, storableText(subject), new Date(at).toISOString()];
    await this.#database.$executeRawUnsafe(CLEAR_INCIDENT, ...row);
  }
}
