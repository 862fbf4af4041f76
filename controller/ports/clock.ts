/** Controller time: monotonic, disciplined to the database's clock. Nothing else in the controller reads the time. */
import type { EpochMillis, MonotonicMillis } from '@loa-lang/schemas/units';

export interface Clock {
  /** controller time, whole milliseconds; never steps */
  now(): EpochMillis;
  /** controller time with fractions, for sync */
  preciseNow(): number;
  monotonicNow(): MonotonicMillis;
}
