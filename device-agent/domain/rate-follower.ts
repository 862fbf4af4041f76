/** Decides, block by block, how a read position follows the position that all devices should have. */
import { initialRate, type RateState, stepRate } from './rate-control.ts';

export type FollowStep =
  /** read on at this rate */
  | { kind: 'read'; from: number; rate: number }
  /** too far behind to catch up by bending: leave `from`, go on at `to` */
  | { kind: 'jump'; from: number; to: number; rate: number }
  /** too far ahead: be silent until the common position arrives, since nothing sounds twice */
  | { kind: 'hold'; from: number };

/** Above this an error is a jump. Two speakers 40 ms apart begin to sound like an echo. */
export const MAX_BENT_SAMPLES = 1920;
/** Errors below one sample at a rate within 0.2 ppm of nominal are left alone, so that samples pass unchanged. */
const UNTOUCHED_SAMPLES = 1;
const UNTOUCHED_RATE = 2e-7;

/** What the output's crystal taught, shared by all sounds of one output. */
export class LearntRate {
  state: RateState = initialRate();
}

export class RateFollower {
  readonly #learnt: LearntRate;
  readonly #samplesPerMs: number;
  #position: number;

  constructor(learnt: LearntRate, position: number, samplesPerMs: number) {
    this.#learnt = learnt;
    this.#position = position;
    this.#samplesPerMs = samplesPerMs;
  }

  /** sample that the next block begins with */
  get position(): number {
    return this.#position;
  }

  /**
   * Plans a block of `count` samples and moves on.
   * @param desired position that the block's first sample should have
   * @param pace samples of the asset per sample of output by the clocks alone, near 1
   */
  step(desired: number, pace: number, count: number): FollowStep {
    const from = this.#position;
    const error = desired - from;
    if (error < -MAX_BENT_SAMPLES) return { kind: 'hold', from };
    if (error > MAX_BENT_SAMPLES) {
      const to = Math.round(desired);
      this.#position = to + pace * count;
      return { kind: 'jump', from, to, rate: pace };
    }
    const { state, rate: bend } = stepRate(this.#learnt.state, error / this.#samplesPerMs, count / this.#samplesPerMs);
    const idle = Math.abs(error) < UNTOUCHED_SAMPLES && Math.abs(pace + this.#learnt.state.learnt - 1) < UNTOUCHED_RATE;
    if (!idle) this.#learnt.state = state;
    const rate = idle && Number.isInteger(from) ? 1 : pace * bend;
    this.#position = from + rate * count;
    return { kind: 'read', from, rate };
  }
}
