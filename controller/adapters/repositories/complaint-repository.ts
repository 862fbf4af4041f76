/** Complaints in PostgreSQL. */
import type {
  ComplaintKind,
  ComplaintOwner,
  ComplaintSource,
  ComplaintState,
} from '@loa-lang/schemas/states/complaint';
import type { EpochMillis } from '@loa-lang/schemas/units';
import {
  type Complaint,
  type ComplaintPlace,
  type ComplaintReport,
  OPEN_STATES,
  subjectOf,
} from '../../domain/complaints/complaint.ts';
import type { PersonRef } from '../../domain/people/person.ts';
import { Prisma, type Complaint as Row } from '../../generated/prisma/client.ts';
import type { ComplaintStore } from '../../ports/complaint-store.ts';
import type { Database } from '../postgres/database.ts';
import { orNull, orUndefined, toDate, toInstant } from './row-values.ts';

const MOST_REPORTS = 200;
const MOST_OPEN = 5000;

const json = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;
const jsonOrNull = (value: unknown) => (value === undefined ? Prisma.DbNull : json(value));
const open = { in: [...OPEN_STATES] };

const complaintOf = (row: Row): Complaint => ({
  ...{ id: row.id, communeId: row.communeId, hamletId: orUndefined(row.hamletId), count: row.count },
  clusterId: orUndefined(row.clusterId),
  broadcastId: orUndefined(row.broadcastId),
  kind: row.kind as ComplaintKind,
  owner: row.owner as ComplaintOwner,
  state: row.state as ComplaintState,
  ...{ firstAt: row.firstAt.getTime(), lastAt: row.lastAt.getTime(), dueAt: row.dueAt.getTime() },
  answer: orUndefined(row.answer),
  answeredAt: toInstant(row.answeredAt),
  answeredBy: orUndefined(row.answeredBy as unknown as PersonRef | null),
  closedAt: toInstant(row.closedAt),
  notes: row.notes as unknown as Complaint['notes'],
});

const saidRow = ({ owner, state, dueAt, answer, answeredAt, answeredBy, closedAt, notes }: Complaint) => ({
  ...{ owner, state, dueAt: toDate(dueAt), answer: orNull(answer), answeredBy: jsonOrNull(answeredBy) },
  answeredAt: answeredAt === undefined ? null : toDate(answeredAt),
  closedAt: closedAt === undefined ? null : toDate(closedAt),
  notes: json(notes),
});

const pole = { id: true, hamletId: true, hamlet: { select: { parentId: true } } } as const;
const placeOf = (row: { id: string; hamletId: string; hamlet: { parentId: string | null } } | null) =>
  row === null ? undefined : { clusterId: row.id, hamletId: row.hamletId, communeId: row.hamlet.parentId ?? '' };

export class ComplaintRepository implements ComplaintStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async placeByCode(publicCode: string): Promise<ComplaintPlace | undefined> {
    const where = { publicCode, deletedAt: null };
    return placeOf(await this.#database.cluster.findFirst({ where, select: pole }));
  }

