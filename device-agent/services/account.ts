/**
 * Accounts for every run: `ready` when plan and audio are there, `started` with its first sample, and exactly one
 * final receipt, also over crashes: the receipt goes into the outbox before the journal says that the run is closed.
 */
import type { AssetId } from '@loa-lang/schemas/ids';
import { isFinalReceipt } from '@loa-lang/schemas/states/receipt';
import type { NeverStarted, Run } from '@loa-lang/schemas/timeline/types';
import type { Dbfs, EpochMillis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { Receipt, ReceiptReason } from '@loa-lang/schemas/wire/report';
import { hadBegun, type RunHistory, soundedMs, soundedWithin } from '../domain/run-history.ts';
import { type RunName, runKey, runOf, runOfSegmentKey, segmentKey } from '../domain/run-key.ts';
import { RunLedger } from '../domain/run-ledger.ts';
import { type RunSound, settleRun } from '../domain/settle-run.ts';
import { settleAt, settleNeverAt } from '../domain/settle-time.ts';
import { settleVanished } from '../domain/settle-vanished.ts';
import type { PlayedRecord, PlayoutListener } from '../playout/played.ts';
import type { Playout } from '../playout/playout.ts';
import type { SoundFaultReason, SoundSegment } from '../playout/segment.ts';
import type { TimeMap } from '../playout/time-map.ts';
import type { Clock } from '../ports/clock.ts';
import type { DeviceStore } from '../ports/device-store.ts';
import { Alarm } from './alarm.ts';
import type { FaultLedger } from './fault-ledger.ts';
import { LOOK_BACK_MS, type PlanView } from './view-plans.ts';

export interface AccountDeps {
  clock: Clock;
  store: DeviceStore;
  faults: FaultLedger;
  /** resolves when the report is durable */
  report(receipt: Receipt): Promise<void>;
  earlier: ReadonlyMap<string, RunHistory>;
  /** runs with a final receipt; this service adds to it */
  closed: Set<string>;
  playout(): Playout;
  now(): EpochMillis | undefined;
  timeMap(): TimeMap | undefined;
  bootedAt(): EpochMillis | undefined;
  trustedSince(): EpochMillis | undefined;
  /** `now` is by trusted time; if not, there is only what was started at the device */
  isTrusted(): boolean;
  /** what is planned is known to be the latest, or the wait for that is over */
  joinReady(): boolean;
  view(now: EpochMillis): PlanView;
  has(assetId: AssetId): boolean;
  outputFloorDbfs(): Dbfs;
}

/** A run of which the plans say nothing any more is given up so long after its last sign of life. */
const FORGOTTEN_AFTER_MS = 3_600_000;
/** The journal forgets runs after this: longer than anything that could still be asked about. */
const JOURNAL_KEEP_MS = LOOK_BACK_MS + 24 * 3_600_000;
/** Reviews are never farther apart. */
const REVIEW_EVERY_MS = 60_000;
const OPEN_AHEAD_MS = 2 * REVIEW_EVERY_MS;
const COMPACT_EVERY_MS = 6 * 3_600_000;
const DISK_QUIET_MS = 60_000;

export class Account implements PlayoutListener {
  readonly #deps: AccountDeps;
  readonly #next: Alarm;
  readonly #ledgers = new Map<string, RunLedger>();
  readonly #noticed = new Map<string, ReceiptReason>();
  /** the last that was planned of runs that are ready or sound */
  readonly #open = new Map<string, Run>();
  readonly #ready = new Set<string>();
  readonly #started = new Set<string>();
  #compactedAt: MonotonicMillis = -Infinity;
  #named: { runs: readonly Run[]; byKey: ReadonlyMap<string, Run> } | undefined;

  constructor(deps: AccountDeps) {
    this.#deps = deps;
    this.#next = new Alarm(deps.clock, () => this.review());
  }

  /** A final receipt that is still in the outbox closes its run, whatever the journal got to say. */
  start(): void {
    for (const { body } of this.#deps.store.outbox.pending()) {
      if (body.kind === 'receipt' && isFinalReceipt(body.state)) this.#deps.closed.add(runKey(body));
    }
  }

  stop(): void {
    this.#next.end();
  }

  started(record: PlayedRecord): void {
    const key = this.#take(record);
    const run = this.#open.get(key);
    if (run === undefined || this.#started.has(key) || this.#deps.closed.has(key)) return;
    this.#started.add(key);
    // said already, before the crash
    if (hadBegun(this.#deps.earlier.get(key), run.startAt)) return;
    if (!this.#ledgers.has(key)) return;
    const { startedAt, startErrorMs, startErrorBasis, startUncertaintyMs } = this.#soundOf(key);
    const receipt: Receipt = {
      ...receiptHead(run),
      state: 'started',
      ...(startedAt === undefined ? {} : { startedAt }),
      ...(startErrorMs === undefined ? {} : { startErrorMs }),
      ...(startErrorBasis === undefined ? {} : { startErrorBasis }),
      ...(startUncertaintyMs === undefined ? {} : { startUncertaintyMs }),
      items: [],
    };
    void this.#journalBeginning(run, startedAt).then(() => this.#deps.report(receipt));
  }

  /** The journal hears of it before anybody else, so that after a crash it is not said again. */
  async #journalBeginning(run: Run, startedAt = run.startAt): Promise<void> {
    const { store, faults } = this.#deps;
    const { broadcastId, version, startAt } = run;
    const at = Math.max(startAt, startedAt);
    const positionMs = Math.round(at - startAt);
    await store.journal
      .append({ kind: 'position', broadcastId, version, run: run.run, positionMs, at })
      .catch((error: unknown) => faults.raise('disk-full', `beginning not journaled: ${error}`, DISK_QUIET_MS));
  }

  ended(record: PlayedRecord): void {
    this.#take(record);
  }

  failed(segment: SoundSegment, reason: SoundFaultReason): void {
    this.notice(runOfSegmentKey(segment.key), reason === 'unsupported' ? 'unsupported-item' : 'no-audio');
  }

  /** Why a run does not sound, or not in full; the first reason stays. */
  notice(key: string, reason: ReceiptReason): void {
    if (!this.#noticed.has(key)) this.#noticed.set(key, reason);
  }

  /** Says what can be said now. */
  review(): void {
    const now = this.#deps.now();
    if (now === undefined) return;
    const view = this.#deps.view(now);
    let nextAt = now + REVIEW_EVERY_MS;
    for (const [key, run] of this.#byKey(view)) {
      if (this.#deps.closed.has(key)) continue;
      if (run.startAt > now) {
        this.#sayReady(run);
        // the first sample is rendered a little before it is heard
        if (run.startAt < now + OPEN_AHEAD_MS) this.#open.set(key, run);
        nextAt = Math.min(nextAt, run.startAt);
        continue;
      }
      this.#open.set(key, run);
      const at = settleAt(run, view.runs);
      if (at > now) nextAt = Math.min(nextAt, at);
      else if (this.#isMine(run, now) && this.#maySettle(run)) this.#settle(run, view.muted);
    }
    for (const never of view.neverStarted) {
      const at = settleNeverAt(never);
      if (at > now) nextAt = Math.min(nextAt, at);
      else this.#settleNever(never, now);
    }
    if (this.#deps.isTrusted()) this.#settleVanished(view, now);
    this.#compact(now);
    const map = this.#deps.timeMap();
    if (map !== undefined) this.#next.set(map.toMonotonic(nextAt) + 1);
  }

  /** It is the same view for an hour, and looked at every minute. */
  #byKey({ runs }: PlanView): ReadonlyMap<string, Run> {
    if (this.#named?.runs !== runs) this.#named = { runs, byKey: new Map(runs.map((run) => [runKey(run), run])) };
    return this.#named.byKey;
  }

  /** What ended before this store was made is nobody's business here, and old things are not reported on. */
  #isMine(run: Run, now: EpochMillis): boolean {
    const bornAt = this.#deps.store.bornAt();
    return run.endAt > now - LOOK_BACK_MS && (bornAt === undefined || run.endAt > bornAt);
  }

  /** What began before this life is judged by the latest plans only. */
  #maySettle(run: Run): boolean {
    return run.startAt >= (this.#deps.bootedAt() ?? Infinity) || this.#deps.joinReady();
  }

  #sayReady(run: Run): void {
    const name = `${run.broadcastId}:${run.version}`;
    if (run.run !== 1 || this.#ready.has(name)) return;
    // streams come when they are due
    const playable = run.items.filter(({ assetId, streamId }) => assetId !== undefined || streamId !== undefined);
    const isThere = playable.every(({ assetId }) => assetId === undefined || this.#deps.has(assetId));
    if (playable.length === 0 || !isThere) return;
    this.#ready.add(name);
    this.#open.set(runKey(run), run);
    void this.#deps.report({ ...receiptHead(run), state: 'ready', items: [] });
  }

  #settle(run: Run, muted: boolean, cancelled = false): void {
    const key = runKey(run);
    for (const item of run.items) {
      const record = this.#deps.playout().record(segmentKey({ ...run, itemIndex: item.index }));
      if (record !== undefined && record.firstHeardAt !== undefined) this.#take(record);
    }
    const earlier = this.#deps.earlier.get(key);
    const earlierMs = new Map<number, number>();
    for (const item of hadBegun(earlier, run.startAt) ? run.items : []) {
      const ms = soundedWithin(earlier as RunHistory, item.offsetMs, item.offsetMs + item.durationMs);
      earlierMs.set(item.index, ms);
    }
    const sound = this.#soundOf(key);
    const noticed = this.#noticed.get(key) ?? (muted ? 'muted' : this.#absence(run));
    const outputFloorDbfs = this.#deps.outputFloorDbfs();
    this.#close(settleRun({ run, cancelled, sound, earlierMs, noticed, outputFloorDbfs }));
  }

  /** Why a run that nobody noticed was missed. */
  #absence(run: Run): ReceiptReason | undefined {
    const { bootedAt, trustedSince } = this.#deps;
    if ((bootedAt() ?? 0) >= run.endAt) return 'power-lost';
    return (trustedSince() ?? 0) >= run.endAt ? 'no-time' : undefined;
  }

  #settleNever(never: NeverStarted, now: EpochMillis): void {
    if (never.kind !== 'first' || never.reason === 'empty') return;
    const name = { broadcastId: never.broadcastId, version: never.version, run: never.runsBefore + 1 };
    const bornAt = this.#deps.store.bornAt();
    if (this.#deps.closed.has(runKey(name)) || never.endsAt <= Math.max(bornAt ?? 0, now - LOOK_BACK_MS)) return;
    const reason = never.reason;
    this.#close({ ...receiptHead(name), state: reason === 'cancelled' ? 'stopped' : 'missed', reason, items: [] });
  }

  /** Runs that were ready, sounding or in the journal, and of which the plans say nothing any more. */
  #settleVanished(view: PlanView, now: EpochMillis): void {
    const planned = this.#byKey(view);
    const isGone = (key: string, name: RunName, lastAt: EpochMillis): boolean => {
      if (planned.has(key) || this.#deps.closed.has(key)) return false;
      if ((view.cancelledAt.get(name.broadcastId) ?? Infinity) <= now) return true;
      return this.#deps.joinReady() && lastAt + FORGOTTEN_AFTER_MS <= now;
    };
    for (const [key, run] of [...this.#open]) {
      if (this.#deps.closed.has(key)) this.#forget(key);
      else if (isGone(key, run, run.endsAt)) {
        const cancelled = view.cancelledAt.has(run.broadcastId);
        const isReplaced = !this.#ledgers.has(key) && this.#isReplaced(run, view);
        if (this.#ledgers.has(key) || (cancelled && !isReplaced)) this.#settle(run, view.muted, cancelled);
        else this.#forget(key);
      }
    }
    for (const [key, history] of this.#deps.earlier) {
      if (!isGone(key, history, history.lastAt)) continue;
      // its first entry is written before it begins
      const isReplaced = soundedMs(history) === 0 && this.#isReplaced(history, view);
      const cancelled = view.cancelledAt.has(history.broadcastId);
      if (isReplaced) this.#deps.closed.add(key);
      else this.#close(settleVanished(history, cancelled));
    }
  }

  /** A later version of the broadcast is planned, or has sounded: that one is accounted for. */
  #isReplaced({ broadcastId, version }: RunName, { runs, neverStarted }: PlanView): boolean {
    const { closed, earlier } = this.#deps;
    const isLater = (name: Omit<RunName, 'run'>) => name.broadcastId === broadcastId && name.version > version;
    return [...runs, ...neverStarted, ...earlier.values(), ...[...closed].map(runOf)].some(isLater);
  }

  /** Whether a final receipt of an earlier version of the run is out. */
  #hasClosedBefore({ broadcastId, version, run }: RunName): boolean {
    const names = [...this.#deps.closed].map(runOf);
    return names.some((name) => name.broadcastId === broadcastId && name.run === run && name.version < version);
  }

  #close(receipt: Receipt): void {
    const { closed, report, store, faults, now } = this.#deps;
    const key = runKey(receipt);
    // in the controller's books it is one run: what was changed while this device was cut off has sounded as it was
    const isTold = receipt.state === 'missed' && this.#hasClosedBefore(receipt);
    closed.add(key);
    this.#forget(key);
    const { broadcastId, version, run } = receipt;
    const at = now() ?? 0;
    void (isTold ? Promise.resolve() : report(receipt))
      .then(() => store.journal.append({ kind: 'closed', broadcastId, version, run, at }))
      .catch((error: unknown) => faults.raise('disk-full', `run not closed in the journal: ${error}`, DISK_QUIET_MS));
  }

  #forget(key: string): void {
    this.#ledgers.delete(key);
    this.#noticed.delete(key);
    this.#open.delete(key);
    this.#started.delete(key);
  }

  #take(record: PlayedRecord): string {
    const key = runOfSegmentKey(record.key);
    if (this.#deps.timeMap() === undefined || this.#deps.closed.has(key)) return key;
    let ledger = this.#ledgers.get(key);
    if (ledger === undefined) {
      ledger = new RunLedger();
      this.#ledgers.set(key, ledger);
    }
    ledger.take(record);
    return key;
  }

  #soundOf(key: string): RunSound {
    const map = this.#deps.timeMap();
    return (this.#ledgers.get(key) ?? new RunLedger()).sound((at) => map?.toController(at));
  }

  #compact(now: EpochMillis): void {
    const { clock, store, faults } = this.#deps;
    if (clock.monotonicNow() - this.#compactedAt < COMPACT_EVERY_MS) return;
    this.#compactedAt = clock.monotonicNow();
    store.journal
      .compact(now - JOURNAL_KEEP_MS)
      .catch((error: unknown) => faults.raise('disk-full', `journal not compacted: ${error}`, DISK_QUIET_MS));
  }
}

const receiptHead = ({ broadcastId, version, run }: RunName) => ({
  kind: 'receipt' as const,
  broadcastId,
  version,
  run,
});
