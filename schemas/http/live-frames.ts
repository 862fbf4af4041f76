/**
 * Binary messages of a live, browser → controller. The first byte is the kind, the rest what it says. Plain values
 * without a library: browsers read this file as it is.
 */

export const FRAME_KIND = {
  /** one Opus packet (RFC 6716) of one frame, 48 kHz mono */
  opus: 1,
  /** one frame of samples, signed 16 bit little-endian, 48 kHz mono */
  pcm: 2,
  /** nothing follows: the microphone is closed and the page alive */
  silent: 3,
} as const;

export const FRAME_MS = 20;
export const SAMPLE_RATE_HZ = 48_000;
export const FRAME_SAMPLES = 960;

/** WebSocket close codes beside 1000, which follows the message that a live has ended (RFC 6455 §7.4.2: 4000–4999). */
export const LIVE_CLOSE = { notSignedIn: 4401, notYours: 4403, unknown: 4404, takenOver: 4409 } as const;
