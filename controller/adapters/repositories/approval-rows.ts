/** Rows of approval and what they stand for. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import type { ApprovalState, ApprovalSubject } from '@loa-lang/schemas/states/approval';
import type { ApprovalRequest, Decision, NewRequest, OutsideApproval } from '../../domain/approval/approval-request.ts';
import type { Binding } from '../../domain/approval/binding.ts';
import type { PersonRef } from '../../domain/people/person.ts';
import type { ApprovalLink as LinkRow, ApprovalRequest as RequestRow } from '../../generated/prisma/client.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { ApprovalLink } from '../../ports/approval-store.ts';
import { orUndefined, toDate, toInstant } from './row-values.ts';

export const json = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;
export const jsonOrNull = (value: unknown): Prisma.InputJsonValue | typeof Prisma.DbNull =>
  value === undefined ? Prisma.DbNull : json(value);

export const requestOf = (row: RequestRow): ApprovalRequest => ({
  id: row.id,
  communeId: row.communeId,
  subjectKind: row.subjectKind as ApprovalSubject,
  subjectId: row.subjectId,
  subjectVersion: row.subjectVersion,
  title: row.title,
  binding: row.binding as unknown as Binding,
  bindingHash: row.bindingHash,
  state: row.state as ApprovalState,
  startAt: toInstant(row.startAt),
  ...(row.timesWords !== null && { timesWords: row.timesWords as unknown as Words }),
  createdAt: row.createdAt.getTime(),
  submittedBy: row.submittedBy as unknown as PersonRef,
  decision: orUndefined(row.decision as unknown as Decision | null),
  outside: orUndefined(row.outside as unknown as OutsideApproval | null),
  archivedAt: toInstant(row.archivedAt),
});

export const requestRow = (
  request: NewRequest,
  subjectVersion: number,
): Prisma.ApprovalRequestUncheckedCreateInput => ({
  ...request,
  subjectVersion,
  binding: json(request.binding),
  startAt: request.startAt === undefined ? null : toDate(request.startAt),
  timesWords: jsonOrNull(request.timesWords),
  createdAt: toDate(request.createdAt),
  submittedBy: json(request.submittedBy),
  decision: jsonOrNull(request.decision),
  outside: jsonOrNull(request.outside),
  confirmBy: request.outside === undefined ? null : toDate(request.outside.confirmBy),
  archivedAt: null,
});

export const linkOf = (row: LinkRow): ApprovalLink => ({
  id: row.id,
  requestId: row.requestId,
  approver: row.approver as unknown as PersonRef,
  madeBy: row.madeBy as unknown as PersonRef,
  tokenHash: row.tokenHash,
  createdAt: row.createdAt.getTime(),
  expiresAt: row.expiresAt.getTime(),
  usedAt: toInstant(row.usedAt),
  replacedAt: toInstant(row.replacedAt),
});
