/** Rows of broadcasts and what they stand for. */
import type { BroadcastClass, Level, PlanItem } from '@loa-lang/schemas/wire/plan';
import type { Broadcast, RuleReason, StartedOnTheSpot } from '../../domain/broadcasts/broadcast.ts';
import type { Audience } from '../../domain/placement/audience.ts';
import type { Placement, RequestedTargets } from '../../domain/placement/placement.ts';
import type { Broadcast as BroadcastRow, Prisma } from '../../generated/prisma/client.ts';
import type { Idempotency } from '../../ports/broadcast-store.ts';
import { json, jsonOrNull } from './approval-rows.ts';
import { orNull, orUndefined, toDate, toInstant } from './row-values.ts';

/** What was asked for, with the hash that tells a repeated request from another one under the same key. */
export type StoredRequest = RequestedTargets & { fingerprint?: string };

export function broadcastOf(row: BroadcastRow): Broadcast {
  const { fingerprint: _, ...requested } = row.requested as unknown as StoredRequest;
  return {
    id: row.id,
    communeId: row.communeId,
    version: row.version,
    title: row.title,
    class: row.class as BroadcastClass,
    level: row.level as Level,
    startAt: row.startAt.getTime(),
    latestStartAt: row.latestStartAt.getTime(),
    joinUntilAt: row.joinUntilAt.getTime(),
    endsAt: row.endsAt.getTime(),
    approval: row.approval as Broadcast['approval'],
    startsWhenReady: row.startsWhenReady,
    rank: orUndefined(row.rank),
    repeat: orUndefined(row.repeat as Broadcast['repeat'] | null),
    onInterrupted: row.onInterrupted as Broadcast['onInterrupted'],
    gainDb: row.gainDb,
    items: row.items as unknown as PlanItem[],
    bulletins: row.bulletins as unknown as Broadcast['bulletins'],
    requested,
    placements: row.placements as unknown as Placement[],
    audience: row.audience as unknown as Audience,
    cancelledAt: toInstant(row.cancelledAt),
    cancelReason: orUndefined(row.cancelReason),
    ...(row.overAt !== null && { overAt: row.overAt.getTime() }),
    createdAt: row.createdAt.getTime(),
    skipped: row.skipped as unknown as Broadcast['skipped'],
    leftOut: row.leftOut as unknown as Broadcast['leftOut'],
    ...(row.ruleReason !== null && { ruleReason: row.ruleReason as unknown as RuleReason }),
    ...(row.makeUpOf !== null && row.makeUpRound !== null && { makeUp: { of: row.makeUpOf, round: row.makeUpRound } }),
    ...(row.onTheSpot !== null && { onTheSpot: row.onTheSpot as unknown as StartedOnTheSpot }),
    ...(row.scheduleId !== null &&
      row.occurrence !== null && { occurrence: { scheduleId: row.scheduleId, recurrenceId: row.occurrence } }),
  };
}

/** To be read beside a row. */
export const TARGETS = { targets: { select: { clusterId: true } } } as const;

export const withTargets = ({ targets, ...row }: BroadcastRow & { targets: { clusterId: string }[] }) => ({
  broadcast: broadcastOf(row),
  clusterIds: targets.map(({ clusterId }) => clusterId),
});

export function rowOf(broadcast: Broadcast, once?: Idempotency): Prisma.BroadcastUncheckedCreateInput {
  const { repeat, rank, occurrence, makeUp, onTheSpot, ruleReason, skipped = [], leftOut = [], ...known } = broadcast;
  const { cancelledAt: _, cancelReason: __, overAt: ___, ...rest } = known;
  const request: StoredRequest = { ...broadcast.requested, ...(once && { fingerprint: once.fingerprint }) };
  return {
    ...rest,
    startAt: toDate(broadcast.startAt),
    latestStartAt: toDate(broadcast.latestStartAt),
    joinUntilAt: toDate(broadcast.joinUntilAt),
    endsAt: toDate(broadcast.endsAt),
    createdAt: toDate(broadcast.createdAt),
    rank: orNull(rank),
    repeat: jsonOrNull(repeat),
    items: json(broadcast.items),
    bulletins: json(broadcast.bulletins),
    requested: json(request),
    placements: json(broadcast.placements),
    audience: json(broadcast.audience),
    skipped: json(skipped),
    leftOut: json(leftOut),
    ruleReason: jsonOrNull(ruleReason),
    onTheSpot: jsonOrNull(onTheSpot),
    ...(occurrence !== undefined && { scheduleId: occurrence.scheduleId, occurrence: occurrence.recurrenceId }),
    ...(makeUp !== undefined && { makeUpOf: makeUp.of, makeUpRound: makeUp.round }),
    idempotencyKey: orNull(once?.key),
  };
}
