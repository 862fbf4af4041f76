/** Broadcasts, their receipts and who holds their audio, in memory. */
import type { NewRequest } from '@loa-lang/controller/domain/approval/approval-request';
import type { Broadcast } from '@loa-lang/controller/domain/broadcasts/broadcast';
import type { Window } from '@loa-lang/controller/domain/broadcasts/window';
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
} from '@loa-lang/controller/ports/broadcast-store';
import type { IncomingReport } from '@loa-lang/controller/ports/report-store';
import type { ClusterId, DeviceId, PlanId } from '@loa-lang/schemas/ids';
import type { Receipt, ReceiptState } from '@loa-lang/schemas/wire/report';
import { by, isBehind, kept, type Tables } from './tables.ts';

const STAGES: Record<ReceiptState, number> = {
  ready: 0,
  started: 1,
  finished: 2,
  stopped: 2,
  partial: 2,
  missed: 2,
  failed: 2,
};

interface KeptReceipt {
  receipt: Receipt;
  storeId: string;
  number: number;
}

/** Where the register has a device: who is asked for audio, and for whom a device speaks. */
export interface Places {
  deviceOf(clusterId: ClusterId): { deviceId: DeviceId; online: boolean } | undefined;
  clusterOf(deviceId: DeviceId): ClusterId | undefined;
}

export const stored = (broadcast: Broadcast): Broadcast =>
  kept({ ...broadcast, skipped: broadcast.skipped ?? [], leftOut: broadcast.leftOut ?? [] });

export class MemoryBroadcasts implements BroadcastStore, BroadcastOrder, AudioHoldings {
  readonly #tables: Tables;
  readonly #places: Places;
  readonly #receipts = new Map<string, Map<ClusterId, Map<number, KeptReceipt>>>();
  readonly #cached = new Map<DeviceId, Set<string>>();

  constructor(tables: Tables, places: Places) {
    this.#tables = tables;
    this.#places = places;
  }

  async create({ broadcast, clusterIds, request }: NewBroadcast, once?: Idempotency): Promise<BroadcastCreated> {
    const before = once && (await this.findByKey(once.key));
    if (before !== undefined) return { created: false, existing: before.broadcast, fingerprint: before.fingerprint };
    this.#tables.broadcasts.set(broadcast.id, { broadcast: stored(broadcast), clusterIds: [...clusterIds], once });
    this.#ask(request, broadcast.version);
    return { created: true };
  }

  async revise({ broadcast, clusterIds, request }: NewBroadcast, before: Pick<Broadcast, 'version' | 'approval'>) {
    const row = this.#tables.broadcasts.get(broadcast.id);
    const known = row?.broadcast;
    const stands = known?.version === before.version && known.approval === before.approval;
    if (row === undefined || !stands || known?.cancelledAt !== undefined) return false;
    this.#archive(broadcast.id, broadcast.createdAt, ['draft', 'submitted', 'approved', 'returned']);
    const { occurrence, makeUp } = known;
    const next = stored({ ...broadcast, ...(occurrence && { occurrence }), ...(makeUp && { makeUp }) });
    this.#tables.broadcasts.set(broadcast.id, { ...row, broadcast: next, clusterIds: [...clusterIds] });
    this.#ask(request, broadcast.version);
    return true;
  }

