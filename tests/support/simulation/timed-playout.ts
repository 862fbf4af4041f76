/**
 * Playout without samples, for weeks of virtual time: what sounds when follows from segments, floors and the time map,
 * and is reported as the real one reports it. A contract suite holds the two to the same answers.
 */
import type { PlayedRecord, PlayoutEndReason } from '@loa-lang/device-agent/playout/played';
import type { Playout, PlayoutOptions } from '@loa-lang/device-agent/playout/playout';
import { assetPositionAt, type SoundSegment } from '@loa-lang/device-agent/playout/segment';
import type { TimeMap } from '@loa-lang/device-agent/playout/time-map';
import { SAMPLES_PER_MS } from '@loa-lang/device-agent/ports/audio-sink';

/** A stretch that was heard, on the device's monotonic clock. */
export interface HeardStretch {
  segment: SoundSegment;
  fromAt: number;
  toAt: number;
  /** in the asset, at `fromAt` */
  positionMs: number;
}

/** What is remembered of a segment, whoever plays it. */
interface Tally {
  segment: SoundSegment;
  /** nothing below this position sounds any more */
  floorMs: number;
  playedMs: number;
  firstHeardAt: number | undefined;
  lastHeardAt: number | undefined;
  fromPositionMs: number | undefined;
  toPositionMs: number | undefined;
}

/** A segment that is set, as far as it has come. */
interface Player {
  segment: SoundSegment;
  tally: Tally;
  /** of the opened sound */
  lengthMs: number | undefined;
  readyAt: number;
  opening: boolean;
  retryAt: number;
  said: string | undefined;
  /** counted so far, once it sounds */
  countedUntil: number | undefined;
}

/** As the real one has them. */
const OPEN_AHEAD_MS = 5000;
const RETRY_MS = 1000;
const REMEMBERED = 512;
const LEVEL_DBFS = -20;

export class TimedPlayout implements Playout {
  readonly #options: PlayoutOptions;
  readonly #onHeard: ((stretch: HeardStretch) => void) | undefined;
  readonly #tallies = new Map<string, Tally>();
  readonly #floors = new Map<string, number>();
  #players: Player[] = [];
  #alarm: { cancel(): void } | undefined;
  /** as it was last known */
  #map: TimeMap | undefined;
  #isTimeKnown = true;
  #knownSince = -Infinity;

  constructor(options: PlayoutOptions, onHeard?: (stretch: HeardStretch) => void) {
    this.#options = options;
    this.#onHeard = onHeard;
  }

  setSegments(segments: readonly SoundSegment[]): void {
    this.#advance();
    const before = new Map(this.#players.map((player) => [player.segment.key, player]));
    const ordered = [...segments].sort((a, b) => a.startAt - b.startAt);
    this.#players = ordered.map((given, i) => {
      const next = ordered[i + 1];
      const segment = next !== undefined && next.startAt < given.endAt ? { ...given, endAt: next.startAt } : given;
      const player = before.get(segment.key);
      if (player === undefined || player.segment.assetId !== segment.assetId) return newPlayer(this.#tallyOf(segment));
      before.delete(segment.key);
      player.segment = segment;
      player.tally.segment = segment;
      return player;
    });
    for (const player of before.values()) if (player.countedUntil !== undefined) this.#ended(player, 'cut');
    this.#forget();
    this.#advance();
  }

  setFloor(key: string, assetPositionMs: number): void {
    const tally = this.#tallies.get(key);
    if (tally !== undefined) tally.floorMs = Math.max(tally.floorMs, assetPositionMs);
    else this.#floors.set(key, Math.max(assetPositionMs, this.#floors.get(key) ?? 0));
    this.#advance();
  }

  record(key: string): PlayedRecord | undefined {
    this.#advance();
    const tally = this.#tallies.get(key);
    return tally && this.#recordOf(tally);
  }

