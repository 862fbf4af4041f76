import type { Receipt } from '@loa-lang/schemas/wire/report';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import type { Window } from '../../domain/broadcasts/window.ts';
import type {
  AudioHoldings,
  BroadcastCreated,
  BroadcastOrder,
  BroadcastQuery,
  BroadcastStore,
  Idempotency,
  NewBroadcast,
  PartialStop,
  StoppedPart,
} from '../../ports/broadcast-store.ts';
import type { Database } from '../postgres/database.ts';
import { json, requestRow } from './approval-rows.ts';
import { broadcastsWhere } from './broadcast-query.ts';
import { broadcastOf, rowOf, type StoredRequest, TARGETS, withTargets } from './broadcast-rows.ts';
import { isTaken } from './database-faults.ts';
import { orNull, toDate } from './row-values.ts';

/** Thrown to undo what was written; never leaves this file. */
class Undone extends Error {}

export class BroadcastRepository implements BroadcastStore, BroadcastOrder, AudioHoldings {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create({ broadcast, clusterIds, request }: NewBroadcast, once?: Idempotency): Promise<BroadcastCreated> {
    const targets = { createMany: { data: clusterIds.map((clusterId) => ({ clusterId })) } };
    try {
      await this.#database.$transaction([
        ...(request === undefined
          ? []
          : [this.#database.approvalRequest.create({ data: requestRow(request, broadcast.version) })]),
        this.#database.broadcast.create({ data: { ...rowOf(broadcast, once), targets } }),
      ]);
      return { created: true };
    } catch (error) {
      const found = once !== undefined && isTaken(error) ? await this.findByKey(once.key) : undefined;
      if (found === undefined) throw error;
      return { created: false, existing: found.broadcast, fingerprint: found.fingerprint };
    }
  }

