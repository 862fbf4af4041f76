/** How soon "now" can be: when plan and audio have reached the clusters that are listening. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Window } from './window.ts';

/** Audio already there: one publish, its verification on the device, and a 4G round trip. */
export const CACHED_LEAD_MS: Millis = 300;
/**
 * Beside the bytes themselves: the devices' spread wants, the manifest, verification, decoding, and a repair on a bad
 * link. Generous, since the start is brought forward as soon as the last listening cluster has the audio.
 */
export const PUSH_MARGIN_MS: Millis = 5_000;
/** Moving a start up by less is not worth another publish. */
const LEAST_GAIN_MS: Millis = 200;

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

/** The window moved up, now that the audio is there; `undefined` when that gains too little. */
export function broughtForward(window: Window, now: EpochMillis): Window | undefined {
  const gainMs = window.startAt - (now + CACHED_LEAD_MS);
  if (gainMs < LEAST_GAIN_MS) return undefined;
  return {
    startAt: window.startAt - gainMs,
    latestStartAt: window.latestStartAt - gainMs,
    joinUntilAt: window.joinUntilAt - gainMs,
    endsAt: window.endsAt - gainMs,
  };
}
