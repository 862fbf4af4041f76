/** Clocks of a device. Nothing else in the agent reads the time. */
import type { EpochMillis, MonotonicMillis } from '@loa-lang/schemas/units';

export interface Clock {
  /** never steps, fractional milliseconds; on Linux CLOCK_MONOTONIC */
  monotonicNow(): MonotonicMillis;
  /** the machine's wall clock: may be 1970, may step, is believed only with `hasBatteryClock` */
  wallNow(): EpochMillis;
  /** a battery-backed real-time clock exists */
  readonly hasBatteryClock: boolean;
  /**
   * Sleeps the whole thread until the instant, for the last two milliseconds before a sound: a sleeping thread is woken
   * more exactly than a turning event loop on a machine with more processes than cores. Absent on clocks moved by hand.
   */
  pauseUntil?(instant: MonotonicMillis): void;
  /** Calls back once, as near to the monotonic instant as the platform can; delays beyond 24.8 days included. */
  at(instant: MonotonicMillis, call: () => void): { cancel(): void };
}