  async findByKey(key: string) {
    const row = [...this.#tables.broadcasts.values()].find((each) => each.once?.key === key);
    return row && { broadcast: row.broadcast, fingerprint: row.once?.fingerprint };
  }

  async find(id: string): Promise<Broadcast | undefined> {
    return this.#tables.broadcasts.get(id)?.broadcast;
  }

  async list({ communeId, from, until, limit, before, soonestFirst = false }: BroadcastQuery): Promise<Broadcast[]> {
    const rows = [...this.#tables.broadcasts.values()]
      .filter((row) => row.withdrawn !== true)
      .map((row) => row.broadcast)
      .filter((each) => communeId === undefined || each.communeId === communeId)
      .filter((each) => (from === undefined || each.startAt >= from) && (until === undefined || each.startAt < until))
      .sort(
        by(
          (each) => each.startAt,
          (each) => each.id,
        ),
      );
    if (!soonestFirst) rows.reverse();
    return rows.filter(({ startAt, id }) => isBehind({ at: startAt, id }, before)).slice(0, limit);
  }

  async cancel(id: string, at: number, reason: string): Promise<Broadcast | undefined> {
    this.#archive(id, at, ['draft', 'submitted', 'returned']);
    const row = this.#tables.broadcasts.get(id);
    if (row !== undefined && row.broadcast.cancelledAt === undefined) {
      row.broadcast = kept({ ...row.broadcast, cancelledAt: at, cancelReason: reason });
    }
    return row?.broadcast;
  }

  async underWay(at: number, soon: number) {
    return this.#with(
      (b) =>
        b.approval === 'approved' &&
        b.cancelledAt === undefined &&
        b.endsAt > at &&
        (b.startAt <= soon || b.startsWhenReady),
    ).sort(by(({ broadcast }) => broadcast.startAt));
  }

  async stopPart(stop: PartialStop, planIds: readonly PlanId[]): Promise<boolean> {
    const { stops } = this.#tables;
    const isThere = (planId: PlanId) =>
      stops.some((each) => each.planId === planId && each.broadcastId === stop.broadcastId);
    const fresh = planIds.filter((planId) => !isThere(planId));
    stops.push(...fresh.map((planId) => kept({ ...stop, planId })));
    return fresh.length > 0;
  }

  async stoppedParts(ids: readonly string[]): Promise<StoppedPart[]> {
    return this.#tables.stops
      .filter(({ broadcastId }) => ids.includes(broadcastId))
      .map(({ broadcastId, planId, reason, at }) => ({ broadcastId, planId, reason, at }))
      .sort(
        by(
          (each) => each.at,
          (each) => each.planId,
        ),
      );
  }

  async waitingForAudio(at: number) {
    return this.#with(
      (b) => b.startsWhenReady && b.cancelledAt === undefined && b.approval === 'approved' && b.startAt > at,
    );
  }

  async setRank(id: string, version: number, rank: number | undefined): Promise<boolean> {
    const row = this.#tables.broadcasts.get(id);
    if (row === undefined || row.broadcast.version !== version || row.broadcast.cancelledAt !== undefined) return false;
    row.broadcast = kept({ ...row.broadcast, version: version + 1, rank });
    return true;
  }

  async move(id: string, version: number, window: Window): Promise<boolean> {
    const row = this.#tables.broadcasts.get(id);
    if (row === undefined || row.broadcast.version !== version || row.broadcast.cancelledAt !== undefined) return false;
    const { startAt, latestStartAt, joinUntilAt, endsAt } = window;
    const times = { startAt, latestStartAt, joinUntilAt, endsAt };
    row.broadcast = kept({ ...row.broadcast, ...times, version: version + 1, startsWhenReady: false });
    return true;
  }

  async receipts(ids: readonly string[]): Promise<Map<string, Map<ClusterId, Receipt[]>>> {
    const found = new Map<string, Map<ClusterId, Receipt[]>>();
    for (const id of ids) {
      const byCluster = this.#receipts.get(id);
      if (byCluster === undefined) continue;
      const entries = [...byCluster].map(([clusterId, runs]): [ClusterId, Receipt[]] => [
        clusterId,
        [...runs.values()].map((each) => each.receipt),
      ]);
      found.set(id, new Map(entries));
    }
    return found;
  }

