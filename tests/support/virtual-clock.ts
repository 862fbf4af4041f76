/** A clock that moves only when told. */
import type { Clock } from '@loa-lang/device-agent/ports/clock';

export class VirtualClock implements Clock {
  readonly hasBatteryClock: boolean;
  #now: number;
  #wall: number;
  #timers: { at: number; call: () => void }[] = [];

  constructor(options: { now?: number; wall?: number; hasBatteryClock?: boolean } = {}) {
    this.#now = options.now ?? 1000;
    this.#wall = options.wall ?? 0;
    this.hasBatteryClock = options.hasBatteryClock ?? false;
  }

  monotonicNow(): number {
    return this.#now;
  }

  wallNow(): number {
    return this.#wall;
  }

  /** calls still to be made */
  get pending(): number {
    return this.#timers.length;
  }

  stepWall(byMs: number): void {
    this.#wall += byMs;
  }

  at(instant: number, call: () => void): { cancel(): void } {
    const timer = { at: instant, call };
    this.#timers.push(timer);
    return { cancel: () => (this.#timers = this.#timers.filter((other) => other !== timer)) };
  }

  /** Moves on, calling timers in order at their instants; between them pending promises run. */
  async advanceTo(instant: number): Promise<void> {
    for (;;) {
      const due = this.#timers.filter((timer) => timer.at <= instant).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#move(Math.max(due.at, this.#now));
      due.call();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#move(Math.max(this.#now, instant));
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Time passes while nothing runs, as in a blocked event loop or a stopped process. */
  stall(byMs: number): void {
    this.#move(this.#now + byMs);
  }

  #move(to: number): void {
    this.#wall += to - this.#now;
    this.#now = to;
  }
}