  async revise({ broadcast, clusterIds, request }: NewBroadcast, before: Pick<Broadcast, 'version' | 'approval'>) {
    const { id, idempotencyKey: _, ...row } = rowOf(broadcast, undefined);
    const subject = { subjectKind: 'broadcast', subjectId: id };
    const revising = this.#database.$transaction(async (transaction) => {
      const archived = { state: 'archived', archivedAt: toDate(broadcast.createdAt) };
      await transaction.approvalRequest.updateMany({
        where: { ...subject, NOT: { state: 'archived' } },
        data: archived,
      });
      // the request that made it is still the one that its key stands for
      const made = await transaction.broadcast.findUnique({ where: { id }, select: { requested: true } });
      const { fingerprint } = (made?.requested ?? {}) as unknown as Partial<StoredRequest>;
      const requested = json({ ...broadcast.requested, ...(fingerprint !== undefined && { fingerprint }) });
      const data = { ...row, requested };
      const where = { id, version: before.version, approval: before.approval, cancelledAt: null };
      const { count } = await transaction.broadcast.updateMany({ where, data });
      // its requests must not be archived either
      if (count === 0) throw new Undone();
      await transaction.broadcastTarget.deleteMany({ where: { broadcastId: id } });
      await transaction.broadcastTarget.createMany({
        data: clusterIds.map((clusterId) => ({ broadcastId: id, clusterId })),
      });
      if (request !== undefined) {
        await transaction.approvalRequest.create({ data: requestRow(request, broadcast.version) });
      }
      return true;
    });
    return revising.catch((error: unknown) => {
      if (error instanceof Undone) return false;
      throw error;
    });
  }

  async findByKey(key: string): Promise<{ broadcast: Broadcast; fingerprint: string | undefined } | undefined> {
    const row = await this.#database.broadcast.findUnique({ where: { idempotencyKey: key } });
    if (row === null) return undefined;
    return { broadcast: broadcastOf(row), fingerprint: (row.requested as unknown as StoredRequest).fingerprint };
  }

  async find(id: string): Promise<Broadcast | undefined> {
    const row = await this.#database.broadcast.findUnique({ where: { id } });
    return row === null ? undefined : broadcastOf(row);
  }

  async list(query: BroadcastQuery): Promise<Broadcast[]> {
    const { limit, soonestFirst = false } = query;
    const order = soonestFirst ? 'asc' : 'desc';
    const rows = await this.#database.broadcast.findMany({
      where: broadcastsWhere(query),
      orderBy: [{ startAt: order }, { id: order }],
      take: limit,
    });
    return rows.map(broadcastOf);
  }

  async cancel(id: string, at: number, reason: string): Promise<Broadcast | undefined> {
    const data = { state: 'cancelled', cancelledAt: toDate(at), cancelReason: reason } as const;
    const waiting = { subjectKind: 'broadcast', subjectId: id, state: { in: ['draft', 'submitted', 'returned'] } };
    await this.#database.$transaction([
      // requests before broadcasts, as decisions lock them
      this.#database.approvalRequest.updateMany({
        where: waiting,
        data: { state: 'archived', archivedAt: toDate(at) },
      }),
      this.#database.broadcast.updateMany({ where: { id, cancelledAt: null }, data }),
    ]);
    return this.find(id);
  }

  async underWay(at: number, soon: number): Promise<{ broadcast: Broadcast; clusterIds: string[] }[]> {
    const where = {
      approval: 'approved',
      cancelledAt: null,
      endsAt: { gt: toDate(at) },
      AND: { OR: [{ overAt: null }, { overAt: { gt: toDate(at) } }] },
      OR: [{ startAt: { lte: toDate(soon) } }, { startsWhenReady: true }],
    };
    const rows = await this.#database.broadcast.findMany({ where, include: TARGETS, orderBy: { startAt: 'asc' } });
    return rows.map(withTargets);
  }

  async stopPart({ broadcastId, at, reason, keepUntil }: PartialStop, planIds: readonly string[]): Promise<boolean> {
    const stop = { broadcastId, reason, stoppedAt: toDate(at), keepUntil: toDate(keepUntil) };
    const data = planIds.map((planId) => ({ planId, ...stop }));
    return (await this.#database.partialStop.createMany({ data, skipDuplicates: true })).count > 0;
  }

  async stoppedParts(ids: readonly string[]): Promise<StoppedPart[]> {
    const where = { broadcastId: { in: [...ids] } };
    const rows = await this.#database.partialStop.findMany({
      where,
      orderBy: [{ stoppedAt: 'asc' }, { planId: 'asc' }],
    });
    return rows.map(({ broadcastId, planId, reason, stoppedAt }) => ({
      ...{ broadcastId, planId, reason },
      at: stoppedAt.getTime(),
    }));
  }

  async waitingForAudio(at: number): Promise<{ broadcast: Broadcast; clusterIds: string[] }[]> {
    const where = { startsWhenReady: true, approval: 'approved', cancelledAt: null, startAt: { gt: toDate(at) } };
    const rows = await this.#database.broadcast.findMany({ where, include: TARGETS });
    return rows.map(withTargets);
  }

  async move(id: string, version: number, window: Window): Promise<boolean> {
    const data = {
      version: version + 1,
      startAt: toDate(window.startAt),
      latestStartAt: toDate(window.latestStartAt),
      joinUntilAt: toDate(window.joinUntilAt),
      endsAt: toDate(window.endsAt),
      startsWhenReady: false,
    };
    return (await this.#database.broadcast.updateMany({ where: { id, version, cancelledAt: null }, data })).count === 1;
  }

  async setRank(id: string, version: number, rank: number | undefined): Promise<boolean> {
    const data = { version: version + 1, rank: orNull(rank) };
    return (await this.#database.broadcast.updateMany({ where: { id, version, cancelledAt: null }, data })).count === 1;
  }

  async receipts(ids: readonly string[]): Promise<Map<string, Map<string, Receipt[]>>> {
    const rows = await this.#database.receiptRow.findMany({ where: { broadcastId: { in: [...ids] } } });
    const found = new Map<string, Map<string, Receipt[]>>();
    for (const { broadcastId, clusterId, body } of rows) {
      const byCluster = found.get(broadcastId) ?? new Map<string, Receipt[]>();
      found.set(broadcastId, byCluster);
      byCluster.set(clusterId, [...(byCluster.get(clusterId) ?? []), body as unknown as Receipt]);
    }
    return found;
  }

  async inPlan(planId: string, endingAfter: number): Promise<Broadcast[]> {
    const stopped = await this.#database.partialStop.findMany({ where: { planId }, select: { broadcastId: true } });
    const stoppedHere = { id: { in: stopped.map((row) => row.broadcastId) } };
    const where = {
      endsAt: { gte: toDate(endingAfter) },
      OR: [{ placements: { array_contains: [{ planId }] } }, ...(stopped.length > 0 ? [stoppedHere] : [])],
    };
    return (await this.#database.broadcast.findMany({ where })).map(broadcastOf);
  }

  async using(bulletinId: string, at: number): Promise<Broadcast[]> {
    const where = {
      endsAt: { gt: toDate(at) },
      cancelledAt: null,
      bulletins: { array_contains: [{ bulletinId }] },
      OR: [
        { approval: 'approved' },
        { approval: 'awaiting', OR: [{ startAt: { gt: toDate(at) } }, { startsWhenReady: true }] },
      ],
    };
    return (await this.#database.broadcast.findMany({ where, orderBy: { startAt: 'asc' } })).map(broadcastOf);
  }

  async missing(clusterIds: readonly string[], assetIds: readonly string[]): Promise<string[]> {
    const listening = { clusterId: { in: [...clusterIds] }, revokedAt: null, online: true };
    const [devices, held] = await this.#database.$transaction(async (transaction) => {
      const rows = await transaction.device.findMany({ where: listening, select: { id: true } });
      const deviceId = { in: rows.map((row) => row.id) };
      const where = { deviceId, assetId: { in: [...assetIds] }, state: 'cached' };
      return [rows, await transaction.deviceAsset.groupBy({ by: ['assetId'], where, _count: true })] as const;
    });
    const holders = new Map(held.map((row) => [row.assetId, row._count]));
    return assetIds.filter((assetId) => (holders.get(assetId) ?? 0) < devices.length);
  }
}
