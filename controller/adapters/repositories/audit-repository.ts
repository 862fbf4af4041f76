/** The audit log in PostgreSQL; triggers of the table refuse every change of what was written. */
import type { AuditOutcome } from '@loa-lang/schemas/audit/outcomes';
import type { AuditEntry } from '../../domain/audit/audit-entry.ts';
import { type AuditHead, type ChainedEntry, chained, GENESIS } from '../../domain/audit/chain.ts';
import type { PersonRef } from '../../domain/people/person.ts';
import type { AuditEntry as Row } from '../../generated/prisma/client.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { Appended, AuditLog, AuditQuery } from '../../ports/audit-log.ts';
import type { Database } from '../postgres/database.ts';
import { orNull, orUndefined, toDate } from './row-values.ts';

const PAGE = 500;

const entryOf = (row: Row): ChainedEntry => ({
  seq: Number(row.seq),
  id: row.id,
  at: row.at.getTime(),
  actor: { kind: row.actorKind as AuditEntry['actor']['kind'], personId: row.actorId, name: row.actorName },
  onBehalfOf: orUndefined(row.onBehalfOf as unknown as PersonRef | null),
  sender: row.sender,
  act: row.act,
  communeId: orUndefined(row.communeId),
  subjectId: orUndefined(row.subjectId),
  reason: orUndefined(row.reason),
  outcome: row.outcome as AuditOutcome,
  details: row.details as Record<string, unknown>,
  previousHash: row.previousHash,
  hash: row.hash,
});

const rowOf = ({ actor, at, onBehalfOf, communeId, subjectId, reason, details, ...same }: ChainedEntry) => ({
  ...same,
  at: toDate(at),
  actorKind: actor.kind,
  actorId: actor.personId,
  actorName: actor.name,
  onBehalfOf: onBehalfOf === undefined ? Prisma.DbNull : { ...onBehalfOf },
  communeId: orNull(communeId),
  subjectId: orNull(subjectId),
  reason: orNull(reason),
  details: details as Prisma.InputJsonObject,
});

export class AuditRepository implements AuditLog {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  append(entries: readonly AuditEntry[], noted?: AuditHead): Promise<Appended> {
    return this.#database.$transaction(async (transaction) => {
      // controllers side by side write one chain
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('audit', 0))`;
      const leadsOn = noted === undefined || (await hashAt(transaction, noted.seq)) === noted.hash;
      const id = { in: entries.map((entry) => entry.id) };
      const there = await transaction.auditEntry.findMany({ where: { id }, select: { id: true } });
      const known = new Set(there.map((row) => row.id));
      const rows = chained(
        entries.filter((entry) => !known.has(entry.id)),
        await headOf(transaction),
      );
      await transaction.auditEntry.createMany({ data: rows.map(rowOf) });
      return { head: await headOf(transaction), leadsOn };
    });
  }

  async list(query: AuditQuery): Promise<ChainedEntry[]> {
    const { from, until, before, limit, communeId, communeIds, actorId, act, subjectId } = query;
    const at = { ...(from !== undefined && { gte: toDate(from) }), ...(until !== undefined && { lt: toDate(until) }) };
    const where = {
      at,
      ...(before !== undefined && { seq: { lt: before } }),
      ...(communeIds !== undefined && { AND: { communeId: { in: [...communeIds] } } }),
      ...(communeId !== undefined && { communeId }),
      ...(actorId !== undefined && { actorId }),
      ...(act !== undefined && { act }),
      ...(subjectId !== undefined && { subjectId }),
    };
    return (await this.#database.auditEntry.findMany({ where, orderBy: { seq: 'desc' }, take: limit })).map(entryOf);
  }

  async after(seq?: number): Promise<ChainedEntry[]> {
    const where = seq === undefined ? {} : { seq: { gt: seq } };
    return (await this.#database.auditEntry.findMany({ where, orderBy: { seq: 'asc' }, take: PAGE })).map(entryOf);
  }
}

async function hashAt(database: Pick<Database, 'auditEntry'>, seq: number): Promise<string | undefined> {
  return (await database.auditEntry.findUnique({ where: { seq }, select: { hash: true } }))?.hash;
}

async function headOf(database: Pick<Database, 'auditEntry'>): Promise<AuditHead> {
  const select = { seq: true, hash: true } as const;
  const row = await database.auditEntry.findFirst({ orderBy: { seq: 'desc' }, select });
  return row === null ? GENESIS : { seq: Number(row.seq), hash: row.hash };
}
