/** Times of a relay, all milliseconds. */
import type { Millis } from '@loa-lang/schemas/units';

/**
 * What comes from a source is heard so much later. It is far behind the transmitter anyway; so what happens to the
 * source is known, and the loudspeakers have been told, before it would be heard.
 */
export const RELAY_DELAY_MS: Millis = 4_500;
/** With less than this of it left, a source that sends nothing is dead: so long its end takes to be told everywhere. */
export const DEAD_WITH_MS: Millis = 2_000;
/** Packets leave so long before they are heard: a connection may stand still for a second. */
export const SEND_AHEAD_MS: Millis = 2_000;
/** Quieter than this is nothing; a studio that waits is some 20 dB louder. */
export const SILENT_DBFS = -60;
/** Longer than any pause between two sentences, or two pieces of music. */
export const SILENT_MS: Millis = 3_500;
/** A gap that begins in the past would let loudspeakers join what comes next in its midst. */
export const TELL_AHEAD_MS: Millis = 500;
/** A source that has not sent anything so long after it was asked is told of as dead. */
export const FIRST_SOUND_MS: Millis = 8_000;
/** Good so long: it is back. Doubled by each time it went within `FLAPPING_MS`. */
export const BACK_AFTER_MS: Millis = 5_000;
export const MOST_BACK_AFTER_MS: Millis = 60_000;
export const FLAPPING_MS: Millis = 10 * 60_000;
/** Its return is known everywhere by then. */
export const RETURN_AHEAD_MS: Millis = 2_000;
