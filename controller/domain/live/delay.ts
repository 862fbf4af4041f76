/** How long after it was spoken a live is heard: chosen once, from what is known of the network to those who play it. */
import type { Millis } from '@loa-lang/schemas/units';
import { LIVE_FRAME_MS, LIVE_PACKET_FRAMES } from '@loa-lang/schemas/wire/live';

export const LEAST_DELAY_MS: Millis = 250;
/** Whoever hears the own voice from the pole later than this stops speaking. */
export const MOST_DELAY_MS: Millis = 900;
/** Nothing is known: a sound card behind a usual 4G network. */
export const USUAL_DELAY_MS: Millis = 400;
/** The first frame of a packet waits for the last. */
const PACKING_MS: Millis = (LIVE_PACKET_FRAMES - 1) * LIVE_FRAME_MS;
/** Verification, decoding and crossfading on a small board. */
const DEVICE_MS: Millis = 20;
/** What ALSA and PulseAudio outputs are given ahead, where a device has not said how much that is. */
const USUAL_OUTPUT_AHEAD_MS: Millis = 160;
/** How much the speaker's own network may hold frames up. */
const UPLINK_MS: Millis = 100;

/** What a device has measured of itself; `undefined` where it has not. */
export interface ListenerReach {
  /** 95th percentile of the round trips to the controller */
  roundTripP95Ms: Millis | undefined;
  /** how far ahead its output takes its sound: a packet must be there that much earlier */
  outputAheadMs: Millis | undefined;
}

/** @param listeners all but the slowest twentieth of those who know their network get their packets in time */
export function delayFor(listeners: readonly ListenerReach[]): Millis {
  const needs = listeners.flatMap(({ roundTripP95Ms, outputAheadMs }) =>
    isLength(roundTripP95Ms)
      ? [(isLength(outputAheadMs) ? outputAheadMs : USUAL_OUTPUT_AHEAD_MS) + roundTripP95Ms / 2]
      : [],
  );
  const slow = needs.sort((a, b) => a - b)[Math.ceil(needs.length * 0.95) - 1];
  if (slow === undefined) return USUAL_DELAY_MS;
  const delay = Math.round(PACKING_MS + DEVICE_MS + UPLINK_MS + slow);
  return Math.min(MOST_DELAY_MS, Math.max(LEAST_DELAY_MS, delay));
}

const isLength = (ms: Millis | undefined): ms is Millis => ms !== undefined && Number.isFinite(ms) && ms >= 0;
