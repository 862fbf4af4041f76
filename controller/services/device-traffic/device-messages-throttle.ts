/** Lets a named act happen at most once in a while. Bounded: when full it forgets all, and acts may come early once. */
import type { Millis } from '@loa-lang/schemas/units';
import type { Clock } from '../../ports/clock.ts';

const MAX_NAMES = 20_000;

export class Throttle {
  private readonly clock: Clock;
  private readonly pauseMs: Millis;
  private readonly doneAtMs = new Map<string, number>();

  constructor(clock: Clock, pauseMs: Millis) {
    this.clock = clock;
    this.pauseMs = pauseMs;
  }

  /** Whether it may happen now; when so, it is taken as done. */
  allows(name: string): boolean {
    const now = this.clock.monotonicNow();
    if (now - (this.doneAtMs.get(name) ?? -Infinity) < this.pauseMs) return false;
    if (this.doneAtMs.size >= MAX_NAMES) this.doneAtMs.clear();
    this.doneAtMs.set(name, now);
    return true;
  }
}
