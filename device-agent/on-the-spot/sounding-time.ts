/**
 * The time by which sound is made. Trusted time, where there is any. Where there is none and somebody has started
 * something at the device, the last time that is known for certain, counted on by the machine's own clock: it may be
 * hours behind and never ahead. Nothing planned or received sounds by it, see `services/view-plans`.
 */
import type { EpochMillis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { TimeMap } from '../domain/clock-offset-map.ts';
import type { Clock } from '../ports/clock.ts';
import type { LocalActs } from './local-acts.ts';

export interface SoundingTimeDeps {
  clock: Clock;
  acts: LocalActs;
  trusted: { now(): EpochMillis | undefined; timeMap(): TimeMap | undefined };
  /** it cannot be earlier than this now: of what is on the disk and of what the controller has signed */
  lowerBound(): EpochMillis | undefined;
}

export class SoundingTime {
  readonly #deps: SoundingTimeDeps;
  /** controller minus machine time, at least */
  #offset: number | undefined;

  constructor(deps: SoundingTimeDeps) {
    this.#deps = deps;
  }

  get isTrusted(): boolean {
    return this.#deps.trusted.now() !== undefined;
  }

  /** `undefined` while nothing may sound. */
  now(): EpochMillis | undefined {
    return this.#deps.trusted.now() ?? (this.#deps.acts.undated().length > 0 ? this.known() : undefined);
  }

  timeMap(): TimeMap | undefined {
    const { trusted, acts } = this.#deps;
    const map = trusted.timeMap();
    if (map !== undefined || acts.undated().length === 0) return map;
    const offset = this.#known();
    if (offset === undefined) return undefined;
    return {
      toController: (at: MonotonicMillis) => at + offset,
      toMonotonic: (at: EpochMillis) => at - offset,
    };
  }

  /** The best that is known, for judging who may start something; `undefined` on a device that never had any time. */
  known(): EpochMillis | undefined {
    const { trusted, clock } = this.#deps;
    const offset = this.#known();
    return trusted.now() ?? (offset === undefined ? undefined : Math.floor(clock.monotonicNow() + offset));
  }

  /** What is learnt counts, until something sounds by it: that must not jump. */
  #known(): number | undefined {
    const { clock, acts, lowerBound } = this.#deps;
    const [begun] = acts.undated();
    if (begun !== undefined) {
      // also what an earlier run of this program began in the same life of the machine
      this.#offset = begun.startAt - begun.startedAtMs;
      return this.#offset;
    }
    const bound = lowerBound();
    if (bound !== undefined) this.#offset = Math.max(this.#offset ?? -Infinity, bound - clock.monotonicNow());
    return this.#offset;
  }
}
