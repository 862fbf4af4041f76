/** Loudness of what a stream has sent of late: ITU-R BS.1770-4, gated as in EBU R 128, over a window that moves. */
import { FULL_SCALE, type Samples } from './samples.ts';

/** Filters of BS.1770-4, annex 1, for 48 kHz: the head, then what is below hearing. */
const HEAD: { b: [number, number, number]; a: [number, number] } = {
  b: [1.53512485958697, -2.69169618940638, 1.19839281085285],
  a: [-1.69065929318241, 0.73248077421585],
};
const HIGH_PASS: typeof HEAD = { b: [1, -2, 1], a: [-1.99004745483398, 0.99007225036621] };
const OFFSET_LU = -0.691;
/** A block is 400 ms, and one begins every 100 ms. */
const BLOCK_FRAMES = 20;
const STEP_FRAMES = 5;
/** Long enough not to follow the pauses of speech, short enough to follow from one programme to the next. */
const WINDOW_BLOCKS = 150;
/** Below this it is a room without a speaker. R 128 says −70, for programmes that were made with care. */
const GATE_LUFS = -55;
const RELATIVE_GATE_LU = -10;

/** A second-order filter in transposed direct form II. */
class Biquad {
  readonly #b0: number;
  readonly #b1: number;
  readonly #b2: number;
  readonly #a1: number;
  readonly #a2: number;
  #z1 = 0;
  #z2 = 0;

  constructor({ b: [b0, b1, b2], a: [a1, a2] }: typeof HEAD) {
    this.#b0 = b0;
    this.#b1 = b1;
    this.#b2 = b2;
    this.#a1 = a1;
    this.#a2 = a2;
  }

  next(x: number): number {
    const y = this.#b0 * x + this.#z1;
    this.#z1 = this.#b1 * x - this.#a1 * y + this.#z2;
    this.#z2 = this.#b2 * x - this.#a2 * y;
    return y;
  }
}

const loudnessOf = (power: number): number => OFFSET_LU + 10 * Math.log10(power);
const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

export class LoudnessMeter {
  readonly #head = new Biquad(HEAD);
  readonly #highPass = new Biquad(HIGH_PASS);
  /** mean square of each of the latest frames */
  readonly #frames: number[] = [];
  /** of blocks that are sound, oldest first */
  readonly #blocks: number[] = [];
  #untilBlock = BLOCK_FRAMES;
  #lufs: number | undefined;

  /** LUFS; `undefined` before there was any sound. */
  get lufs(): number | undefined {
    return this.#lufs;
  }

  push(frame: Samples): void {
    let sum = 0;
    for (const sample of frame) sum += this.#highPass.next(this.#head.next(sample / FULL_SCALE)) ** 2;
    this.#frames.push(sum / frame.length);
    if (this.#frames.length > BLOCK_FRAMES) this.#frames.shift();
    this.#untilBlock--;
    if (this.#untilBlock > 0) return;
    this.#untilBlock = STEP_FRAMES;
    const power = meanOf(this.#frames);
    // silence takes nothing from what is known
    if (power === 0 || loudnessOf(power) < GATE_LUFS) return;
    this.#blocks.push(power);
    if (this.#blocks.length > WINDOW_BLOCKS) this.#blocks.shift();
    const gate = loudnessOf(meanOf(this.#blocks)) + RELATIVE_GATE_LU;
    this.#lufs = loudnessOf(meanOf(this.#blocks.filter((each) => loudnessOf(each) >= gate)));
  }
}
