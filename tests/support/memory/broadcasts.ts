/** Broadcasts, receipts and holdings in memory, by the same rules as the repository; a contract suite compares them. */
import type { NewRequest } from '@loa-lang/controller/domain/approval/approval-request';
import type { Broadcast } from '@loa-lang/controller/domain/broadcasts/broadcast';
import type { Window } from '@loa-lang/controller/domain/broadcasts/window';
import type {
  AudioHoldings,
  BroadcastCreated,
  BroadcastQuery,
  BroadcastStore,
  Idempotency,
  NewBroadcast,
} from '@loa-lang/controller/ports/broadcast-store';
import type { IncomingReport } from '@loa-lang/controller/ports/report-store';
import type { ClusterId, DeviceId } from '@loa-lang/schemas/ids';
import type { Receipt, ReceiptState } from '@loa-lang/schemas/wire/report';

const STAGES: Record<ReceiptState, number> = {
  ready: 0,
  started: 1,
  finished: 2,
  stopped: 2,
  partial: 2,
  missed: 2,
  failed: 2,
};

interface Row {
  broadcast: Broadcast;
  clusterIds: readonly ClusterId[];
  once: Idempotency | undefined;
}
interface Kept {
  receipt: Receipt;
  storeId: string;
  number: number;
}

export class MemoryBroadcasts implements BroadcastStore, AudioHoldings {
  readonly #rows = new Map<string, Row>();
  readonly #receipts = new Map<string, Map<ClusterId, Map<number, Kept>>>();
  readonly #cached = new Map<DeviceId, Set<string>>();
  readonly #deviceOf: (clusterId: ClusterId) => { deviceId: DeviceId; online: boolean } | undefined;
  readonly #clusterOf: (deviceId: DeviceId) => ClusterId | undefined;

  constructor(
    deviceOf: (clusterId: ClusterId) => { deviceId: DeviceId; online: boolean } | undefined,
    clusterOf: (deviceId: DeviceId) => ClusterId | undefined,
  ) {
    this.#deviceOf = deviceOf;
    this.#clusterOf = clusterOf;
  }

  /** requests for approval are stored together with their broadcasts */
  onRequest: ((request: NewRequest) => void) | undefined;

  async create({ broadcast, clusterIds, request }: NewBroadcast, once?: Idempotency): Promise<BroadcastCreated> {
    const before = once && (await this.findByKey(once.key));
    if (before !== undefined) return { created: false, existing: before.broadcast, fingerprint: before.fingerprint };
    this.#rows.set(broadcast.id, { broadcast: structuredClone(broadcast), clusterIds: [...clusterIds], once });
    if (request !== undefined) this.onRequest?.(request);
    return { created: true };
  }

  async revise({ broadcast, clusterIds, request }: NewBroadcast, before: Pick<Broadcast, 'version' | 'approval'>) {
    const row = this.#rows.get(broadcast.id);
    const known = row?.broadcast;
    const stands = known?.version === before.version && known.approval === before.approval;
    if (row === undefined || !stands || known?.cancelledAt !== undefined) return false;
    this.#rows.set(broadcast.id, { ...row, broadcast: structuredClone(broadcast), clusterIds: [...clusterIds] });
    if (request !== undefined) this.onRequest?.(request);
    return true;
  }

  /** What a decision means for its broadcast, which it is stored with. */
  decided(id: string, approval: Broadcast['approval'], window: Partial<Broadcast> = {}): void {
    const row = this.#rows.get(id);
    if (row !== undefined) Object.assign(row.broadcast, window, { approval });
  }

