/**
 * Playout without samples, for weeks of virtual time: what sounds when follows from segments, floors and the time map,
 * and is reported as the real one reports it. A contract suite holds the two to the same answers.
 */
import type { PlayedRecord, PlayoutEndReason } from '@loa-lang/device-agent/playout/played';
import type { Playout, PlayoutOptions } from '@loa-lang/device-agent/playout/playout';
import { assetPositionAt, type SoundSegment } from '@loa-lang/device-agent/playout/segment';
import { SAMPLES_PER_MS } from '@loa-lang/device-agent/ports/audio-sink';

/** A stretch that was heard, on the device's monotonic clock. */
export interface HeardStretch {
  segment: SoundSegment;
  fromAt: number;
  toAt: number;
  /** in the asset, at `fromAt` */
  positionMs: number;
}

interface Track {
  segment: SoundSegment;
  lengthMs: number | undefined;
  opening: boolean;
  floorMs: number;
  playedMs: number;
  firstHeardAt: number | undefined;
  lastHeardAt: number | undefined;
  fromPositionMs: number | undefined;
  toPositionMs: number | undefined;
  sounding: boolean;
  over: boolean;
}

const OPEN_AHEAD_MS = 1000;
const RETRY_MS = 1000;
const LEVEL_DBFS = -20;

export class TimedPlayout implements Playout {
  readonly #options: PlayoutOptions;
  readonly #onHeard: ((stretch: HeardStretch) => void) | undefined;
  readonly #tracks = new Map<string, Track>();
  readonly #floors = new Map<string, number>();
  #current: Track[] = [];
  #alarm: { cancel(): void } | undefined;
  #doneUntil: number;

  constructor(options: PlayoutOptions, onHeard?: (stretch: HeardStretch) => void) {
    this.#options = options;
    this.#onHeard = onHeard;
    this.#doneUntil = options.clock.monotonicNow();
  }

