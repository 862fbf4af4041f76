/** A device clock and a link to the controller whose two ways delay independently and keep the order. */
import type { SyncExchange } from '@loa-lang/device-agent/domain/clock-offset';

export interface LinkOptions {
  random: () => number;
  /** delay of each way, ms, uniform between the two */
  minDelayMs: number;
  maxDelayMs: number;
  /** error of the device crystal, parts per million */
  skewPpm?: number;
  /** added to controller time from a true instant on */
  step?: { atMs: number; byMs: number };
}

export class SimulatedLink {
  readonly #options: LinkOptions;
  readonly #epoch = 1_700_000_000_000;
  #lastUp = 0;
  #lastDown = 0;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** Device monotonic clock at a true instant. */
  monotonic(trueMs: number): number {
    return 5000 + trueMs * (1 + (this.#options.skewPpm ?? 0) * 1e-6);
  }

  controller(trueMs: number): number {
    const { step } = this.#options;
    return this.#epoch + trueMs + (step !== undefined && trueMs >= step.atMs ? step.byMs : 0);
  }

  exchange(trueMs: number): SyncExchange {
    const { random, minDelayMs, maxDelayMs } = this.#options;
    const delay = (): number => minDelayMs + (maxDelayMs - minDelayMs) * random();
    const received = Math.max(trueMs + delay(), this.#lastUp);
    this.#lastUp = received;
    const answered = received + 0.1;
    const arrived = Math.max(answered + delay(), this.#lastDown);
    this.#lastDown = arrived;
    return {
      sentAt: this.monotonic(trueMs),
      receivedAt: this.controller(received),
      answeredAt: this.controller(answered),
      arrivedAt: this.monotonic(arrived),
    };
  }
}
