/** How loud sound was, 10 ms by 10 ms, over the last seconds. */
import type { Millis } from '@loa-lang/schemas/units';

export const FRAME_MS: Millis = 10;
const FRAME_SAMPLES = 480;
/** 8 s and a little, some kilobytes. */
const KEPT = 840;
/** Blocks that miss each other by more do not follow one another. */
const SEAM_MS = 15;

/** Frames one after another. */
export interface Levels {
  meanSquare: Float64Array;
  /** of the samples: what a loudspeaker cannot play */
  mean: Float64Array;
}

export class FrameLevels {
  readonly #at = new Float64Array(KEPT);
  readonly #meanSquare = new Float64Array(KEPT);
  readonly #mean = new Float64Array(KEPT);
  #count = 0;
  #nextAt: number | undefined;
  #samples = 0;
  #sum = 0;
  #squares = 0;

  /** @param at when its first sample is heard, ms; by any clock, always the same */
  push(samples: Float32Array, at: number): void {
    if (this.#nextAt === undefined || Math.abs(at - this.#nextAt) > SEAM_MS) this.#restart();
    let frameAt = at - this.#samples / (FRAME_SAMPLES / FRAME_MS);
    for (let i = 0; i < samples.length; i++) {
      const value = samples[i] as number;
      this.#sum += value;
      this.#squares += value * value;
      if (++this.#samples < FRAME_SAMPLES) continue;
      this.#keep(frameAt);
      frameAt += FRAME_MS;
    }
    this.#nextAt = at + samples.length / (FRAME_SAMPLES / FRAME_MS);
  }

  /** Frames that begin in `[from, to)`, those that there are. */
  between(from: number, to: number): Levels {
    const indexes: number[] = [];
    for (let n = Math.max(0, this.#count - KEPT); n < this.#count; n++) {
      const at = this.#at[n % KEPT] as number;
      if (at >= from && at < to) indexes.push(n % KEPT);
    }
    return {
      meanSquare: Float64Array.from(indexes, (i) => this.#meanSquare[i] as number),
      mean: Float64Array.from(indexes, (i) => this.#mean[i] as number),
    };
  }

  /** Mean square of the last frames that were not silent; `undefined` when none is kept. */
  lastLoud(frames: number): number | undefined {
    let [sum, count] = [0, 0];
    for (let n = this.#count - 1; n >= Math.max(0, this.#count - KEPT) && count < frames; n--) {
      const level = this.#meanSquare[n % KEPT] as number;
      if (level === 0) continue;
      sum += level;
      count++;
    }
    return count === 0 ? undefined : sum / count;
  }

  #keep(at: number): void {
    const i = this.#count++ % KEPT;
    this.#at[i] = at;
    this.#meanSquare[i] = this.#squares / FRAME_SAMPLES;
    this.#mean[i] = this.#sum / FRAME_SAMPLES;
    this.#restart();
  }

  #restart(): void {
    this.#samples = 0;
    this.#sum = 0;
    this.#squares = 0;
  }
}

/** The same of samples that are all there. */
export function levelsOf(samples: Float32Array): Levels {
  const count = Math.floor(samples.length / FRAME_SAMPLES);
  const levels = { meanSquare: new Float64Array(count), mean: new Float64Array(count) };
  for (let n = 0; n < count; n++) {
    let [sum, squares] = [0, 0];
    for (let i = n * FRAME_SAMPLES; i < (n + 1) * FRAME_SAMPLES; i++) {
      const value = samples[i] as number;
      sum += value;
      squares += value * value;
    }
    levels.meanSquare[n] = squares / FRAME_SAMPLES;
    levels.mean[n] = sum / FRAME_SAMPLES;
  }
  return levels;
}

/** Mean square over all of it; 0 for nothing. */
export const meanOf = (values: Float64Array): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** -120 dBFS stands for digital silence. */
export const decibels = (meanSquare: number): number => 10 * Math.log10(Math.max(1e-12, meanSquare));