  async placeOfCluster(id: string): Promise<ComplaintPlace | undefined> {
    return placeOf(await this.#database.cluster.findFirst({ where: { id, deletedAt: null }, select: pole }));
  }

  async codeOf(id: string): Promise<string | undefined> {
    const row = await this.#database.cluster.findUnique({ where: { id }, select: { publicCode: true } });
    return orUndefined(row?.publicCode ?? null);
  }

  async setCode(id: string, publicCode: string): Promise<void> {
    await this.#database.cluster.update({ where: { id }, data: { publicCode } });
  }

  async report(
    complaint: Complaint,
    { tokenHash, takenBy, contact, ...report }: ComplaintReport & { tokenHash: string },
    since: EpochMillis,
  ): Promise<Complaint> {
    const { kind, communeId, hamletId, clusterId } = complaint;
    return this.#database.$transaction(async (tx) => {
      // two neighbours who send in the same moment are two reports of one complaint
      await tx.$executeRaw`
        SELECT pg_advisory_xact_lock(hashtextextended(${`complaint ${kind} ${subjectOf(complaint)}`}, 0))`;
      const same = await tx.complaint.findFirst({
        where: {
          ...{ kind, communeId, hamletId: orNull(hamletId), clusterId: orNull(clusterId) },
          ...{ state: open, lastAt: { gte: toDate(since) } },
        },
        orderBy: { lastAt: 'desc' },
      });
      const at = toDate(report.at);
      const row =
        same === null
          ? await tx.complaint.create({
              data: {
                ...{ id: complaint.id, kind, communeId, hamletId: orNull(hamletId), clusterId: orNull(clusterId) },
                ...{ broadcastId: orNull(complaint.broadcastId), firstAt: at, lastAt: at, ...saidRow(complaint) },
              },
            })
          : await tx.complaint.update({ where: { id: same.id }, data: { count: { increment: 1 }, lastAt: at } });
      await tx.complaintReport.create({
        data: {
          ...{ ...report, at, complaintId: row.id, tokenHash, contact: orNull(contact) },
          takenBy: jsonOrNull(takenBy),
        },
      });
      return complaintOf(row);
    });
  }

  async find(id: string): Promise<Complaint | undefined> {
    const row = await this.#database.complaint.findUnique({ where: { id } });
    return row === null ? undefined : complaintOf(row);
  }

  async reports(complaintId: string): Promise<ComplaintReport[]> {
    const rows = await this.#database.complaintReport.findMany({
      where: { complaintId },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: MOST_REPORTS,
    });
    return rows.map(({ id, at, source, text, contact, takenBy }) => ({
      ...{ id, at: at.getTime(), source: source as ComplaintSource, text, contact: orUndefined(contact) },
      takenBy: orUndefined(takenBy as unknown as PersonRef | null),
    }));
  }

  async byToken(tokenHash: string) {
    const row = await this.#database.complaintReport.findUnique({
      where: { tokenHash },
      include: { complaint: true },
    });
    return row === null ? undefined : { complaint: complaintOf(row.complaint), at: row.at.getTime() };
  }

  async change(complaint: Complaint, { id, state, owner, answer, notes }: Complaint): Promise<boolean> {
    const where = { id, state, owner, answer: orNull(answer), notes: { equals: json(notes) } };
    // who gets a new owner gets a new time, and may be late again
    const data = { ...saidRow(complaint), ...(complaint.owner !== owner && { escalatedAt: null }) };
    return (await this.#database.complaint.updateMany({ where, data })).count === 1;
  }

  async list(filter: Parameters<ComplaintStore['list']>[0]): Promise<Complaint[]> {
    const { hamletIds, communeIds, communeId, clusterId, state, owner, before, limit } = filter;
    const rows = await this.#database.complaint.findMany({
      where: {
        AND: [
          hamletIds === undefined && communeIds === undefined
            ? {}
            : {
                OR: [
                  { hamletId: { in: [...(hamletIds ?? [])] } },
                  { hamletId: null, communeId: { in: [...(communeIds ?? [])] } },
                ],
              },
          before === undefined
            ? {}
            : {
                OR: [{ firstAt: { lt: toDate(before.at) } }, { firstAt: toDate(before.at), id: { lt: before.id } }],
              },
        ],
        ...(communeId !== undefined && { communeId }),
        ...(clusterId !== undefined && { clusterId }),
        ...(state !== undefined && { state }),
        ...(owner !== undefined && { owner }),
      },
      orderBy: [{ firstAt: 'desc' }, { id: 'desc' }],
      take: limit,
    });
    return rows.map(complaintOf);
  }

  async open(): Promise<Complaint[]> {
    const rows = await this.#database.complaint.findMany({
      where: { state: open },
      orderBy: { firstAt: 'asc' },
      take: MOST_OPEN,
    });
    return rows.map(complaintOf);
  }

  async escalateOverdue(now: EpochMillis, text: string): Promise<number> {
    return this.#database.$executeRaw`
      WITH late AS (
        UPDATE complaint SET escalated_at = ${toDate(now)}
        WHERE state IN ('new', 'acknowledged') AND due_at <= ${toDate(now)} AND escalated_at IS NULL
        RETURNING coalesce(cluster_id, hamlet_id, commune_id) AS subject,
          CASE owner WHEN 'technician' THEN 'complaint-fault' ELSE 'complaint-content' END AS kind
      )
      INSERT INTO incident_event (incident_id, at, event, text)
      SELECT DISTINCT i.id, ${toDate(now)}::timestamptz, 'escalated', ${text}
      FROM late JOIN incident i ON i.kind = late.kind AND i.subject = late.subject AND i.cleared_at IS NULL`;
  }

  async eraseContacts(before: EpochMillis): Promise<number> {
    const { count } = await this.#database.complaintReport.updateMany({
      where: {
        contact: { not: null },
        complaint: { OR: [{ closedAt: { lt: toDate(before) } }, { answeredAt: { lt: toDate(before) } }] },
      },
      data: { contact: null },
    });
    return count;
  }
}