  setSegments(segments: readonly SoundSegment[]): void {
    this.#advance();
    const before = new Set(this.#current);
    const ordered = [...segments].sort((a, b) => a.startAt - b.startAt);
    this.#current = ordered.map((given, i) => {
      const next = ordered[i + 1];
      const segment = next !== undefined && next.startAt < given.endAt ? { ...given, endAt: next.startAt } : given;
      const known = this.#tracks.get(segment.key);
      const track = known !== undefined && known.segment.assetId === segment.assetId ? known : this.#newTrack(segment);
      if (!before.has(track)) track.over = false;
      before.delete(track);
      track.segment = segment;
      return track;
    });
    for (const track of before) this.#end(track, 'cut');
    this.#advance();
  }

  setFloor(key: string, assetPositionMs: number): void {
    const track = this.#tracks.get(key);
    if (track !== undefined) track.floorMs = Math.max(track.floorMs, assetPositionMs);
    else this.#floors.set(key, Math.max(assetPositionMs, this.#floors.get(key) ?? 0));
    this.#advance();
  }

  record(key: string): PlayedRecord | undefined {
    this.#advance();
    const track = this.#tracks.get(key);
    return track && this.#recordOf(track);
  }

  records(): PlayedRecord[] {
    this.#advance();
    return [...this.#tracks.values()].map((track) => this.#recordOf(track));
  }

  async prime(): Promise<void> {
    await Promise.all(this.#current.map((track) => this.#open(track)));
  }

  stop(): void {
    this.#advance();
    this.#alarm?.cancel();
    this.#current = [];
  }

  /** Power is gone: what was heard until now was heard, and nothing is told any more. */
  die(): void {
    this.stop();
  }

  render(block: Float32Array): boolean {
    block.fill(0);
    return false;
  }

  nextSoundAt(): undefined {
    return undefined;
  }

  #newTrack(segment: SoundSegment): Track {
    const track: Track = {
      segment,
      lengthMs: undefined,
      opening: false,
      floorMs: this.#floors.get(segment.key) ?? 0,
      playedMs: 0,
      firstHeardAt: undefined,
      lastHeardAt: undefined,
      fromPositionMs: undefined,
      toPositionMs: undefined,
      sounding: false,
      over: false,
    };
    this.#floors.delete(segment.key);
    this.#tracks.set(segment.key, track);
    return track;
  }

  /** Brings everything up to now and sleeps until the next thing happens. */
  #advance(): void {
    const { clock, timeMap } = this.#options;
    const now = clock.monotonicNow();
    const map = timeMap();
    let next = Infinity;
    for (const track of [...this.#current]) {
      if (map === undefined) {
        if (track.sounding) this.#end(track, 'cut', false);
        continue;
      }
      if (track.over) continue;
      const { segment } = track;
      const startsAt = map.toMonotonic(segment.startAt);
      if (now >= startsAt - OPEN_AHEAD_MS && track.lengthMs === undefined) void this.#open(track);
      if (track.lengthMs === undefined) {
        next = Math.min(next, Math.max(now + RETRY_MS, startsAt - OPEN_AHEAD_MS));
        if (now >= map.toMonotonic(segment.endAt)) this.#end(track, 'ended');
        continue;
      }
      const floorAt = segment.startAt + track.floorMs - segment.assetOffsetMs;
      const soundEndsAt = segment.startAt + track.lengthMs - segment.assetOffsetMs;
      const from = map.toMonotonic(track.sounding ? segment.startAt : Math.max(segment.startAt, floorAt));
      const until = map.toMonotonic(Math.min(segment.endAt, soundEndsAt));
      if (now > from && until > this.#doneUntil)
        this.#hear(track, Math.max(from, this.#doneUntil), Math.min(now, until));
      if (now >= until) this.#end(track, now >= map.toMonotonic(segment.endAt) || track.sounding ? 'ended' : 'ended');
      else next = Math.min(next, now < from ? from + 1 : until);
    }
    this.#doneUntil = now;
    this.#alarm?.cancel();
    this.#alarm = next < Infinity ? clock.at(Math.max(next, now + 0.5), () => this.#advance()) : undefined;
  }

  #hear(track: Track, fromAt: number, toAt: number): void {
    const map = this.#options.timeMap();
    if (map === undefined || toAt <= fromAt) return;
    const { segment } = track;
    const positionMs = Math.max(0, assetPositionAt(segment, map.toController(fromAt)));
    track.playedMs += toAt - fromAt;
    track.lastHeardAt = toAt;
    track.toPositionMs = positionMs + (toAt - fromAt);
    const first = !track.sounding;
    track.sounding = true;
    if (track.firstHeardAt === undefined) {
      track.firstHeardAt = fromAt;
      track.fromPositionMs = positionMs;
      if (first) this.#options.listener?.started?.(this.#recordOf(track));
    }
    this.#onHeard?.({ segment, fromAt, toAt, positionMs });
  }

  #end(track: Track, reason: PlayoutEndReason, leave = true): void {
    const wasSounding = track.sounding;
    track.sounding = false;
    if (leave) {
      track.over = true;
      this.#current = this.#current.filter((other) => other !== track);
    }
    track.floorMs = Math.max(track.floorMs, track.toPositionMs ?? 0);
    if (wasSounding) this.#options.listener?.ended?.(this.#recordOf(track), reason);
  }

  async #open(track: Track): Promise<void> {
    if (track.opening || track.lengthMs !== undefined) return;
    track.opening = true;
    const opened = await track.segment.open();
    track.opening = false;
    if (opened.ok) {
      track.lengthMs = opened.reader.durationSamples / SAMPLES_PER_MS;
      opened.reader.free();
      this.#advance();
    } else {
      this.#options.listener?.failed?.(track.segment, opened.reason, opened.detail);
    }
  }

  #recordOf(track: Track): PlayedRecord {
    const map = this.#options.timeMap();
    const { segment, firstHeardAt, fromPositionMs } = track;
    const planned =
      map === undefined || fromPositionMs === undefined
        ? undefined
        : map.toMonotonic(segment.startAt + fromPositionMs - segment.assetOffsetMs);
    return {
      key: segment.key,
      segment,
      playedMs: track.playedMs,
      firstHeardAt,
      lastHeardAt: track.lastHeardAt,
      fromPositionMs,
      toPositionMs: track.toPositionMs,
      startErrorMs: planned === undefined || firstHeardAt === undefined ? undefined : firstHeardAt - planned,
      startErrorBasis: firstHeardAt === undefined ? undefined : 'estimated',
      startUncertaintyMs: firstHeardAt === undefined ? undefined : 0,
      outputLevelDbfs: firstHeardAt === undefined ? undefined : LEVEL_DBFS,
      underrunMs: 0,
      jumps: 0,
      largestJumpMs: 0,
    };
  }
}
