/** One segment while it is near: its opened sound, its read position, its fades. */
import { type LearntRate, RateFollower } from '../domain/rate-follower.ts';
import { SAMPLES_PER_MS } from '../ports/audio-sink.ts';
import type { PlayedTally } from './played-tally.ts';
import type { SoundSegment } from './segment.ts';
import type { SoundWindow } from './sound-window.ts';

/** Joins, holds and jumps ramp over 5 ms: shorter clicks, longer eats consonants. */
const RAMP_SAMPLES = 5 * SAMPLES_PER_MS;
/** An unforeseen cut fades over 50 ms. */
const CUT_SAMPLES = 50 * SAMPLES_PER_MS;
/** Crossfade of a jump, 10 ms. */
const JUMP_SAMPLES = 10 * SAMPLES_PER_MS;

export interface BlockPlan {
  /** range of the block, samples */
  from: number;
  to: number;
  /** asset position that all devices have at `from`, samples */
  desired: number;
  /** asset samples per output sample by the clocks */
  pace: number;
  /** index (may lie beyond the block) at which the segment ends */
  end: number;
}

export class SegmentPlayer {
  segment: SoundSegment;
  readonly tally: PlayedTally;
  readonly #learnt: LearntRate;
  #scratch = new Float32Array(0);
  #window: SoundWindow | undefined;
  #follower: RateFollower | undefined;
  #gain = 0;
  #cutLeft: number | undefined;
  #hasSounded = false;
  #rate = 1;

  constructor(segment: SoundSegment, tally: PlayedTally, learnt: LearntRate) {
    this.segment = segment;
    this.tally = tally;
    this.#learnt = learnt;
  }

  get ready(): boolean {
    return this.#window !== undefined;
  }

  get sounding(): boolean {
    return this.#follower !== undefined;
  }

  get hasSounded(): boolean {
    return this.#hasSounded;
  }

  /** samples still to fade after a cut; `undefined` when not cut */
  get cutLeft(): number | undefined {
    return this.#cutLeft;
  }

  get position(): number | undefined {
    return this.#follower?.position;
  }

  /** asset samples per output sample in the last block */
  get rate(): number {
    return this.#rate;
  }

  attach(window: SoundWindow): void {
    this.#window = window;
  }

  /** Starts at a whole sample; in mid-sound with a short ramp. */
  begin(position: number): void {
    this.#hasSounded = true;
    this.#follower = new RateFollower(this.#learnt, position, SAMPLES_PER_MS);
    // a stream goes on wherever it is come to
    this.#gain = position === 0 && this.segment.streamId === undefined ? this.#fullGain() : 0;
  }

  /** First position in `[from, to)` that can sound. */
  soundsFrom(from: number, to: number): number | undefined {
    return this.#window?.soundsFrom(from, to);
  }

  cut(): void {
    this.#cutLeft ??= CUT_SAMPLES;
  }

  /**
   * Mixes its part of a block.
   * @returns samples of the output in which the asset sounded
   * @throws SoundFault
   */
  mix(block: Float32Array, plan: BlockPlan): number {
    const follower = this.#follower;
    const window = this.#window;
    const count = plan.to - plan.from;
    if (follower === undefined || window === undefined || count <= 0) return 0;
    if (this.#scratch.length < count) this.#scratch = new Float32Array(count);
    const step = follower.step(plan.desired, plan.pace, count);
    this.#rate = step.kind === 'hold' ? 1 : step.rate;
    if (step.kind === 'hold') return this.#hold(block, plan, window, step.from);
    const at = step.kind === 'jump' ? step.to : step.from;
    const leaving = step.kind === 'jump' ? this.#leaving(window, step.from, count) : undefined;
    const sounded = window.read(at, step.rate, this.#scratch, 0, count);
    if (leaving !== undefined) {
      this.tally.jumped(at - step.from);
      this.#crossfade(leaving);
    }
    this.#add(block, plan, count);
    this.#raiseFloor(follower.position);
    return sounded;
  }

  /** Goes on by itself while it fades after a cut. @throws SoundFault */
  mixTail(block: Float32Array): void {
    const follower = this.#follower;
    const left = this.#cutLeft ?? 0;
    const count = Math.min(left, block.length);
    if (follower !== undefined)
      this.mix(block, { from: 0, to: count, desired: follower.position, pace: 1, end: Infinity });
    this.#cutLeft = left - count;
  }

  free(): void {
    this.#window?.free();
    this.#window = undefined;
    this.#follower = undefined;
  }

  #fullGain(): number {
    return 10 ** (this.segment.gainDb / 20);
  }

  /** Ahead of everybody: ramps down and waits; `begin` follows when the common position has come. */
  #hold(block: Float32Array, plan: BlockPlan, window: SoundWindow, from: number): number {
    const count = Math.min(RAMP_SAMPLES, plan.to - plan.from);
    const sounded = window.read(from, 1, this.#scratch, 0, count);
    const top = this.#gain;
    for (let i = 0; i < count; i++)
      block[plan.from + i] = (block[plan.from + i] as number) + (this.#scratch[i] as number) * top * (1 - i / count);
    this.tally.jumped(from - plan.desired);
    this.#raiseFloor(from + count);
    this.#follower = undefined;
    return sounded;
  }

  /** What would have followed without the jump. */
  #leaving(window: SoundWindow, from: number, count: number): Float32Array {
    const old = new Float32Array(Math.min(JUMP_SAMPLES, count));
    window.read(from, 1, old, 0, old.length);
    return old;
  }

  #crossfade(leaving: Float32Array): void {
    for (let i = 0; i < leaving.length; i++) {
      const share = i / leaving.length;
      this.#scratch[i] = (this.#scratch[i] as number) * share + (leaving[i] as number) * (1 - share);
    }
  }

  #add(block: Float32Array, plan: BlockPlan, count: number): void {
    const full = this.#fullGain();
    const fadeSamples = (this.segment.fadeOutMs ?? 0) * SAMPLES_PER_MS;
    const step = Math.max(full, this.#gain) / RAMP_SAMPLES;
    const cutFrom = this.#cutLeft;
    let gain = this.#gain;
    for (let i = 0; i < count; i++) {
      let target = full;
      if (fadeSamples > 0) target *= Math.max(0, Math.min(1, (plan.end - plan.from - i) / fadeSamples));
      if (cutFrom !== undefined) target *= Math.max(0, (cutFrom - i) / CUT_SAMPLES);
      gain += Math.max(-step, Math.min(step, target - gain));
      const k = plan.from + i;
      block[k] = (block[k] as number) + (this.#scratch[i] as number) * gain;
    }
    this.#gain = gain;
  }

  #raiseFloor(position: number): void {
    this.tally.floorSamples = Math.max(this.tally.floorSamples, position);
  }
}
