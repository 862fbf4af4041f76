/** A clock that somebody moves: it stands still until it is told the next instant, and never goes back. */
import type { EpochMillis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { Clock } from '../ports/clock.ts';

export class DrivenClock implements Clock {
  #now: number;

  constructor(startsAt: EpochMillis) {
    this.#now = Math.floor(startsAt);
  }

  now(): EpochMillis {
    return this.#now;
  }

  preciseNow(): number {
    return this.#now;
  }

  monotonicNow(): MonotonicMillis {
    return this.#now;
  }

  /** An instant that is over already changes nothing. */
  moveTo(instant: EpochMillis): void {
    this.#now = Math.max(this.#now, Math.floor(instant));
  }
}
