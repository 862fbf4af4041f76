/** One decision, with what follows from it, in one transaction. */
import { statesBefore } from '@loa-lang/schemas/states/approval';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { DecisionMade, DecisionOutcome } from '../../ports/approval-store.ts';
import type { Database } from '../postgres/database.ts';
import { json, jsonOrNull, requestOf } from './approval-rows.ts';
import { toDate } from './row-values.ts';

/** Thrown to undo what was written; never leaves this file. */
class Undone extends Error {
  readonly outcome: 'lost' | 'link-used';

  constructor(outcome: 'lost' | 'link-used') {
    super(outcome);
    this.outcome = outcome;
  }
}

/**
 * The request's row decides who is first: whoever changes it from the state that allows the act, with the binding that
 * was looked at, has decided. Whatever else has to change with it must change, or nothing does. Requests are locked
 * before broadcasts, here and where a broadcast is cancelled.
 */
export async function decideIn(database: Database, made: DecisionMade): Promise<DecisionOutcome> {
  try {
    return await database.$transaction((transaction) => decide(transaction, made));
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
    if (error.outcome === 'link-used') return { outcome: 'link-used' };
    const row = await database.approvalRequest.findUnique({ where: { id: made.id } });
    return row === null ? { outcome: 'unknown' } : { outcome: 'lost', request: requestOf(row) };
  }
}

async function decide(transaction: Prisma.TransactionClient, made: DecisionMade): Promise<DecisionOutcome> {
  const { id, bindingHash, decision, verdict, outside, linkId, moved } = made;
  const at = toDate(decision.at);
  const act = verdict === 'approved' ? 'approve' : 'return';
  const { count } = await transaction.approvalRequest.updateMany({
    where: { id, bindingHash, state: { in: statesBefore(act) } },
    data: {
      state: verdict,
      decision: json(decision),
      outside: jsonOrNull(outside),
      confirmBy: outside === undefined ? null : toDate(outside.confirmBy),
      ...(moved !== undefined && {
        binding: json(moved.binding),
        bindingHash: moved.bindingHash,
        startAt: toDate(moved.window.startAt),
      }),
    },
  });
  if (count === 0) throw new Undone('lost');
  if (linkId !== undefined) {
    const fresh = { id: linkId, usedAt: null, replacedAt: null };
    const used = await transaction.approvalLink.updateMany({ where: fresh, data: { usedAt: at } });
    if (used.count === 0) throw new Undone('link-used');
  }
  const request = await transaction.approvalRequest.findUniqueOrThrow({ where: { id } });
  const { subjectKind, subjectId } = request;
  if (verdict === 'approved') {
    const older = { subjectKind, subjectId, state: 'approved', NOT: { id } };
    await transaction.approvalRequest.updateMany({ where: older, data: { state: 'archived', archivedAt: at } });
  }
  if (subjectKind === 'broadcast') await decideBroadcast(transaction, subjectId, made);
  return { outcome: 'decided', request: requestOf(request) };
}

/** @throws Undone when it was cancelled or changed meanwhile */
async function decideBroadcast(
  transaction: Prisma.TransactionClient,
  id: string,
  { verdict, moved, ruleReason }: DecisionMade,
): Promise<void> {
  const times = moved && {
    version: { increment: 1 },
    startsWhenReady: moved.window.startsWhenReady,
    startAt: toDate(moved.window.startAt),
    latestStartAt: toDate(moved.window.latestStartAt),
    joinUntilAt: toDate(moved.window.joinUntilAt),
    endsAt: toDate(moved.window.endsAt),
  };
  if (moved?.repeatUntil !== undefined) {
    const { repeat } = await transaction.broadcast.findUniqueOrThrow({ where: { id }, select: { repeat: true } });
    Object.assign(times ?? {}, { repeat: { ...(repeat as object), until: moved.repeatUntil } });
  }
  const { count } = await transaction.broadcast.updateMany({
    where: { id, approval: 'awaiting', cancelledAt: null },
    data: { approval: verdict, ...times, ...(ruleReason !== undefined && { ruleReason: json(ruleReason) }) },
  });
  if (count === 0) throw new Undone('lost');
}
