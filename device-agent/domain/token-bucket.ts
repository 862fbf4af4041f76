/** So many at once, and after that one each so often. */
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';

/** sums of fractions of one fall short of it */
const WHOLE = 1 - 1e-6;

export class TokenBucket {
  readonly #capacity: number;
  readonly #refillMs: Millis;
  #tokens: number;
  #countedAt: MonotonicMillis = -Infinity;

  constructor(capacity: number, refillMs: Millis) {
    this.#capacity = capacity;
    this.#refillMs = refillMs;
    this.#tokens = capacity;
  }

  /** When there is one to take: now or later. */
  readyAt(now: MonotonicMillis): MonotonicMillis {
    this.#count(now);
    return this.#tokens >= WHOLE ? now : now + (1 - this.#tokens) * this.#refillMs;
  }

  /** Takes one if there is one. */
  take(now: MonotonicMillis): void {
    this.#count(now);
    if (this.#tokens >= WHOLE) this.#tokens -= 1;
  }

  #count(now: MonotonicMillis): void {
    this.#tokens = Math.min(this.#capacity, this.#tokens + Math.max(0, now - this.#countedAt) / this.#refillMs);
    this.#countedAt = now;
  }
}
