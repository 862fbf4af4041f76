/** When a device that is not connected is a fault. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Seen, Times } from './hysteresis.ts';

/**
 * A carrier that resets an idle connection costs a device up to the spread of reconnects, 30 s, and a handshake on a slow
 * network. A broker notices a dead link within 1.5 × 30 s; with this and the interval of looks the incident is open
 * within 95 s, of the 100 s that EN 54-16 allows a fault of a voice alarm.
 */
export const OFFLINE_GRACE_MS: Millis = 45_000;
/** It had said goodbye: an agent restarts within seconds, a small board boots in up to a minute and a half. */
const GOODBYE_GRACE_MS: Millis = 120_000;
/** A link that drops again within this time has not come back. */
const BACK_AFTER_MS: Millis = 60_000;
/**
 * After the broker or the controller was away devices return spread over 30 s, after back-offs of up to 60 s, and a
 * connection may take 15 s: who is not there by then does not come.
 */
export const RETURN_WITHIN_MS: Millis = 90_000;

export interface Presence {
  online: boolean;
  onlineSince: EpochMillis | undefined;
  /** `undefined` for one that never was online */
  offlineSince: EpochMillis | undefined;
  saidGoodbye: boolean;
}

export const offlineTimes = ({ saidGoodbye }: Presence): Times => ({
  setAfterMs: saidGoodbye ? GOODBYE_GRACE_MS : OFFLINE_GRACE_MS,
  clearAfterMs: BACK_AFTER_MS,
  samples: 1,
});

/** One that never was there is not lost: it is silent. */
export const seenOf = ({ online, onlineSince, offlineSince }: Presence, now: EpochMillis): Seen =>
  online || offlineSince === undefined
    ? { verdict: 'well', at: onlineSince ?? now }
    : { verdict: 'ill', at: offlineSince };
