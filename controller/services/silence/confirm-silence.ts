/**
 * Which clusters obey a silence: those whose devices hold a plan that carries it, as their sync requests say. Nothing
 * else counts, no publish and no acknowledgement of a broker.
 */
import type { ClusterId } from '@loa-lang/schemas/ids';
import type { Millis } from '@loa-lang/schemas/units';
import { compareRevisions, type Revision } from '@loa-lang/schemas/wire/common';
import type { SyncRequest } from '@loa-lang/schemas/wire/sync';
import type { Clock } from '../../ports/clock.ts';
import type { LatchRecord, SilenceConfirmation, SilenceStore } from '../../ports/silence-store.ts';
import type { KnownDevice } from '../device-traffic/device-messages-known.ts';
import type { HeldPlans } from '../publishing/held-plans.ts';
import type { SilenceRecord } from './silence-record.ts';

export interface ConfirmDeps {
  record: SilenceRecord;
  held: HeldPlans;
  store: SilenceStore;
  clock: Clock;
}

/** Confirmations come by the hundred after a latch: one statement for those of a moment. */
const GATHER_MS: Millis = 200;
/** Twenty locks over the largest deployment. */
const MAX_KNOWN = 100_000;
const RETRY_MS: Millis = 3_000;

export class SilenceConfirmations {
  readonly #deps: ConfirmDeps;
  readonly #known = new Map<string, SilenceConfirmation>();
  readonly #unsaved = new Map<string, SilenceConfirmation>();
  /** first plan that was seen to carry a latch, and its lifting */
  readonly #carried = new Map<string, { latched?: Revision; lifted?: Revision }>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(deps: ConfirmDeps) {
    this.#deps = deps;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** What a device says it holds. */
  async note(device: KnownDevice, plans: SyncRequest['held']['plans']): Promise<void> {
    const { clusterId, planIds } = device;
    if (clusterId === undefined) return;
    for (const latch of this.#deps.record.latches) {
      const held = planIds.includes(latch.areaId) ? plans[latch.areaId] : undefined;
      if (held !== undefined) await this.#judge(latch, clusterId, held);
    }
  }

  async of(latches: readonly LatchRecord[]): Promise<SilenceConfirmation[]> {
    const ids = new Set(latches.map((latch) => latch.id));
    const stored = await this.#deps.store.confirmations([...ids]).catch(() => []);
    const all = new Map(stored.map((each) => [keyOf(each), each]));
    for (const [key, own] of this.#known) if (ids.has(own.latchId)) all.set(key, { ...all.get(key), ...own });
    return [...all.values()];
  }

  async #judge(latch: LatchRecord, clusterId: ClusterId, held: Revision): Promise<void> {
    const key = keyOf({ latchId: latch.id, clusterId });
    const known = this.#known.get(key);
    const isDone = known?.latchedAt !== undefined && (latch.liftedAt === undefined || known.liftedAt !== undefined);
    if (isDone) return;
    const { latched, lifted } = await this.#carriedBy(latch);
    const obeys = (carried: Revision | undefined) => carried !== undefined && compareRevisions(held, carried) >= 0;
    if (!obeys(latched)) return;
    const now = this.#deps.clock.now();
    const confirmed: SilenceConfirmation = {
      ...{ latchId: latch.id, clusterId, latchedAt: known?.latchedAt ?? now },
      ...(obeys(lifted) && { liftedAt: known?.liftedAt ?? now }),
    };
    if (known?.latchedAt === confirmed.latchedAt && known?.liftedAt === confirmed.liftedAt) return;
    // the database has them; who confirms again is written once more
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(key, confirmed);
    this.#unsaved.set(key, confirmed);
    this.#saveSoon(GATHER_MS);
  }

  async #carriedBy({ id, areaId }: LatchRecord): Promise<{ latched?: Revision; lifted?: Revision }> {
    const { held } = this.#deps;
    const carried = this.#carried.get(id) ?? {};
    const plan = await held.plan(areaId);
    const latch = plan?.silence.find((each) => each.id === id);
    if (plan !== undefined && latch !== undefined) {
      const { epoch, revision } = plan;
      carried.latched ??= { epoch, revision };
      if (latch.liftedAt !== undefined) carried.lifted ??= { epoch, revision };
      this.#carried.set(id, carried);
    }
    return carried;
  }

  #saveSoon(afterMs: Millis): void {
    if (this.#stopped) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const batch = [...this.#unsaved];
      this.#deps.store.confirm(batch.map(([, each]) => each)).then(
        () => {
          for (const [key, each] of batch) if (this.#unsaved.get(key) === each) this.#unsaved.delete(key);
          if (this.#unsaved.size > 0) this.#saveSoon(GATHER_MS);
        },
        () => this.#saveSoon(RETRY_MS),
      );
    }, afterMs);
  }
}

const keyOf = ({ latchId, clusterId }: Pick<SilenceConfirmation, 'latchId' | 'clusterId'>): string =>
  `${latchId}/${clusterId}`;
