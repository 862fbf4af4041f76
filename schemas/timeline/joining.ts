/** Whether a device that was not there at the start may still come in. Not part of the timeline: neighbours differ in it. */
import type { EpochMillis } from '../units.ts';

/**
 * A device joins at the position where the others are, up to `joinUntilAt`; one that was sounding this very run before
 * (a crash, a power cut) comes back as long as it lasts.
 */
export const mayJoin = (
  run: { joinUntilAt: EpochMillis; endAt: EpochMillis },
  now: EpochMillis,
  wasSoundingBefore: boolean,
): boolean => now < run.endAt && (wasSoundingBefore || now <= run.joinUntilAt);
