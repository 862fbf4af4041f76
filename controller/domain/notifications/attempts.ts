/** When something that did not arrive is tried again, and when that is given up. */
import type { Millis } from '@loa-lang/schemas/units';

const MINUTE: Millis = 60_000;
/**
 * After each attempt that failed. The first are soon, for a server that restarts or asks to come again (greylisting takes
 * some minutes); together they last 16 hours, so that a night's outage loses nothing.
 */
const PAUSES_MS: readonly Millis[] = [0.5, 2, 10, 30, 60, 120, 240, 480].map((minutes) => minutes * MINUTE);

/** @param failed attempts so far, at least one @param spread 0…1, so that many do not come at once @returns `undefined`: given up */
export function pauseAfter(failed: number, spread: number): Millis | undefined {
  const pause = PAUSES_MS[failed - 1];
  return pause === undefined ? undefined : pause * (0.9 + 0.2 * spread);
}

/** All timeouts of a carrier together are shorter: what is still being sent then is nobody's any more. */
export const SENDING_MS: Millis = 3 * MINUTE;
/** A channel on which nothing has arrived for so long although something was to is a matter of its own. */
export const FAILING_MS: Millis = 30 * MINUTE;
