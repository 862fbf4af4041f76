/** The machine's clocks. Monotonic time is CLOCK_MONOTONIC, so that processes of one machine agree on it. */
import type { EpochMillis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { Clock } from '../ports/clock.ts';

/** Timers of Node fire at once beyond 2^31 - 1 ms (24.8 days); half of it leaves no edge case. */
const LONGEST_TIMER_MS = 2 ** 30;

export class SystemClock implements Clock {
  readonly hasBatteryClock: boolean;

  constructor(options: { hasBatteryClock: boolean }) {
    this.hasBatteryClock = options.hasBatteryClock;
  }

  monotonicNow(): MonotonicMillis {
    return Number(process.hrtime.bigint()) / 1e6;
  }

  wallNow(): EpochMillis {
    return Date.now();
  }

  at(instant: MonotonicMillis, call: () => void): { cancel(): void } {
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const leftMs = instant - this.monotonicNow();
      timer = leftMs > LONGEST_TIMER_MS ? setTimeout(arm, LONGEST_TIMER_MS) : setTimeout(call, Math.max(0, leftMs));
    };
    arm();
    return { cancel: () => clearTimeout(timer) };
  }
}