  async inPlan(planId: string, endingAfter: number): Promise<Broadcast[]> {
    const stoppedHere = new Set(
      this.#tables.stops.filter((each) => each.planId === planId).map((each) => each.broadcastId),
    );
    const isPlaced = ({ id, placements }: Broadcast) =>
      stoppedHere.has(id) || placements.some((placement) => placement.planId === planId);
    return this.#with((b) => b.endsAt >= endingAfter && isPlaced(b)).map(({ broadcast }) => broadcast);
  }

  async using(bulletinId: string, at: number): Promise<Broadcast[]> {
    const counts = (b: Broadcast) =>
      b.approval === 'approved' || (b.approval === 'awaiting' && (b.startAt > at || b.startsWhenReady));
    return this.#with((b) => b.endsAt > at && b.cancelledAt === undefined && counts(b))
      .map(({ broadcast }) => broadcast)
      .filter((each) => each.bulletins.some((part) => part.bulletinId === bulletinId))
      .sort(by((each) => each.startAt));
  }

  async missing(clusterIds: readonly ClusterId[], assetIds: readonly string[]): Promise<string[]> {
    const listening = clusterIds.flatMap((clusterId) => {
      const device = this.#places.deviceOf(clusterId);
      return device?.online ? [device.deviceId] : [];
    });
    return assetIds.filter((assetId) => listening.some((deviceId) => !this.#cached.get(deviceId)?.has(assetId)));
  }

  /** What a commit of reports does: the furthest receipt of each run, and which known assets devices hold. */
  take(added: readonly IncomingReport[]): void {
    for (const { deviceId, storeId, entry } of added) {
      const { body, number } = entry;
      if (body.kind === 'asset' && this.#tables.assets.has(body.assetId)) {
        const held = this.#cached.get(deviceId) ?? new Set();
        this.#cached.set(deviceId, held);
        if (body.state === 'cached') held.add(body.assetId);
        else held.delete(body.assetId);
      }
      if (body.kind === 'receipt') this.#keep(deviceId, { receipt: body, storeId, number });
    }
  }

  #keep(deviceId: DeviceId, fresh: KeptReceipt): void {
    const { broadcastId, run } = fresh.receipt;
    const clusterId = this.#places.clusterOf(deviceId);
    if (clusterId === undefined || !this.#tables.broadcasts.get(broadcastId)?.clusterIds.includes(clusterId)) return;
    const byCluster = this.#receipts.get(broadcastId) ?? new Map<ClusterId, Map<number, KeptReceipt>>();
    this.#receipts.set(broadcastId, byCluster);
    const runs = byCluster.get(clusterId) ?? new Map<number, KeptReceipt>();
    byCluster.set(clusterId, runs);
    const known = runs.get(run);
    const further = known === undefined ? 1 : STAGES[fresh.receipt.state] - STAGES[known.receipt.state];
    const newer = known !== undefined && known.storeId === fresh.storeId && fresh.number > known.number;
    if (further > 0 || (further === 0 && newer)) runs.set(run, fresh);
  }

  #with(wanted: (broadcast: Broadcast) => boolean): { broadcast: Broadcast; clusterIds: ClusterId[] }[] {
    const rows: { broadcast: Broadcast; clusterIds: ClusterId[] }[] = [];
    for (const { broadcast, clusterIds } of this.#tables.broadcasts.values()) {
      if (wanted(broadcast)) rows.push({ broadcast, clusterIds: [...clusterIds] });
    }
    return rows;
  }

  #ask(request: NewRequest | undefined, subjectVersion: number): void {
    if (request !== undefined) this.#tables.requests.set(request.id, kept({ ...request, subjectVersion }));
  }

  #archive(subjectId: string, archivedAt: number, states: readonly string[]): void {
    for (const request of this.#tables.requests.values()) {
      const isMeant = request.subjectKind === 'broadcast' && request.subjectId === subjectId;
      if (!isMeant || !states.includes(request.state)) continue;
      this.#tables.requests.set(request.id, kept({ ...request, state: 'archived', archivedAt }));
    }
  }
}
