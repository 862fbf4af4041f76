/** The two-way map between the device's monotonic clock and controller time. */
import type { EpochMillis, Millis, MonotonicMillis } from '@loa-lang/schemas/units';

export interface TimeMap {
  /** fractional milliseconds; continuous but for reported steps */
  toController(at: MonotonicMillis): EpochMillis;
  toMonotonic(at: EpochMillis): MonotonicMillis;
}

/** Controller minus device time as a function of device time. */
export type OffsetFunction = (at: MonotonicMillis) => Millis;

/** How fast a correction is followed: 500 ppm, under a hundredth of a semitone. */
const SLEW = 500e-6;
/** What would take longer than eight minutes to follow is taken at once; sound then joins the new position. */
const MAX_SLEWED_MS = 250;

/**
 * Follows a changing estimate of the offset without steps: what a new estimate moves is worked off slowly, so that
 * sound under way bends instead of jumping.
 */
export class SteadyTimeMap implements TimeMap {
  #target: OffsetFunction;
  #residualMs = 0;
  #since: MonotonicMillis = 0;

  constructor(target: OffsetFunction) {
    this.#target = target;
  }

  /** @param bend false takes the new estimate at once */
  retarget(target: OffsetFunction, at: MonotonicMillis, bend: boolean): void {
    const residualMs = this.#offset(at) - target(at);
    this.#residualMs = bend && Math.abs(residualMs) <= MAX_SLEWED_MS ? residualMs : 0;
    this.#since = at;
    this.#target = target;
  }

  toController(at: MonotonicMillis): EpochMillis {
    return at + this.#offset(at);
  }

  toMonotonic(at: EpochMillis): MonotonicMillis {
    let guess = at - this.#offset(this.#since);
    // the offset's slope is below 0.001, so each round gains three digits
    for (let round = 0; round < 4; round++) guess = at - this.#offset(guess);
    return guess;
  }

  #offset(at: MonotonicMillis): Millis {
    const left = Math.abs(this.#residualMs) - SLEW * Math.max(0, at - this.#since);
    return this.#target(at) + (left > 0 ? Math.sign(this.#residualMs) * left : 0);
  }
}
