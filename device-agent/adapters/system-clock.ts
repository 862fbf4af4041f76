/** The machine's clocks. Monotonic time is CLOCK_MONOTONIC, so that processes of one machine agree on it. */
import type { EpochMillis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { Clock } from '../ports/clock.ts';

/** Timers of Node fire at once beyond 2^31 - 1 ms (24.8 days); half of it leaves no edge case. */
const LONGEST_TIMER_MS = 2 ** 30;

/** Never longer, whatever is asked: everything else in the process waits, too. */
const LONGEST_PAUSE_MS = 3;

export class SystemClock implements Clock {
  readonly hasBatteryClock: boolean;

  readonly #pause = new Int32Array(new SharedArrayBuffer(4));

  constructor(options: { hasBatteryClock: boolean }) {
    this.hasBatteryClock = options.hasBatteryClock;
  }

  monotonicNow(): MonotonicMillis {
    return Number(process.hrtime.bigint()) / 1e6;
  }

  wallNow(): EpochMillis {
    return Date.now();
  }

  pauseUntil(instant: MonotonicMillis): void {
    const leftMs = Math.min(LONGEST_PAUSE_MS, instant - this.monotonicNow());
    // nobody ever notifies: the timeout is the point
    if (leftMs > 0) Atomics.wait(this.#pause, 0, 0, leftMs);
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
