/** Requests for approval in PostgreSQL. */
import { type ApprovalSubject, statesBefore } from '@loa-lang/schemas/states/approval';
import {
  type ApprovalRequest,
  type ApprovalSettings,
  type NewRequest,
  type OutsideApproval,
  USUAL_SETTINGS,
} from '../../domain/approval/approval-request.ts';
import type { ReminderKind } from '../../domain/approval/reminders.ts';
import type { PersonRef } from '../../domain/people/person.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type {
  ApprovalLink,
  ApprovalQuery,
  ApprovalStore,
  DecisionMade,
  DecisionOutcome,
  ReminderRecord,
} from '../../ports/approval-store.ts';
import type { Database } from '../postgres/database.ts';
import { decideIn } from './approval-decision.ts';
import { json, linkOf, requestOf, requestRow } from './approval-rows.ts';
import { written } from './database-faults.ts';
import { toDate } from './row-values.ts';

/** Whatever may be archived: all that is not. */
const ALIVE = { in: statesBefore('archive') };
const WAITING = { in: ['draft', 'submitted'] };

export class ApprovalRepository implements ApprovalStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(id: string): Promise<ApprovalRequest | undefined> {
    const row = await this.#database.approvalRequest.findUnique({ where: { id } });
    return row === null ? undefined : requestOf(row);
  }

  async list({
    communeId,
    communeIds,
    states,
    subject,
    subjects,
    limit,
    before,
  }: ApprovalQuery): Promise<ApprovalRequest[]> {
    const rows = await this.#database.approvalRequest.findMany({
      where: {
        ...(communeIds !== undefined && { communeId: { in: [...communeIds] } }),
        ...(communeId !== undefined && { communeId }),
        ...(states !== undefined && { state: { in: [...states] } }),
        ...(subject !== undefined && { subjectKind: subject.kind, subjectId: subject.id }),
        ...(subjects !== undefined && { subjectKind: subjects.kind, subjectId: { in: [...subjects.ids] } }),
        ...(before !== undefined && { id: { lt: before } }),
      },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(requestOf);
  }

  /** Two at once get two numbers: the subject is locked meanwhile, whether or not there is a row of it. */
  async add(request: NewRequest): Promise<ApprovalRequest> {
    const { subjectKind, subjectId, bindingHash, state, createdAt } = request;
    const subject = { subjectKind, subjectId };
    return this.#database.$transaction(async (transaction) => {
      const lock = `approval:${subjectKind}:${subjectId}`;
      await transaction.$queryRaw(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended(${lock}, 0))::text`);
      const same = await transaction.approvalRequest.findFirst({
        where: { ...subject, bindingHash, state: { in: ['approved', state] } },
        orderBy: { subjectVersion: 'desc' },
      });
      const { _max } = await transaction.approvalRequest.aggregate({ where: subject, _max: { subjectVersion: true } });
      const last = _max.subjectVersion ?? 0;
      // an older approval of the same content says nothing about what was asked for after it
      if (same !== null && same.subjectVersion === last) return requestOf(same);
      const replaced = state === 'approved' ? ALIVE : WAITING;
      const archived = { state: 'archived', archivedAt: toDate(createdAt) };
      await transaction.approvalRequest.updateMany({ where: { ...subject, state: replaced }, data: archived });
      return requestOf(await transaction.approvalRequest.create({ data: requestRow(request, last + 1) }));
    });
  }

  async submit(id: string, by: PersonRef): Promise<ApprovalRequest | undefined> {
    const where = { id, state: { in: statesBefore('submit') } };
    await this.#database.approvalRequest.updateMany({ where, data: { state: 'submitted', submittedBy: json(by) } });
    return this.find(id);
  }

  decide(made: DecisionMade): Promise<DecisionOutcome> {
    return decideIn(this.#database, made);
  }

  async confirm(id: string, approverId: string, at: number): Promise<boolean> {
    return this.#changeOutside(id, (outside) =>
      outside.approver.personId === approverId && outside.confirmedAt === undefined
        ? { outside: { ...outside, confirmedAt: at }, confirmBy: null }
        : undefined,
    );
  }

  async attachPhoto(id: string, photo: NonNullable<OutsideApproval['photo']>): Promise<boolean> {
    return this.#changeOutside(id, (outside) => ({ outside: { ...outside, photo } }));
  }

  async archive(kind: ApprovalSubject, subjectId: string, at: number): Promise<void> {
    const where = { subjectKind: kind, subjectId, state: ALIVE };
    await this.#database.approvalRequest.updateMany({ where, data: { state: 'archived', archivedAt: toDate(at) } });
  }

  async waiting(): Promise<ApprovalRequest[]> {
    const where = { state: 'submitted', startAt: { not: null } };
    const rows = await this.#database.approvalRequest.findMany({ where, orderBy: { startAt: 'asc' } });
    return rows.map(requestOf);
  }

  async nextAiring(id: string, startAt: number): Promise<void> {
    const where = { id, state: WAITING, startAt: { lt: toDate(startAt) } };
    await this.#database.approvalRequest.updateMany({ where, data: { startAt: toDate(startAt) } });
  }

  async unconfirmed(at: number): Promise<ApprovalRequest[]> {
    const where = { state: 'approved', confirmBy: { lte: toDate(at) } };
    return (await this.#database.approvalRequest.findMany({ where })).map(requestOf);
  }

  async addLink({ approver, madeBy, createdAt, expiresAt, ...link }: Omit<ApprovalLink, 'usedAt' | 'replacedAt'>) {
    const { requestId } = link;
    const older = {
      requestId,
      usedAt: null,
      replacedAt: null,
      approver: { path: ['personId'], equals: approver.personId },
    };
    await this.#database.$transaction([
      this.#database.approvalLink.updateMany({ where: older, data: { replacedAt: toDate(createdAt) } }),
      this.#database.approvalLink.create({
        data: {
          ...link,
          ...{ approver: json(approver), madeBy: json(madeBy) },
          ...{ createdAt: toDate(createdAt), expiresAt: toDate(expiresAt) },
        },
      }),
    ]);
  }

  async findLink(tokenHash: string): Promise<ApprovalLink | undefined> {
    const row = await this.#database.approvalLink.findUnique({ where: { tokenHash } });
    return row === null ? undefined : linkOf(row);
  }

  async settings(communeId: string): Promise<ApprovalSettings> {
    const row = await this.#database.approvalRules.findUnique({ where: { communeId } });
    return row === null ? USUAL_SETTINGS : { selfApproval: row.selfApproval };
  }

  async changeSettings(communeId: string, settings: ApprovalSettings): Promise<void> {
    const create = { communeId, ...settings };
    await this.#database.approvalRules.upsert({ where: { communeId }, create, update: settings });
  }

  async recordReminder({ remindedAt, startAt, ...reminder }: ReminderRecord): Promise<boolean> {
    const data = { ...reminder, startAt: toDate(startAt), remindedAt: toDate(remindedAt) };
    return (await written(() => this.#database.approvalReminder.create({ data }))) === 'written';
  }

  async reminders(requestIds: readonly string[]): Promise<ReminderRecord[]> {
    const where = { requestId: { in: [...requestIds] } };
    const rows = await this.#database.approvalReminder.findMany({ where, orderBy: { remindedAt: 'asc' } });
    return rows.map(({ kind, startAt, remindedAt, ...row }) => ({
      ...row,
      kind: kind as ReminderKind,
      startAt: startAt.getTime(),
      remindedAt: remindedAt.getTime(),
    }));
  }

  /** Under the row's lock: a photo and a confirmation at once lose neither. */
  async #changeOutside(
    id: string,
    change: (outside: OutsideApproval) => { outside: OutsideApproval; confirmBy?: null } | undefined,
  ): Promise<boolean> {
    return this.#database.$transaction(async (transaction) => {
      await transaction.$queryRaw(Prisma.sql`SELECT 1 FROM approval_request WHERE id = ${id} FOR UPDATE`);
      const row = await transaction.approvalRequest.findUnique({ where: { id } });
      const outside = row?.outside as unknown as OutsideApproval | null | undefined;
      const changed = outside == null ? undefined : change(outside);
      if (changed === undefined) return false;
      const data = { ...changed, outside: json(changed.outside) };
      await transaction.approvalRequest.update({ where: { id }, data });
      return true;
    });
  }
}
