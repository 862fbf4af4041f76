/** Carries out the decisions on playback: journal first, then sound. */
import type { AssetId, StreamId } from '@loa-lang/schemas/ids';
import type { Run, Segment } from '@loa-lang/schemas/timeline/types';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { ReceiptReason } from '@loa-lang/schemas/wire/report';
import { decidePlayback } from '../domain/decide-playback.ts';
import { floorAfterRestart, hadBegun, POSITION_INTERVAL_MS, type RunHistory } from '../domain/run-history.ts';
import { runKey, segmentKey } from '../domain/run-key.ts';
import type { PlayedRecord } from '../playout/played.ts';
import type { Playout } from '../playout/playout.ts';
import type { OpenedSegment, OpenedSound, SoundSegment } from '../playout/segment.ts';
import type { TimeMap } from '../playout/time-map.ts';
import type { AudioSink } from '../ports/audio-sink.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal, JournaledItem } from '../ports/device-store.ts';
import { Alarm } from './alarm.ts';
import { unlessHanging } from './disk-patience.ts';
import type { FaultLedger } from './fault-ledger.ts';
import type { PlanView } from './view-plans.ts';

export interface PlayDeps {
  clock: Clock;
  playout: Playout;
  sink: Pick<AudioSink, 'changed'>;
  journal: Journal;
  faults: FaultLedger;
  /** runs that earlier lives of the agent let sound */
  earlier: ReadonlyMap<string, RunHistory>;
  closed: ReadonlySet<string>;
  now(): EpochMillis | undefined;
  timeMap(): TimeMap | undefined;
  joinReady(): boolean;
  outdated(): boolean;
  bornAt(): EpochMillis | undefined;
  view(now: EpochMillis): PlanView;
  /** started at this device itself */
  isLocal(run: Run): boolean;
  volumeDb(): number;
  cache: { has(assetId: AssetId): boolean; pathOf(assetId: AssetId): string };
  openSound(path: string, assetId: AssetId): Promise<OpenedSound>;
  openStream(streamId: StreamId, originAt: EpochMillis): Promise<OpenedSegment>;
  /** told why a run under way does not sound */
  noticed(key: string, reason: ReceiptReason): void;
}

/** Length of the fade where something is cut, ms. */
const FADE_OUT_MS = 50;
const FIRST_POSITION_MS = 200;
const DISK_QUIET_MS = 60_000;

export class Play {
  readonly #deps: PlayDeps;
  readonly #next: Alarm;
  readonly #positions: Alarm;
  #known = new Set<string>();
  #handed = new Set<string>();
  readonly #journaled = new Set<string>();
  readonly #journaling = new Set<string>();
  /** runs that have sounded in this life */
  readonly #begun = new Set<string>();
  readonly #floored = new Set<string>();
  #playing: Segment[] = [];
  #laidOut = '';

  constructor(deps: PlayDeps) {
    this.#deps = deps;
    this.#next = new Alarm(deps.clock, () => this.reconcile());
    this.#positions = new Alarm(deps.clock, () => this.#writePositions());
  }

