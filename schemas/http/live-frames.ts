/**
 * The bytes of a live, browser → controller, and how its connection closes. Plain values without a library: browsers run
 * this file as it is.
 */

/** First byte of a binary message. */
export const LIVE_MESSAGE_KINDS = {
  /** the rest is one packet of Opus (RFC 6716), 48 kHz mono */
  opus: 1,
  /** the rest is samples, s16le, 48 kHz mono */
  pcm: 2,
  /** nothing follows: the page is alive, and nobody speaks */
  open: 3,
} as const;

export const LIVE_SAMPLE_RATE_HZ = 48_000;
export const LIVE_FRAME_SAMPLES = 960;
/** of a frame of samples */
export const LIVE_PCM_BYTES = 1920;

/** Close codes of the WebSocket beside 1000, which follows `ended` (RFC 6455 §7.4.2: 4000–4999). */
export const LIVE_CLOSE_CODES = {
  notSignedIn: 4401,
  notYours: 4403,
  unknown: 4404,
  takenOver: 4409,
  /** frames that are none, or far more of them than a microphone makes */
  wrongFrames: 4422,
} as const;
