/**
 * How like a recording is to what was played, over windows of five seconds that add up: the correlation of the bands'
 * levels in decibels, at the delay at which it is highest. Gain and colour fall out; noise lowers it; of another programme
 * only chance is left.
 */
import type { Millis } from '@loa-lang/schemas/units';
import { BAND_COUNT, BAND_FRAME_MS } from './band-frames.ts';

export const WINDOW_FRAMES = 250;
/** Delays that are tried, in frames: −100 ms to 1.1 s. */
const EARLIEST = -5;
const LATEST = 55;
const DELAYS = LATEST - EARLIEST + 1;
/** Frames of the recording that belong to a window: so many more at each end. */
export const BEFORE_FRAMES = -EARLIEST;
export const AFTER_FRAMES = LATEST;
/** Power below the mean of its band that counts as none, −30 dB: a pause is a pause. */
const FLOOR = 1e-3;
const NOTHING = 1e-14;
/** Played content that moves less has no face. */
const TELLING_DB = 3;

export interface Compared {
  /** −1 to 1 */
  likeness: number;
  delayMs: Millis;
  /** mean squares in the bands: played, recorded, and what of the recording follows the played */
  played: number;
  recorded: number;
  ours: number;
  /** how much the recording moves, dB: little is steady noise */
  movementDb: number;
  windows: number;
}

export class Likeness {
  readonly #both = new Float64Array(DELAYS);
  readonly #recordings = new Float64Array(DELAYS);
  /** of each delay: mean square of what follows the played */
  readonly #ours = new Float64Array(DELAYS);
  #plays = 0;
  #played = 0;
  #recorded = 0;
  #windows = 0;

  /**
   * @param played powers of the bands in {@link WINDOW_FRAMES} frames
   * @param recorded the same of the recording, with {@link BEFORE_FRAMES} before and {@link AFTER_FRAMES} after them
   * @returns whether there was anything to compare
   */
  add(played: Float32Array, recorded: Float32Array): boolean {
    const play = levels(played, WINDOW_FRAMES);
    if (Math.sqrt(play.squares / (WINDOW_FRAMES * BAND_COUNT)) < TELLING_DB) return false;
    const record = levels(recorded, WINDOW_FRAMES + DELAYS - 1);
    for (let delay = 0; delay < DELAYS; delay++) this.#compare(play.values, record.values, delay);
    for (let delay = 0; delay < DELAYS; delay++) {
      this.#ours[delay] = (this.#ours[delay] as number) + following(played, recorded, delay);
    }
    this.#plays += play.squares;
    this.#played += meanPower(played, 0);
    this.#recorded += meanPower(recorded, BEFORE_FRAMES);
    this.#windows++;
    return true;
  }

  result(): Compared {
    let [best, at] = [-1, 0];
    for (let delay = 0; delay < DELAYS; delay++) {
      const likeness = this.#likeness(delay);
      if (likeness > best) [best, at] = [likeness, delay];
    }
    const windows = Math.max(1, this.#windows);
    return {
      likeness: best,
      delayMs: (at + EARLIEST) * BAND_FRAME_MS,
      played: this.#played / windows,
      recorded: this.#recorded / windows,
      ours: (this.#ours[at] as number) / windows,
      movementDb: Math.sqrt((this.#recordings[at] as number) / (windows * WINDOW_FRAMES * BAND_COUNT)),
      windows: this.#windows,
    };
  }

  #likeness(delay: number): number {
    const size = Math.sqrt(this.#plays * (this.#recordings[delay] as number));
    return size === 0 ? 0 : (this.#both[delay] as number) / size;
  }

  #compare(played: Float32Array, recorded: Float32Array, delay: number): void {
    let [both, squares] = [0, 0];
    for (let band = 0; band < BAND_COUNT; band++) {
      let [product, sum, square] = [0, 0, 0];
      for (let n = 0; n < WINDOW_FRAMES; n++) {
        const y = recorded[(n + delay) * BAND_COUNT + band] as number;
        product += (played[n * BAND_COUNT + band] as number) * y;
        sum += y;
        square += y * y;
      }
      // the played has no mean any more
      both += product;
      squares += square - (sum * sum) / WINDOW_FRAMES;
    }
    this.#both[delay] = (this.#both[delay] as number) + both;
    this.#recordings[delay] = (this.#recordings[delay] as number) + squares;
  }
}

/** Decibels of each band less its mean, and the sum of their squares. */
function levels(powers: Float32Array, frames: number): { values: Float32Array; squares: number } {
  const values = new Float32Array(frames * BAND_COUNT);
  let squares = 0;
  for (let band = 0; band < BAND_COUNT; band++) {
    let mean = 0;
    for (let n = 0; n < frames; n++) mean += (powers[n * BAND_COUNT + band] as number) / frames;
    const floor = mean * FLOOR + NOTHING;
    let sum = 0;
    for (let n = 0; n < frames; n++) {
      const level = 10 * Math.log10((powers[n * BAND_COUNT + band] as number) + floor);
      values[n * BAND_COUNT + band] = level;
      sum += level;
    }
    for (let n = 0; n < frames; n++) {
      const value = (values[n * BAND_COUNT + band] as number) - sum / frames;
      values[n * BAND_COUNT + band] = value;
      squares += value * value;
    }
  }
  return { values, squares };
}

/** Power of the recording that rises and falls with what was played: slope of the one over the other, by bands. */
function following(played: Float32Array, recorded: Float32Array, delay: number): number {
  let power = 0;
  for (let band = 0; band < BAND_COUNT; band++) {
    let [x, y, xy, xx] = [0, 0, 0, 0];
    for (let n = 0; n < WINDOW_FRAMES; n++) {
      const a = played[n * BAND_COUNT + band] as number;
      const b = recorded[(n + delay) * BAND_COUNT + band] as number;
      x += a;
      y += b;
      xy += a * b;
      xx += a * a;
    }
    const spread = xx - (x * x) / WINDOW_FRAMES;
    const slope = spread <= 0 ? 0 : (xy - (x * y) / WINDOW_FRAMES) / spread;
    power += Math.max(0, slope) * (x / WINDOW_FRAMES);
  }
  return power;
}

function meanPower(powers: Float32Array, from: number): number {
  let sum = 0;
  for (let n = from; n < from + WINDOW_FRAMES; n++) {
    for (let band = 0; band < BAND_COUNT; band++) sum += powers[n * BAND_COUNT + band] as number;
  }
  return sum / WINDOW_FRAMES;
}