  async findByKey(key: string) {
    const row = [...this.#rows.values()].find((each) => each.once?.key === key);
    return row && { broadcast: structuredClone(row.broadcast), fingerprint: row.once?.fingerprint };
  }

  async find(id: string): Promise<Broadcast | undefined> {
    const row = this.#rows.get(id);
    return row && structuredClone(row.broadcast);
  }

  async list({ communeId, from, until, limit, before }: BroadcastQuery): Promise<Broadcast[]> {
    const rows = this.#all()
      .filter((each) => communeId === undefined || each.communeId === communeId)
      .filter((each) => (from === undefined || each.startAt >= from) && (until === undefined || each.startAt < until))
      .sort((a, b) => b.startAt - a.startAt || (a.id < b.id ? 1 : -1));
    const at = before === undefined ? 0 : rows.findIndex((each) => each.id === before) + 1;
    return structuredClone(rows.slice(at, at + limit));
  }

  async cancel(id: string, at: number, reason: string): Promise<Broadcast | undefined> {
    const row = this.#rows.get(id);
    if (row !== undefined && row.broadcast.cancelledAt === undefined) {
      row.broadcast.cancelledAt = at;
      row.broadcast.cancelReason = reason;
    }
    return this.find(id);
  }

  async underWay(at: number, soon: number) {
    return [...this.#rows.values()]
      .filter(({ broadcast: b }) => b.approval === 'approved' && b.cancelledAt === undefined && b.endsAt > at)
      .filter(({ broadcast: b }) => b.startAt <= soon || b.startsWhenReady)
      .map(({ broadcast, clusterIds }) => ({ broadcast: structuredClone(broadcast), clusterIds: [...clusterIds] }));
  }

  async stopPart(): Promise<boolean> {
    throw new Error('nobody stops a part here');
  }

  async waitingForAudio(at: number) {
    return [...this.#rows.values()]
      .filter(({ broadcast }) => broadcast.startsWhenReady && broadcast.cancelledAt === undefined)
      .filter(({ broadcast }) => broadcast.approval === 'approved')
      .filter(({ broadcast }) => broadcast.startAt > at)
      .map(({ broadcast, clusterIds }) => ({ broadcast: structuredClone(broadcast), clusterIds: [...clusterIds] }));
  }

  async move(id: string, version: number, window: Window): Promise<boolean> {
    const row = this.#rows.get(id);
    if (row === undefined || row.broadcast.version !== version || row.broadcast.cancelledAt !== undefined) return false;
    Object.assign(row.broadcast, window, { version: version + 1, startsWhenReady: false });
    return true;
  }

  async receipts(ids: readonly string[]): Promise<Map<string, Map<ClusterId, Receipt[]>>> {
    const found = new Map<string, Map<ClusterId, Receipt[]>>();
    for (const id of ids) {
      const byCluster = this.#receipts.get(id);
      if (byCluster === undefined) continue;
      const entries = [...byCluster].map(([clusterId, runs]): [ClusterId, Receipt[]] => [
        clusterId,
        [...runs.values()].map((kept) => kept.receipt),
      ]);
      found.set(id, new Map(entries));
    }
    return found;
  }

  async inPlan(planId: string, endingAfter: number): Promise<Broadcast[]> {
    return structuredClone(
      this.#all().filter(
        (each) => each.endsAt >= endingAfter && each.placements.some((placement) => placement.planId === planId),
      ),
    );
  }

  async using(bulletinId: string, at: number): Promise<Broadcast[]> {
    return structuredClone(
      this.#all()
        .filter((each) => each.endsAt > at && each.cancelledAt === undefined)
        .filter((each) => each.bulletins.some((part) => part.bulletinId === bulletinId))
        .sort((a, b) => a.startAt - b.startAt),
    );
  }

  async missing(clusterIds: readonly ClusterId[], assetIds: readonly string[]): Promise<string[]> {
    const listening = clusterIds.flatMap((clusterId) => {
      const device = this.#deviceOf(clusterId);
      return device?.online ? [device.deviceId] : [];
    });
    return assetIds.filter((assetId) => listening.some((deviceId) => !this.#cached.get(deviceId)?.has(assetId)));
  }

  /** What a commit of reports does: the latest receipt of each run, and what devices hold. */
  take(added: readonly IncomingReport[]): void {
    for (const { deviceId, storeId, entry } of added) {
      const { body, number } = entry;
      if (body.kind === 'asset') {
        const held = this.#cached.get(deviceId) ?? new Set();
        this.#cached.set(deviceId, held);
        if (body.state === 'cached') held.add(body.assetId);
        else held.delete(body.assetId);
      }
      if (body.kind === 'receipt') this.#keep(deviceId, { receipt: body, storeId, number });
    }
  }

  #keep(deviceId: DeviceId, kept: Kept): void {
    const { broadcastId, run } = kept.receipt;
    const clusterId = this.#clusterOf(deviceId);
    if (clusterId === undefined || !this.#rows.get(broadcastId)?.clusterIds.includes(clusterId)) return;
    const byCluster = this.#receipts.get(broadcastId) ?? new Map<ClusterId, Map<number, Kept>>();
    this.#receipts.set(broadcastId, byCluster);
    const runs = byCluster.get(clusterId) ?? new Map<number, Kept>();
    byCluster.set(clusterId, runs);
    const known = runs.get(run);
    const further = known === undefined ? 1 : STAGES[kept.receipt.state] - STAGES[known.receipt.state];
    const newer = known !== undefined && known.storeId === kept.storeId && kept.number > known.number;
    if (further > 0 || (further === 0 && newer)) runs.set(run, kept);
  }

  #all(): Broadcast[] {
    return [...this.#rows.values()].map((row) => row.broadcast);
  }
}
