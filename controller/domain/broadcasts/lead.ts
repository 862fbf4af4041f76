/** How soon "now" can be: when plan and audio have reached the clusters that are listening. */
import type { Millis } from '@loa-lang/schemas/units';

/** Audio already there: one publish, its verification on the device, and a 4G round trip. */
export const CACHED_LEAD_MS: Millis = 300;
/** Beside the bytes themselves: the devices' spread wants, the manifest, verification and decoding. */
export const PUSH_MARGIN_MS: Millis = 1_500;

export interface Pace {
  bytesPerSecond: number;
  /** sent at once before the pace applies */
  burstBytes: number;
}

/** @param missingBytes of all assets that some online device does not hold yet */
export const leadMs = (missingBytes: number, pace: Pace): Millis =>
  missingBytes === 0
    ? CACHED_LEAD_MS
    : Math.ceil((Math.max(0, missingBytes - pace.burstBytes) / pace.bytesPerSecond) * 1000) + PUSH_MARGIN_MS;
