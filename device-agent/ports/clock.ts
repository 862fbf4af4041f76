/** Clocks of a device. Nothing else in the agent reads the time. */
import type { EpochMillis, MonotonicMillis } from '@loa-lang/schemas/units';

export interface Clock {
  /** never steps, fractional milliseconds; on Linux CLOCK_MONOTONIC */
  monotonicNow(): MonotonicMillis;
  /** the machine's wall clock: may be 1970, may step, is believed only with `hasBatteryClock` */
  wallNow(): EpochMillis;
  /** a battery-backed real-time clock exists */
  readonly hasBatteryClock: boolean;
  /** Calls back once, as near to the monotonic instant as the platform can; delays beyond 24.8 days included. */
  at(instant: MonotonicMillis, call: () => void): { cancel(): void };
}