  records(): PlayedRecord[] {
    this.#advance();
    return [...this.#tallies.values()].map((tally) => this.#recordOf(tally));
  }

  async prime(): Promise<void> {
    await Promise.all(this.#players.map((player) => this.#open(player)));
  }

  stop(): void {
    this.#advance();
    this.#alarm?.cancel();
    this.#players = [];
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

  #tallyOf(segment: SoundSegment): Tally {
    const known = this.#tallies.get(segment.key);
    if (known !== undefined) {
      known.segment = segment;
      return known;
    }
    const floorMs = this.#floors.get(segment.key) ?? 0;
    const unheard = { firstHeardAt: undefined, lastHeardAt: undefined, fromPositionMs: undefined };
    const fresh: Tally = { segment, floorMs, playedMs: 0, ...unheard, toPositionMs: undefined };
    this.#floors.delete(segment.key);
    this.#tallies.set(segment.key, fresh);
    return fresh;
  }

  #forget(): void {
    const set = new Set(this.#players.map((player) => player.segment.key));
    let excess = this.#tallies.size - set.size - REMEMBERED;
    for (const [key, { firstHeardAt, floorMs }] of this.#tallies) {
      if (set.has(key) || (excess <= 0 && (firstHeardAt !== undefined || floorMs > 0))) continue;
      this.#tallies.delete(key);
      excess--;
    }
  }

  /** Brings everything up to now and sleeps until the next thing happens. */
  #advance(): void {
    const { clock, timeMap } = this.#options;
    const now = clock.monotonicNow();
    const map = timeMap();
    let next = Infinity;
    if (map !== undefined) {
      if (!this.#isTimeKnown) this.#knownSince = now;
      this.#isTimeKnown = true;
      this.#map = map;
      next = Math.min(next, ...[...this.#players].map((player) => this.#play(player, map, now)));
    } else {
      this.#isTimeKnown = false;
      // time is lost: what sounds falls silent, and may come back when there is time again
      for (const player of this.#players) if (this.#map !== undefined) this.#count(player, this.#map, now);
      this.#players = this.#players.map((each) => (each.countedUntil === undefined ? each : newPlayer(each.tally)));
    }
    this.#alarm?.cancel();
    this.#alarm = next < Infinity ? clock.at(Math.max(next, now + 0.5), () => this.#advance()) : undefined;
  }

  /** @returns when something happens to it next */
  #play(player: Player, map: TimeMap, now: number): number {
    const { segment, tally } = player;
    const [startsAt, endsAt] = [map.toMonotonic(segment.startAt), map.toMonotonic(segment.endAt)];
    const opensAt = Math.max(startsAt - OPEN_AHEAD_MS, player.retryAt);
    if (player.lengthMs === undefined && !player.opening && now >= opensAt && now < endsAt) void this.#open(player);
    const floorAt = map.toMonotonic(segment.startAt + tally.floorMs - segment.assetOffsetMs);
    const from = Math.max(startsAt, floorAt, player.readyAt, this.#knownSince);
    if (player.countedUntil === undefined && player.lengthMs !== undefined && now > from && from < endsAt) {
      player.countedUntil = from;
      this.#begin(tally, from, assetPositionAt(segment, map.toController(from)));
    }
    const isShortened = player.countedUntil !== undefined && endsAt < player.countedUntil;
    this.#count(player, map, Math.min(now, endsAt));
    if (now >= endsAt) {
      this.#players = this.#players.filter((other) => other !== player);
      if (player.countedUntil !== undefined) this.#ended(player, isShortened ? 'cut' : 'ended');
      return Infinity;
    }
    if (player.countedUntil !== undefined) return endsAt;
    // it has begun when a first sample was heard
    if (player.lengthMs !== undefined) return Math.min(Math.max(from, now) + 1, endsAt);
    return player.opening ? endsAt : Math.min(endsAt, Math.max(opensAt, now));
  }

  #begin(tally: Tally, at: number, positionMs: number): void {
    if (tally.firstHeardAt !== undefined) return;
    tally.firstHeardAt = at;
    tally.fromPositionMs = positionMs;
    this.#options.listener?.started?.(this.#recordOf(tally));
  }

  #count(player: Player, map: TimeMap, until: number): void {
    const { segment, tally, countedUntil: fromAt, lengthMs = 0 } = player;
    if (fromAt === undefined || until <= fromAt) return;
    player.countedUntil = until;
    const positionMs = assetPositionAt(segment, map.toController(fromAt));
    const toAt = Math.min(until, fromAt + lengthMs - positionMs);
    tally.floorMs = Math.max(tally.floorMs, positionMs + until - fromAt);
    if (toAt <= fromAt) return;
    tally.playedMs += toAt - fromAt;
    tally.lastHeardAt = toAt;
    tally.toPositionMs = positionMs + toAt - fromAt;
    this.#onHeard?.({ segment, fromAt, toAt, positionMs });
  }

  #ended({ tally }: Player, reason: PlayoutEndReason): void {
    this.#options.listener?.ended?.(this.#recordOf(tally), reason);
  }

  async #open(player: Player): Promise<void> {
    if (player.opening || player.lengthMs !== undefined) return;
    player.opening = true;
    const opened = await player.segment.open();
    player.opening = false;
    const now = this.#options.clock.monotonicNow();
    if (opened.ok) {
      if ('window' in opened) throw new Error('nobody sends streams here');
      player.lengthMs = opened.reader.durationSamples / SAMPLES_PER_MS;
      player.readyAt = now;
      player.said = undefined;
      opened.reader.free();
    } else {
      player.retryAt = now + RETRY_MS;
      if (player.said !== opened.reason) this.#options.listener?.failed?.(player.segment, opened.reason, opened.detail);
      player.said = opened.reason;
    }
    this.#advance();
  }

  #recordOf(tally: Tally): PlayedRecord {
    const map = this.#options.timeMap();
    const { segment, firstHeardAt, fromPositionMs } = tally;
    const planned =
      map === undefined || fromPositionMs === undefined
        ? undefined
        : map.toMonotonic(segment.startAt + fromPositionMs - segment.assetOffsetMs);
    return {
      key: segment.key,
      segment,
      playedMs: tally.playedMs,
      firstHeardAt,
      lastHeardAt: tally.lastHeardAt,
      fromPositionMs,
      toPositionMs: tally.toPositionMs,
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

const newPlayer = (tally: Tally): Player => ({
  ...{ segment: tally.segment, tally, lengthMs: undefined, readyAt: -Infinity, opening: false },
  ...{ retryAt: -Infinity, said: undefined, countedUntil: undefined },
});
