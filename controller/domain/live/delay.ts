/** How long after it was spoken a live is heard: chosen once, from what is known of the network to those who play it. */
import type { Millis } from '@loa-lang/schemas/units';
import { LIVE_FRAME_MS, LIVE_PACKET_FRAMES } from '@loa-lang/schemas/wire/live';

export const LEAST_DELAY_MS: Millis = 250;
/** Whoever hears the own voice from the pole later than this stops speaking. */
export const MOST_DELAY_MS: Millis = 900;
/** Nothing is known: a usual 4G network. */
export const USUAL_DELAY_MS: Millis = 300;
/** The first frame of a packet waits for the last. */
const PACKING_MS: Millis = (LIVE_PACKET_FRAMES - 1) * LIVE_FRAME_MS;
/** Verification, decoding, and what a sound card is given ahead. */
const DEVICE_MS: Millis = 60;
/** How much the speaker's own network may hold frames up. */
const UPLINK_MS: Millis = 100;

/** @param roundTripsMs 95th percentiles as the devices measured them, of those that did */
export function delayFor(roundTripsMs: readonly Millis[]): Millis {
  const known = roundTripsMs.filter((each) => Number.isFinite(each) && each >= 0).sort((a, b) => a - b);
  const slow = known[Math.ceil(known.length * 0.95) - 1];
  if (slow === undefined) return USUAL_DELAY_MS;
  const delay = Math.round(PACKING_MS + DEVICE_MS + UPLINK_MS + slow / 2);
  return Math.min(MOST_DELAY_MS, Math.max(LEAST_DELAY_MS, delay));
}
