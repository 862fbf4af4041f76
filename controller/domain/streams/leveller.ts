/**
 * Brings a stream to the loudness of everything else. It hears each frame seconds before it has to say what becomes of
 * it, because the stream is delayed anyway; ffmpeg's own normaliser would add three seconds, and hide how quiet the
 * source was.
 */
import { LoudnessMeter } from './loudness-meter.ts';
import { FRAME_MS, peakOf, type Samples } from './samples.ts';

export interface LevelTarget {
  targetLufs: number;
  maxTruePeakDbtp: number;
}

/** More would make a hiss of a source that is nearly silent. */
const MOST_GAIN_DB = 20;
const LEAST_GAIN_DB = -30;
/** Somebody who suddenly speaks louder is turned down in a moment; what gets quieter is followed slowly. */
const DOWN_DB_PER_S = 8;
const UP_DB_PER_S = 2;
/** How fast a limited peak is let go. */
const RELEASE_DB_PER_S = 25;
/** Between samples, and after lossy coding, peaks are higher than the samples say. */
const PEAK_MARGIN_DB = 1;

const factor = (db: number): number => 10 ** (db / 20);
const perFrame = (dbPerSecond: number): number => (dbPerSecond * FRAME_MS) / 1000;

export class Leveller {
  readonly #target: LevelTarget;
  readonly #ceiling: number;
  readonly #meter = new LoudnessMeter();
  #gainDb: number | undefined;
  /** what the last sample was multiplied by */
  #factor: number | undefined;

  constructor(target: LevelTarget) {
    this.#target = target;
    this.#ceiling = factor(target.maxTruePeakDbtp - PEAK_MARGIN_DB);
  }

  /** Of the source, LUFS. */
  get lufs(): number | undefined {
    return this.#meter.lufs;
  }

  /** Each frame as it comes from the source, in order. */
  hear(frame: Samples): void {
    this.#meter.push(frame);
  }

  /** Each frame as it leaves, in order. @param next the one after it, where it is known */
  level(frame: Samples, next: Samples | undefined): Samples {
    const gain = factor(this.#nextGainDb());
    // neither end of a frame may be louder than the louder of the two frames that meet there allows
    const limit = Math.min(this.#limitOf(frame), next === undefined ? Number.POSITIVE_INFINITY : this.#limitOf(next));
    const from = Math.min(this.#factor ?? gain, this.#limitOf(frame));
    const to = Math.min(gain, limit, from * factor(perFrame(RELEASE_DB_PER_S)));
    this.#factor = to;
    const step = (to - from) / frame.length;
    const levelled = new Int16Array(frame.length);
    for (let i = 0; i < frame.length; i++) levelled[i] = Math.round((frame[i] as number) * (from + step * i));
    return levelled;
  }

  #limitOf(frame: Samples): number {
    const peak = peakOf(frame);
    return peak === 0 ? Number.POSITIVE_INFINITY : this.#ceiling / peak;
  }

  #nextGainDb(): number {
    const { lufs } = this.#meter;
    if (lufs === undefined) return this.#gainDb ?? 0;
    const wanted = Math.max(LEAST_GAIN_DB, Math.min(MOST_GAIN_DB, this.#target.targetLufs - lufs));
    const now = this.#gainDb ?? wanted;
    this.#gainDb = Math.max(now - perFrame(DOWN_DB_PER_S), Math.min(now + perFrame(UP_DB_PER_S), wanted));
    return this.#gainDb;
  }
}
