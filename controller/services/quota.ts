/** So many acts of one name in a while. Bounded: when full it forgets all. */
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { Clock } from '../ports/clock.ts';

const MAX_NAMES = 20_000;

export class Quota {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #periodMs: Millis;
  readonly #counts = new Map<string, { since: MonotonicMillis; count: number }>();

  constructor(clock: Clock, limit: number, periodMs: Millis) {
    this.#clock = clock;
    this.#limit = limit;
    this.#periodMs = periodMs;
  }

  /** Whether it may happen now; when so, it is counted. */
  allows(name: string): boolean {
    const now = this.#clock.monotonicNow();
    const known = this.#counts.get(name);
    if (known === undefined || now - known.since >= this.#periodMs) {
      if (this.#counts.size >= MAX_NAMES) this.#counts.clear();
      this.#counts.set(name, { since: now, count: 1 });
      return true;
    }
    known.count++;
    return known.count <= this.#limit;
  }
}