  /** Stops deciding, and writes down how far everything has come. */
  async stop(): Promise<void> {
    this.#next.end();
    this.#positions.end();
    await Promise.all(this.#positionsNow());
  }

  /** What sounds at this moment. */
  sounding(): readonly Segment[] {
    const now = this.#deps.now();
    return now === undefined ? [] : this.#playing.filter((s) => s.startAt <= now && s.endAt > now);
  }

  /** Segments laid out for playout, those that sound first. */
  playing(): readonly Segment[] {
    return this.#playing;
  }

  /** Something sounds now, or will within `withinMs`. */
  soundsWithin(withinMs: Millis): boolean {
    const now = this.#deps.now();
    return now !== undefined && this.#playing.some((s) => s.startAt <= now + withinMs && s.endAt > now);
  }

  /** Decides anew and carries it out; cheap when nothing has changed. */
  reconcile(): void {
    const { deps, now } = { deps: this.#deps, now: this.#deps.now() };
    if (now === undefined) {
      this.#lay([]);
      return;
    }
    const view = deps.view(now);
    const decision = decidePlayback({
      now,
      runs: view.runs,
      muted: view.muted,
      bornAt: deps.bornAt(),
      joinReady: deps.joinReady(),
      outdated: deps.outdated(),
      isLocal: deps.isLocal,
      known: this.#known,
      soundedBefore: (run) => this.#begun.has(runKey(run)) || hadBegun(deps.earlier.get(runKey(run)), run.startAt),
      closed: deps.closed,
      journaled: this.#journaled,
      handed: this.#handed,
      has: (assetId) => deps.cache.has(assetId),
    });
    this.#known = decision.known;
    this.#handed = decision.handed;
    for (const [key, reason] of decision.silentBecause) deps.noticed(key, reason);
    for (const { run, positionMs } of decision.journal) void this.#writeStart(run, positionMs);
    for (const segment of decision.play) this.#floor(segment, view.runs, now);
    this.#lay(decision.play);
    this.#schedule(decision.nextAt);
  }

  #schedule(nextAt: EpochMillis): void {
    const map = this.#deps.timeMap();
    // a millisecond later: the instant itself must have come when the decision is made
    if (map !== undefined) this.#next.set(map.toMonotonic(nextAt) + 1);
  }

  #lay(segments: Segment[]): void {
    const { playout, sink, volumeDb } = this.#deps;
    const volume = volumeDb();
    const laidOut = segments.map((s) => `${segmentKey(s)}@${s.startAt}-${s.endAt}`).join() + volume;
    if (laidOut === this.#laidOut) return;
    this.#laidOut = laidOut;
    this.#playing = segments;
    playout.setSegments(segments.map((segment) => this.#toSound(segment, volume)));
    sink.changed();
    const [first] = segments;
    const map = this.#deps.timeMap();
    if (first === undefined || map === undefined) return;
    // soon after the first sample, so that a crash right after it is known to have been one in mid-play
    const soon = Math.max(map.toMonotonic(first.startAt), this.#deps.clock.monotonicNow()) + FIRST_POSITION_MS;
    this.#positions.notAfter(soon);
  }

  #toSound(segment: Segment, volumeDb: number): SoundSegment {
    const { assetId, streamId, startAt, endAt, offsetMs } = segment;
    const { openStream } = this.#deps;
    return {
      key: segmentKey(segment),
      broadcastId: segment.broadcastId,
      run: segment.run,
      itemIndex: segment.itemIndex,
      ...{ startAt, endAt },
      assetOffsetMs: offsetMs,
      gainDb: segment.gainDb + volumeDb,
      // the end of a stream is that of its slot, in the middle of a word
      ...(segment.cut === undefined && streamId === undefined ? {} : { fadeOutMs: FADE_OUT_MS }),
      ...(streamId === undefined
        ? { assetId: assetId as AssetId, open: () => this.#openAsset(assetId as AssetId) }
        : { streamId, open: () => openStream(streamId, startAt - offsetMs) }),
    };
  }

  async #openAsset(assetId: AssetId): Promise<OpenedSound> {
    const { cache, openSound } = this.#deps;
    if (cache.has(assetId)) return openSound(cache.pathOf(assetId), assetId);
    return { ok: false, reason: 'missing', detail: 'no longer in the cache' };
  }

  /** What sounded before a crash never sounds again. */
  #floor(segment: Segment, runs: readonly Run[], now: EpochMillis): void {
    const { earlier, playout } = this.#deps;
    const key = segmentKey(segment);
    const history = earlier.get(runKey(segment));
    if (history === undefined || this.#floored.has(key)) return;
    this.#floored.add(key);
    const run = runs.find((r) => runKey(r) === runKey(segment));
    if (run === undefined) return;
    const floorMs = floorAfterRestart(history, run.startAt, now) - segment.runOffsetMs;
    if (floorMs > 0) playout.setFloor(key, floorMs + segment.offsetMs);
  }

  async #writeStart(run: Run, positionMs: Millis): Promise<void> {
    const key = runKey(run);
    if (this.#journaling.has(key)) return;
    this.#journaling.add(key);
    const items = run.items.map(({ index, part, offsetMs, durationMs }) => ({ index, part, offsetMs, durationMs }));
    await unlessHanging(this.#deps.clock, this.#append(run, positionMs, items), () =>
      this.#deps.faults.raise('disk-full', 'position not journaled: the disk hangs', DISK_QUIET_MS),
    );
    this.#journaling.delete(key);
    this.#journaled.add(key);
    this.reconcile();
  }

  /** A disk that refuses must not silence a warning: it sounds, and the fault says what a crash would cost. */
  async #append(
    run: { broadcastId: string; version: number; run: number },
    positionMs: Millis,
    items?: readonly JournaledItem[],
  ): Promise<void> {
    const { journal, faults, now } = this.#deps;
    const { broadcastId, version } = run;
    const at = now();
    if (at === undefined) return;
    const position = Math.round(positionMs);
    await journal
      .append({
        kind: 'position',
        broadcastId,
        version,
        run: run.run,
        positionMs: position,
        at,
        ...(items && { items }),
      })
      .catch((error: unknown) => faults.raise('disk-full', `position not journaled: ${error}`, DISK_QUIET_MS));
  }

  #writePositions(): void {
    if (this.#playing.length === 0) return;
    this.#positions.after(POSITION_INTERVAL_MS);
    this.#positionsNow();
  }

  #positionsNow(): Promise<void>[] {
    return this.sounding().map((segment) => {
      const reached = positionReached(segment, this.#deps.playout.record(segmentKey(segment)));
      if (reached === undefined) return Promise.resolve();
      this.#begun.add(runKey(segment));
      return this.#append(segment, reached);
    });
  }
}

/** Run position after the last sample of this segment that was heard. */
const positionReached = (segment: Segment, record: PlayedRecord | undefined): Millis | undefined =>
  record?.toPositionMs === undefined ? undefined : segment.runOffsetMs + record.toPositionMs - segment.offsetMs;
