/** One pending call on the device's clock; setting it again moves it. */
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { Clock } from '../ports/clock.ts';

export class Alarm {
  readonly #clock: Clock;
  readonly #call: () => void;
  #pending: { cancel(): void } | undefined;
  #at: MonotonicMillis | undefined;
  #ended = false;

  constructor(clock: Clock, call: () => void) {
    this.#clock = clock;
    this.#call = call;
  }

  /** When it will ring; `undefined` when it is not set. */
  get at(): MonotonicMillis | undefined {
    return this.#at;
  }

  set(at: MonotonicMillis): void {
    if (this.#ended || at === this.#at) return;
    this.cancel();
    this.#at = at;
    this.#pending = this.#clock.at(at, () => {
      this.#at = undefined;
      this.#pending = undefined;
      this.#call();
    });
  }

  after(delayMs: Millis): void {
    this.set(this.#clock.monotonicNow() + delayMs);
  }

  /** Moves it forward only. */
  notAfter(at: MonotonicMillis): void {
    if (this.#at === undefined || at < this.#at) this.set(at);
  }

  /** Cancels it for good: work that was under way when its service stopped cannot set it again. */
  end(): void {
    this.#ended = true;
    this.cancel();
  }

  cancel(): void {
    this.#pending?.cancel();
    this.#pending = undefined;
    this.#at = undefined;
  }
}
