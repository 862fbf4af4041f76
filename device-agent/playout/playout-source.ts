/**
 * Playout: from segments on controller time to the samples a sink asks for. The sink says when a block will be heard;
 * the time map says which controller instant that is; from it follows the position in the asset, the same on all
 * devices. `render` is synchronous and never throws; opening and events happen outside it.
 */
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import { LearntRate } from '../domain/rate-follower.ts';
import { type Hearing, SAMPLES_PER_MS } from '../ports/audio-sink.ts';
import type { Clock } from '../ports/clock.ts';
import { Limiter } from './limiter.ts';
import type { PlayedRecord, PlayoutEndReason, PlayoutListener } from './played.ts';
import { PlayedTallies } from './played-tallies.ts';
import type { Playout, PlayoutOptions } from './playout.ts';
import { assetPositionAt, isSameSound, type SoundSegment } from './segment.ts';
import { type BlockPlan, SegmentPlayer } from './segment-player.ts';
import { SoundOpener } from './sound-opener.ts';
import type { TimeMap, TimeMapSource } from './time-map.ts';

/** A block: by then every agent of the process has handed over its first one. */
const TELL_AFTER_MS = 20;

export class PlayoutSource implements Playout {
  readonly #clock: Clock;
  readonly #timeMap: TimeMapSource;
  readonly #listener: PlayoutListener;
  readonly #isAudible: (at: MonotonicMillis) => boolean;
  readonly #learnt = new LearntRate();
  readonly #limiter = new Limiter();
  readonly #tallies = new PlayedTallies();
  readonly #opener: SoundOpener;
  #players: SegmentPlayer[] = [];
  #tails: SegmentPlayer[] = [];
  readonly #events: (() => void)[] = [];
  #telling: { cancel(): void } | undefined;

