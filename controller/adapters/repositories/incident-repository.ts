/** Incidents as they are shown, and as people move them on. */

import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { PersonRef } from '../../domain/people/person.ts';
import type { Sight } from '../../domain/permissions/sight.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type {
  IncidentActs,
  IncidentEventRecord,
  IncidentQuery,
  IncidentReader,
  IncidentRecord,
  IncidentStep,
  OpenIncidents,
} from '../../ports/incident-reader.ts';
import type { Database } from '../postgres/database.ts';
import { storableText } from '../postgres/safe-json.ts';
import { isTaken } from './database-faults.ts';
import { incidentIds } from './incident-ids.ts';
import { orUndefined, toDate, toInstant } from './row-values.ts';

/** The last of one that comes and goes for months. */
const MOST_EVENTS = 500;

type Row = Prisma.IncidentGetPayload<object>;
type Clusters = ReadonlyMap<string, { id: string; code: string; name: string }>;
type Reading = Pick<Database, 'cluster' | 'device'>;

export class IncidentRepository implements IncidentReader, IncidentActs, OpenIncidents {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async openOf(kinds: readonly IncidentKind[]) {
    const where = { kind: { in: [...kinds] }, clearedAt: null };
    const rows = await this.#database.incident.findMany({ where, select: { kind: true, subject: true, detail: true } });
    return rows.map((row) => ({ ...row, kind: row.kind as IncidentKind }));
  }

  async list(query: IncidentQuery, sight: Sight): Promise<IncidentRecord[]> {
    const ids = await incidentIds(this.#database, query, sight);
    const rows = await this.#database.incident.findMany({
      where: { id: { in: ids } },
      orderBy: [{ raisedAt: 'desc' }, { id: 'desc' }],
    });
    return records(this.#database, rows);
  }

  async find(id: string): Promise<IncidentRecord | undefined> {
    const row = await this.#database.incident.findUnique({ where: { id } });
    return row === null ? undefined : (await records(this.#database, [row]))[0];
  }

  async events(id: string): Promise<IncidentEventRecord[]> {
    const rows = await this.#database.incidentEventRow.findMany({
      where: { incidentId: id },
      orderBy: { seq: 'desc' },
      take: MOST_EVENTS,
    });
    return rows.toReversed().map(({ at, event, by, text }) => ({
      ...{ at: at.getTime(), event, by: personOf(by), text: orUndefined(text) },
    }));
  }

  async act(id: string, decide: (incident: IncidentRecord) => IncidentStep | undefined) {
    try {
      return await this.#database.$transaction(async (transaction) => {
        await transaction.$queryRaw`SELECT id FROM incident WHERE id = ${id} FOR UPDATE`;
        const row = await transaction.incident.findUnique({ where: { id } });
        const [before] = row === null ? [] : await records(transaction, [row]);
        if (before === undefined) return undefined;
        const step = decide(before);
        if (step === undefined) return { before, after: before };
        const changed = await transaction.incident.update({ where: { id }, data: dataOf(step.set) });
        const { event, at, by, text } = step;
        const said = text === undefined ? null : storableText(text);
        const told = { incidentId: id, at: toDate(at), event, by: { ...by }, text: said };
        await transaction.incidentEventRow.create({ data: told });
        const [after] = await records(transaction, [changed]);
        return after === undefined ? undefined : { before, after };
      });
    } catch (error) {
      // brought back while the same stands in another row
      if (isTaken(error)) return undefined;
      throw error;
    }
  }
}

function dataOf(set: IncidentStep['set']): Prisma.IncidentUpdateInput {
  const instant = (value: number | undefined) => (value === undefined ? null : toDate(value));
  const person = (value: PersonRef | undefined) => (value === undefined ? Prisma.DbNull : { ...value });
  return {
    ...('acknowledgedAt' in set && { acknowledgedAt: instant(set.acknowledgedAt) }),
    ...('acknowledgedBy' in set && { acknowledgedBy: person(set.acknowledgedBy) }),
    ...('assignee' in set && { assignee: person(set.assignee) }),
    ...('clearedAt' in set && { clearedAt: instant(set.clearedAt) }),
    ...('resolvedBy' in set && { resolvedBy: person(set.resolvedBy) }),
  };
}

async function records(database: Reading, rows: readonly Row[]): Promise<IncidentRecord[]> {
  const clusters = await clustersOf(database, rows);
  return rows.map((row) => ({
    ...{ id: row.id, kind: row.kind, subject: row.subject, detail: row.detail, count: row.count },
    ...{ raisedAt: row.raisedAt.getTime(), lastAt: row.lastAt.getTime(), reopened: row.reopened },
    cluster: clusters.get(row.clusterId ?? row.subject) ?? clusters.get(row.subject),
    communeId: orUndefined(row.communeId),
    ...{ clearedAt: toInstant(row.clearedAt), acknowledgedAt: toInstant(row.acknowledgedAt) },
    ...{ acknowledgedBy: personOf(row.acknowledgedBy), assignee: personOf(row.assignee) },
    ...{ dueAt: toInstant(row.dueAt), resolvedBy: personOf(row.resolvedBy) },
    ...{ explainedBy: orUndefined(row.explainedBy), expected: row.expected },
  }));
}

const personOf = (value: Prisma.JsonValue): PersonRef | undefined => (value ?? undefined) as PersonRef | undefined;

/** By their ids, and by those of their devices. */
async function clustersOf({ cluster, device }: Reading, rows: readonly Row[]): Promise<Clusters> {
  const select = { id: true, code: true, name: true } as const;
  const named = rows.flatMap(({ clusterId }) => clusterId ?? []);
  const subjects = rows.filter(({ clusterId }) => clusterId === null).map(({ subject }) => subject);
  const [poles, devices] = [
    await cluster.findMany({ where: { id: { in: named } }, select }),
    await device.findMany({ where: { id: { in: subjects } }, select: { id: true, cluster: { select } } }),
  ];
  return new Map([
    ...poles.map((pole) => [pole.id, pole] as const),
    ...devices.flatMap((each) => (each.cluster === null ? [] : [[each.id, each.cluster] as const])),
  ]);
}
