/**
 * Notices that a stream which is due does not reach this device, so that what follows sounds instead, and when it is
 * back. Both are written down before they change anything: what has moved up must not sound again after a power cut.
 */
import type { StreamId } from '@loa-lang/schemas/ids';
import type { Segment } from '@loa-lang/schemas/timeline/types';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { DEFAULT_STARVED_AFTER_MS, isStreamItem } from '@loa-lang/schemas/wire/plan';
import type { ReceiptReason } from '@loa-lang/schemas/wire/report';
import { judgeStream, type OwnGap, type OwnGaps, returnAt, steadyMsOf } from '../domain/own-gaps.ts';
import { runKey, segmentKey } from '../domain/run-key.ts';
import { msOfSample, type StreamBuffer, sampleAt } from '../playout/stream-buffer.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/device-store.ts';
import { Alarm } from './alarm.ts';
import { unlessHanging } from './disk-patience.ts';
import type { FaultLedger } from './fault-ledger.ts';
import { LOOK_BACK_MS, type ViewPlans } from './view-plans.ts';

export interface WatchStreamsDeps {
  clock: Clock;
  journal: Journal;
  faults: FaultLedger;
  gaps: OwnGaps;
  now(): EpochMillis | undefined;
  timeMap(): { toMonotonic(at: EpochMillis): number } | undefined;
  /** what this device lets sound */
  playing(): readonly Segment[];
  plans: Pick<ViewPlans, 'at' | 'item'>;
  buffer(streamId: StreamId): StreamBuffer | undefined;
  /** told why a run does not sound in full */
  noticed(key: string, reason: ReceiptReason): void;
  /** a gap has begun, or its end is known */
  changed(): void;
}

/** Packets that follow each other within it come without a hole. */
const STEADY_HOLE_MS: Millis = 200;
const DISK_QUIET_MS = 60_000;

export class WatchStreams {
  readonly #deps: WatchStreamsDeps;
  readonly #next: Alarm;
  /** since when each segment should sound here */
  #dueAt = new Map<string, EpochMillis>();
  /** what has come of streams that are lost, without a hole */
  readonly #coming = new Map<StreamId, { from: EpochMillis; to: EpochMillis }>();
  readonly #writing = new Set<StreamId>();

  constructor(deps: WatchStreamsDeps) {
    this.#deps = deps;
    this.#next = new Alarm(deps.clock, () => this.review());
  }

  stop(): void {
    this.#next.end();
  }

  /** Looks at what is due, and again when the next may be lost. */
  review(): void {
    const { now, timeMap, playing, gaps } = this.#deps;
    const at = now();
    if (at === undefined) return;
    gaps.forget(at - LOOK_BACK_MS);
    const before = this.#dueAt;
    this.#dueAt = new Map();
    let lookAt = Infinity;
    for (const segment of playing()) {
      if (segment.streamId === undefined || segment.endAt <= at) continue;
      const key = segmentKey(segment);
      // its slot may have moved since: it is due when it begins, and not before this device came in
      const dueAt = Math.max(segment.startAt, Math.min(before.get(key) ?? at, at));
      this.#dueAt.set(key, dueAt);
      lookAt = Math.min(lookAt, this.#look(segment, segment.streamId, dueAt, at));
    }
    const map = timeMap();
    if (map !== undefined && lookAt < Infinity) this.#next.set(map.toMonotonic(lookAt) + 1);
  }

  /** A packet that can be heard has come. */
  received(streamId: StreamId, from: EpochMillis, to: EpochMillis): void {
    const { gaps, now } = this.#deps;
    const at = now();
    const gap = at === undefined ? undefined : gaps.open(at).findLast((open) => open.streamId === streamId);
    if (at === undefined || gap === undefined || this.#writing.has(streamId)) return;
    const known = this.#coming.get(streamId);
    const goesOn = known !== undefined && from >= known.from && from - known.to <= STEADY_HOLE_MS;
    const coming = goesOn ? { from: known.from, to: Math.max(known.to, to) } : { from, to };
    this.#coming.set(streamId, coming);
    const back = returnAt(gap, coming, at);
    if (back !== undefined) void this.#write({ ...gap, to: back, isBack: true });
  }

  /** @returns when to look at it again */
  #look(segment: Segment, streamId: StreamId, dueAt: EpochMillis, now: EpochMillis): EpochMillis {
    const { plans, buffer, noticed, gaps } = this.#deps;
    const isDecided = gaps.list().some((gap) => gap.streamId === streamId && gap.from >= now);
    if (isDecided || this.#writing.has(streamId)) return Infinity;
    const item = plans.item(segment);
    const starvedAfterMs = (item && isStreamItem(item) && item.starvedAfterMs) || DEFAULT_STARVED_AFTER_MS;
    const packets = buffer(streamId);
    const heardTo = packets?.endedBy(sampleAt(now));
    const next = packets?.after(sampleAt(now));
    const slotEndAt = this.#slotEndAt(segment, now);
    const judged = judgeStream(
      {
        ...{ dueAt, slotEndAt, starvedAfterMs },
        heardTo: heardTo && msOfSample(heardTo),
        nextAt: next && msOfSample(next.start),
      },
      now,
    );
    if ('lookAt' in judged) return judged.lookAt;
    noticed(runKey(segment), 'no-stream');
    void this.#write({ streamId, from: judged.gapFrom, to: slotEndAt, steadyMs: steadyMsOf(starvedAfterMs) });
    return Infinity;
  }

  /** Beyond a gap that is planned it may come back. */
  #slotEndAt(segment: Segment, now: EpochMillis): EpochMillis {
    const run = this.#deps.plans.at(now).runs.find((planned) => runKey(planned) === runKey(segment));
    return run?.items.find(({ index }) => index === segment.itemIndex)?.slotEndAt ?? segment.endAt;
  }

  /** A disk that refuses must not leave a silence where something else could sound. */
  async #write(gap: OwnGap): Promise<void> {
    const { clock, journal, faults, gaps, changed } = this.#deps;
    const { streamId, from, to, steadyMs } = gap;
    this.#writing.add(streamId);
    const fault = (why: unknown) => faults.raise('disk-full', `gap of a stream not journaled: ${why}`, DISK_QUIET_MS);
    const written = journal.append({ kind: 'gap', streamId, from, to, steadyMs }).catch(fault);
    await unlessHanging(clock, written, () => fault('the disk hangs'));
    this.#writing.delete(streamId);
    this.#coming.delete(streamId);
    faults.count(gap.isBack === true ? 'stream:back' : 'stream:starved');
    gaps.put(gap);
    changed();
  }
}
