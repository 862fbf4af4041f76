/** Incidents as the rules keep them, on PostgreSQL. */
import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { OUTAGE_EARLY_MS, OUTAGE_LATE_MS } from '../../domain/incidents/expected.ts';
import type { BookedIncident, IncidentBook, IncidentTurn } from '../../ports/incident-book.ts';
import type { Database } from './database.ts';
import { PostgresIncidentLog } from './incident-log.ts';
import { RAISE_INCIDENT, raised } from './incident-statements.ts';
import { ESCALATE, MARK_EXPECTED, MARK_UNEXPECTED, UNEXPLAIN } from './incident-upkeep.ts';
import { storableText } from './safe-json.ts';

export class PostgresIncidentBook implements IncidentBook {
  readonly #database: Database;
  readonly #log: PostgresIncidentLog;

  constructor(database: Database) {
    this.#database = database;
    this.#log = new PostgresIncidentLog(database);
  }

  async openOf(kinds: readonly IncidentKind[]): Promise<BookedIncident[]> {
    const rows = await this.#database.$queryRaw<
      (Omit<BookedIncident, 'raisedAt' | 'explainedBy'> & { at: Date; by: string | null; about: string | null })[]
    >`
      SELECT i.id, i.kind, i.subject, i.detail, i.raised_at AS at, i.reopened,
        i.explained_by AS by, e.subject AS about
      FROM incident i LEFT JOIN incident e ON e.id = i.explained_by
      WHERE i.cleared_at IS NULL AND i.kind = ANY(${[...kinds]}::text[])`;
    return rows.map(({ at, by, about, ...row }) => ({
      ...row,
      raisedAt: at.getTime(),
      explainedBy: by === null ? undefined : { id: by, subject: about ?? '' },
    }));
  }

  async resolvedByHand(kinds: readonly IncidentKind[], after: EpochMillis) {
    return this.#database.$queryRaw<{ kind: IncidentKind; subject: string }[]>`
      SELECT kind, subject FROM incident
      WHERE cleared_at > ${new Date(after).toISOString()}::timestamptz AND resolved_by IS NOT NULL
        AND kind = ANY(${[...kinds]}::text[])`;
  }

  async raise(
    incident: Pick<BookedIncident, 'kind' | 'subject' | 'detail'> & { explainedBy: string | undefined },
    at: EpochMillis,
  ): Promise<void> {
    await this.#database.$executeRawUnsafe(RAISE_INCIDENT, ...raised({ ...incident, at }));
  }

  clear(kind: IncidentKind, subject: string, at: EpochMillis): Promise<void> {
    return this.#log.clear(kind, subject, at);
  }

  async explain(id: string, explainedBy: string | undefined, at: EpochMillis): Promise<void> {
    if (explainedBy !== undefined) await this.#database.incident.updateMany({ where: { id }, data: { explainedBy } });
    else await this.#database.$executeRawUnsafe(UNEXPLAIN, new Date(at).toISOString(), id);
  }

  async describe(id: string, detail: string): Promise<void> {
    await this.#database.incident.updateMany({ where: { id }, data: { detail: storableText(detail) } });
  }

  async upkeep(at: EpochMillis): Promise<IncidentTurn[]> {
    const instant = new Date(at).toISOString();
    await this.#database.$executeRawUnsafe(MARK_EXPECTED, instant);
    const real = await this.#database.$queryRawUnsafe<IncidentTurn[]>(MARK_UNEXPECTED, instant);
    const overdue = await this.#database.$queryRawUnsafe<IncidentTurn[]>(ESCALATE, instant);
    return [...real, ...overdue];
  }

  async unpowered(at: EpochMillis): Promise<string[]> {
    const rows = await this.#database.plannedOutage.findMany({
      where: { fromAt: { lte: new Date(at + OUTAGE_EARLY_MS) }, untilAt: { gt: new Date(at - OUTAGE_LATE_MS) } },
      select: { hamletId: true },
    });
    return rows.map(({ hamletId }) => hamletId);
  }
}
