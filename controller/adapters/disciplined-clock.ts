/** Controller time: this machine's monotonic clock, led gently by PostgreSQL's clock, which all controllers share. */
import { performance } from 'node:perf_hooks';
import type { EpochMillis, Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { Clock } from '../ports/clock.ts';

/** `clock_timestamp()` of the database in ms since 1970, with fractions. Rejects when the database is away. */
export type ReferenceReader = () => Promise<number>;

export interface ClockSources {
  reference: ReferenceReader;
  /** of this machine; only where the time starts as long as the database was never reached */
  wallNow?: () => number;
  monotonicNow?: () => MonotonicMillis;
  /** `offMs`: reference minus own time. Called once as each step is noticed, not again while it lasts. */
  onStep?: (offMs: Millis) => void;
  /** the reference agrees again without anybody's doing */
  onStepOver?: () => void;
}

/** A crystal is good to some 50 ppm, so 500 ppm always catches up, and devices' own filters do not notice it. */
const MAX_SLEW = 500e-6;
/** At 50 ppm this is 3 ms between two looks. */
const MEASURE_EVERY_MS: Millis = 60_000;
/** More than this is a fault of a clock, not drift, and never followed silently. */
const STEP_MS: Millis = 2_000;
const SAMPLES = 5;
/** A slower answer says too little about when it was given. */
const MAX_ROUND_TRIP_MS: Millis = 1_000;

interface Sample {
  roundTripMs: Millis;
  /** reference time minus monotonic time */
  offsetMs: Millis;
}

export class DisciplinedClock implements Clock {
  readonly #sources: Required<Pick<ClockSources, 'reference' | 'wallNow' | 'monotonicNow'>> & ClockSources;
  /** own time and monotonic time at the last correction */
  #anchor: { time: number; monotonic: MonotonicMillis } | undefined;
  /** still to be added since the anchor, ms; added at no more than `MAX_SLEW` */
  #correctionMs = 0;
  #stepped = false;
  #following = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(sources: ClockSources) {
    this.#sources = { wallNow: Date.now, monotonicNow: () => performance.now(), ...sources };
  }

  /** Takes the reference's time; the wall clock's when the database is away. Never rejects. */
  async start(): Promise<void> {
    this.#following = await this.measure();
    this.#timer = setInterval(() => void this.measure(), MEASURE_EVERY_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  now(): EpochMillis {
    return Math.floor(this.preciseNow());
  }

  preciseNow(): number {
    const anchor = this.#anchored();
    const elapsed = this.#sources.monotonicNow() - anchor.monotonic;
    const bound = elapsed * MAX_SLEW;
    return anchor.time + elapsed + Math.max(-bound, Math.min(bound, this.#correctionMs));
  }

  monotonicNow(): MonotonicMillis {
    return this.#sources.monotonicNow();
  }

  /** True while the reference is further away than what is followed silently. */
  get stepped(): boolean {
    return this.#stepped;
  }

  /** Compares with the reference once and corrects what is small. False when the database gave no usable answer. */
  async measure(): Promise<boolean> {
    const best = await this.#sample();
    if (best === undefined) return false;
    if (this.#anchor === undefined) {
      const monotonic = this.#sources.monotonicNow();
      this.#anchor = { time: monotonic + best.offsetMs, monotonic };
      return true;
    }
    this.#correct(best);
    return true;
  }

  /**
   * Follows a step after a person has said so. Own time jumps, which `now()` promises not to do by itself.
   * @returns false when the database gave no usable answer; then nothing has changed.
   */
  async acceptStep(): Promise<boolean> {
    const best = await this.#sample();
    if (best === undefined) return false;
    const monotonic = this.#sources.monotonicNow();
    this.#anchor = { time: monotonic + best.offsetMs, monotonic };
    this.#correctionMs = 0;
    this.#endStep();
    return true;
  }

  #anchored(): { time: number; monotonic: MonotonicMillis } {
    this.#anchor ??= { time: this.#sources.wallNow(), monotonic: this.#sources.monotonicNow() };
    return this.#anchor;
  }

  #correct(best: Sample): void {
    const monotonic = this.#sources.monotonicNow();
    const time = this.preciseNow();
    const offMs = monotonic + best.offsetMs - time;
    // what is left of the last correction is part of the difference just measured
    this.#anchor = { time, monotonic };
    if (Math.abs(offMs) <= STEP_MS) {
      this.#correctionMs = offMs;
      this.#following = true;
      this.#endStep();
      return;
    }
    this.#correctionMs = 0;
    if (this.#stepped) return;
    this.#stepped = true;
    this.#sources.onStep?.(offMs);
  }

  #endStep(): void {
    if (!this.#stepped) return;
    this.#stepped = false;
    this.#sources.onStepOver?.();
  }

  /** Of some samples the one with the shortest round trip; its error is at most half of that. */
  async #sample(): Promise<Sample | undefined> {
    const samples: Sample[] = [];
    for (let count = 0; count < SAMPLES; count += 1) {
      const sentAt = this.#sources.monotonicNow();
      const reference = await this.#sources.reference().catch(() => undefined);
      const roundTripMs = this.#sources.monotonicNow() - sentAt;
      if (reference === undefined) break;
      if (roundTripMs <= MAX_ROUND_TRIP_MS) {
        samples.push({ roundTripMs, offsetMs: reference - (sentAt + roundTripMs / 2) });
      }
    }
    return samples.sort((a, b) => a.roundTripMs - b.roundTripMs)[0];
  }

  /** False until the reference was reached for the first time. */
  get following(): boolean {
    return this.#following;
  }
}
