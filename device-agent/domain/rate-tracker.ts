/**
 * When does an output hear which frame: a delay-locked loop over noisy readings (monotonic instant, frames heard),
 * wide at first, narrow later, so that a reading's jitter does not become wow.
 */
import type { MonotonicMillis } from '@loa-lang/schemas/units';

/** Loop bandwidth, Hz: first and final. The final one averages over minutes. */
const FIRST_BANDWIDTH_HZ = 0.1;
const LAST_BANDWIDTH_HZ = 0.01;
/** So long only the position is averaged: an output that is just filling its buffers would teach a wrong rate. */
const SETTLING_MS = 4000;
/** A reading weighs at least this much while settling, so that the transient of the start is forgotten. */
const LEAST_WEIGHT = 0.02;
/** A reading that misses by more is a break in the output (restart, underrun), not jitter. */
const BREAK_MS = 60;
/** Beyond this the output is broken, not a crystal. */
const MAX_SKEW = 0.0005;

export class RateTracker {
  readonly #framesPerMs: number;
  #at: MonotonicMillis | undefined;
  #startedAt = 0;
  #frames = 0;
  #rate: number;
  #jitterMs = 0;
  #readings = 0;

  constructor(sampleRateHz: number) {
    this.#framesPerMs = sampleRateHz / 1000;
    this.#rate = this.#framesPerMs;
  }

  /** @returns false when the reading broke with what was known and the loop started anew */
  observe(at: MonotonicMillis, frames: number): boolean {
    if (this.#at === undefined) {
      this.#restart(at, frames);
      return true;
    }
    const elapsedMs = at - this.#at;
    if (elapsedMs <= 0) return true;
    const expected = this.#frames + elapsedMs * this.#rate;
    const error = frames - expected;
    const errorMs = error / this.#framesPerMs;
    if (Math.abs(errorMs) > BREAK_MS) {
      this.#restart(at, frames);
      return false;
    }
    this.#jitterMs += (Math.abs(errorMs) - this.#jitterMs) / 50;
    this.#at = at;
    this.#readings++;
    const ageMs = at - this.#startedAt;
    if (ageMs < SETTLING_MS) {
      this.#frames = expected + error * Math.max(LEAST_WEIGHT, 1 / this.#readings);
      return true;
    }
    const bandwidth = Math.max(LAST_BANDWIDTH_HZ, (FIRST_BANDWIDTH_HZ * SETTLING_MS) / ageMs);
    const omega = Math.min(0.5, (2 * Math.PI * bandwidth * elapsedMs) / 1000);
    this.#frames = expected + Math.SQRT2 * omega * error;
    const rate = this.#rate + (omega ** 2 * error) / elapsedMs;
    const limit = this.#framesPerMs * MAX_SKEW;
    this.#rate = Math.max(this.#framesPerMs - limit, Math.min(this.#framesPerMs + limit, rate));
    return true;
  }

  framesAt(at: MonotonicMillis): number | undefined {
    return this.#at === undefined ? undefined : this.#frames + (at - this.#at) * this.#rate;
  }

  heardAt(frames: number): MonotonicMillis | undefined {
    return this.#at === undefined ? undefined : this.#at + (frames - this.#frames) / this.#rate;
  }

  /** mean deviation of readings, ms */
  get jitterMs(): number {
    return this.#jitterMs;
  }

  /** output's rate against the monotonic clock, parts per million */
  get skewPpm(): number {
    return (this.#rate / this.#framesPerMs - 1) * 1e6;
  }

  #restart(at: MonotonicMillis, frames: number): void {
    this.#at = at;
    this.#startedAt = at;
    this.#frames = frames;
    this.#jitterMs = 0;
    this.#readings = 1;
  }
}
