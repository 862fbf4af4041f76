/** The two-way map between the device's monotonic clock and controller time, as playout uses it. */
import type { EpochMillis, MonotonicMillis } from '@loa-lang/schemas/units';

export interface TimeMap {
  /** fractional milliseconds; continuous but for reported steps */
  toController(at: MonotonicMillis): EpochMillis;
  toMonotonic(at: EpochMillis): MonotonicMillis;
}

/** Asked at every use, since trust may come and go; `undefined` while there is no trusted time: then nothing sounds. */
export type TimeMapSource = () => TimeMap | undefined;