  constructor(options: PlayoutOptions) {
    this.#clock = options.clock;
    this.#timeMap = options.timeMap;
    this.#listener = options.listener ?? {};
    this.#isAudible = options.isAudible ?? (() => true);
    this.#opener = new SoundOpener({
      clock: options.clock,
      timeMap: options.timeMap,
      players: () => this.#players,
      failed: (segment, reason, detail) => this.#emit(() => this.#listener.failed?.(segment, reason, detail)),
    });
  }

  setSegments(segments: readonly SoundSegment[]): void {
    const before = new Map(this.#players.map((player) => [player.segment.key, player]));
    const ordered = [...segments].sort((a, b) => a.startAt - b.startAt);
    this.#players = ordered.map((given, i) => {
      const next = ordered[i + 1];
      // one source at a time, whatever is asked for
      const segment = next !== undefined && next.startAt < given.endAt ? { ...given, endAt: next.startAt } : given;
      const player = before.get(segment.key);
      if (player === undefined || !isSameSound(player.segment, segment))
        return new SegmentPlayer(segment, this.#tallies.for(segment), this.#learnt);
      before.delete(segment.key);
      player.segment = segment;
      player.tally.segment = segment;
      return player;
    });
    for (const player of before.values()) this.#drop(player);
    this.#tallies.prune(new Set(this.#players.map((player) => player.segment.key)));
    this.#opener.wake();
  }

  setFloor(key: string, assetPositionMs: Millis): void {
    this.#tallies.setFloor(key, assetPositionMs * SAMPLES_PER_MS);
  }

  record(key: string): PlayedRecord | undefined {
    return this.#tallies.get(key)?.record();
  }

  records(): PlayedRecord[] {
    return this.#tallies.all().map((tally) => tally.record());
  }

  prime(): Promise<void> {
    return this.#opener.prime();
  }

  stop(): void {
    this.#opener.stop();
    this.#tell();
    for (const player of [...this.#players, ...this.#tails]) player.free();
    this.#players = [];
    this.#tails = [];
  }

  nextSoundAt(now: MonotonicMillis): MonotonicMillis | undefined {
    const map = this.#timeMap();
    if (this.#tails.length > 0) return now;
    if (map === undefined) return undefined;
    for (const player of this.#players) {
      const { segment, tally } = player;
      const floorAt = segment.startAt + tally.floorSamples / SAMPLES_PER_MS - segment.assetOffsetMs;
      const from = player.sounding ? segment.startAt : Math.max(segment.startAt, floorAt);
      if (from >= segment.endAt || map.toMonotonic(segment.endAt) <= now) continue;
      return Math.max(now, map.toMonotonic(from), player.ready ? now : this.#opener.retryAt(player));
    }
    return undefined;
  }

  render(block: Float32Array, heardAt: MonotonicMillis, hearing: Hearing): boolean {
    block.fill(0);
    const map = this.#timeMap();
    if (map === undefined) for (const player of this.#players) this.#interrupt(player);
    let any = this.#mixTails(block);
    if (map !== undefined && this.#players.length > 0) any = this.#mixPlayers(block, heardAt, hearing, map) || any;
    return any;
  }

  #mixTails(block: Float32Array): boolean {
    if (this.#tails.length === 0) return false;
    for (const tail of this.#tails) {
      try {
        tail.mixTail(block);
      } catch {
        // what broke while it faded is silent the sooner
        tail.free();
      }
      if ((tail.cutLeft ?? 0) <= 0) tail.free();
    }
    this.#tails = this.#tails.filter((tail) => tail.sounding);
    return true;
  }

  #mixPlayers(block: Float32Array, heardAt: MonotonicMillis, hearing: Hearing, map: TimeMap): boolean {
    const length = block.length;
    const start = map.toController(heardAt);
    const span = map.toController(heardAt + length / SAMPLES_PER_MS) - start;
    const indexOf = (at: number): number => Math.round(((at - start) / span) * length);
    const heard: { player: SegmentPlayer; plan: BlockPlan; samples: number }[] = [];
    let any = false;
    for (const player of [...this.#players]) {
      const { segment } = player;
      if (segment.startAt >= start + span) break;
      const end = indexOf(segment.endAt);
      if (end <= 0) {
        this.#end(player, player.sounding ? 'cut' : 'ended');
        continue;
      }
      const from = Math.max(0, indexOf(segment.startAt));
      const to = Math.min(length, end);
      if (from >= to) continue;
      const at = from === 0 ? start : segment.startAt;
      const plan: BlockPlan = {
        from,
        to,
        desired: assetPositionAt(segment, at) * SAMPLES_PER_MS,
        pace: (span * SAMPLES_PER_MS) / length,
        end,
      };
      any = true;
      const samples = this.#mixOne(player, block, plan, heardAt, hearing, map);
      if (player.hasSounded) heard.push({ player, plan, samples });
    }
    this.#limiter.process(block);
    for (const { player, plan, samples } of heard) {
      this.#count(player, plan, samples, block, heardAt);
      // done with its last sample, not one block later: a tail would play on beyond the end
      if (plan.end <= length) this.#end(player, 'ended');
    }
    return any;
  }

  #mixOne(
    player: SegmentPlayer,
    block: Float32Array,
    plan: BlockPlan,
    heardAt: MonotonicMillis,
    hearing: Hearing,
    map: TimeMap,
  ): number {
    const { tally, segment } = player;
    if (!player.ready) {
      this.#opener.wake();
      if (tally.underrun((plan.to - plan.from) / SAMPLES_PER_MS))
        this.#emit(() => this.#listener.underrun?.(tally.record()));
      return 0;
    }
    if (!player.sounding) {
      const first = Math.max(plan.desired, tally.floorSamples);
      const sounds = player.soundsFrom(first, plan.desired + (plan.to - plan.from) * plan.pace);
      if (sounds === undefined) return 0;
      const wait = Math.ceil((sounds - plan.desired) / plan.pace);
      plan.from += wait;
      plan.desired += wait * plan.pace;
      if (plan.from >= plan.to) return 0;
      const position = Math.max(Math.round(plan.desired), Math.ceil(tally.floorSamples));
      player.begin(position);
      if (!tally.started) {
        const planned = segment.startAt + position / SAMPLES_PER_MS - segment.assetOffsetMs;
        tally.begin(heardAt + plan.from / SAMPLES_PER_MS, map.toMonotonic(planned), position, hearing);
        this.#emit(() => this.#listener.started?.(tally.record()));
      }
    }
    try {
      return player.mix(block, plan);
    } catch (cause) {
      this.#opener.broke(player, cause);
      return 0;
    }
  }

  #count(player: SegmentPlayer, plan: BlockPlan, samples: number, block: Float32Array, heardAt: MonotonicMillis): void {
    const at = heardAt + plan.from / SAMPLES_PER_MS;
    if (samples === 0 || !this.#isAudible(at)) return;
    const output = block.subarray(plan.from, plan.from + samples);
    player.tally.heard(samples * player.rate, output, at + samples / SAMPLES_PER_MS, player.tally.floorSamples);
  }

  /** Leaves the list, fading when it still sounds. */
  #drop(player: SegmentPlayer): void {
    const over = player.sounding ? 'cut' : undefined;
    this.#release(player);
    if (over !== undefined) this.#finished(player, over);
  }

  #end(player: SegmentPlayer, reason: PlayoutEndReason): void {
    this.#players = this.#players.filter((other) => other !== player);
    if (reason === 'cut') this.#release(player);
    else player.free();
    if (player.hasSounded) this.#finished(player, reason);
  }

  /** Time is lost: what sounds fades and may come back when there is time again. */
  #interrupt(player: SegmentPlayer): void {
    if (!player.sounding) return;
    const again = new SegmentPlayer(player.segment, player.tally, this.#learnt);
    this.#players = this.#players.map((other) => (other === player ? again : other));
    this.#release(player);
    this.#opener.wake();
  }

  #release(player: SegmentPlayer): void {
    if (!player.sounding) player.free();
    else {
      player.cut();
      this.#tails.push(player);
    }
  }

  #finished(player: SegmentPlayer, reason: PlayoutEndReason): void {
    const { tally } = player;
    this.#emit(() => this.#listener.ended?.(tally.record(), reason));
  }

  /** Listeners run in order, in a turn of their own: other agents' first blocks of the same instant go before them. */
  #emit(event: () => void): void {
    this.#events.push(event);
    this.#telling ??= this.#clock.at(this.#clock.monotonicNow() + TELL_AFTER_MS, () => this.#tell());
  }

  #tell(): void {
    this.#telling?.cancel();
    this.#telling = undefined;
    for (const call of this.#events.splice(0)) {
      try {
        call();
      } catch {
        // a listener's fault must not silence the horns
      }
    }
  }
}
