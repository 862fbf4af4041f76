/** How long somebody stays signed in. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { PersonId } from '../people/person.ts';

/** How the second factor was shown; absent: it was not. */
export type SecondFactor = 'totp' | 'recovery-code' | 'passkey' | 'remembered-phone';

export interface Session {
  id: string;
  personId: PersonId;
  createdAt: EpochMillis;
  /** of its last request, to the minute */
  seenAt: EpochMillis;
  expiresAt: EpochMillis;
  /** when the person last showed a password or passkey in it */
  provedAt: EpochMillis;
  secondFactor: SecondFactor | undefined;
  /** address of the network it was opened from */
  sender: string;
  /** the browser, as it calls itself */
  agent: string;
}

const HOUR_MS: Millis = 3600_000;
const DAY_MS: Millis = 24 * HOUR_MS;

/** Longer than the day from the first session of the loudspeakers to the last; a forgotten browser is closed by morning. */
export const IDLE_MS: Millis = 16 * HOUR_MS;
/** Whatever happens, the password is asked for again after a month. */
export const SESSION_MS: Millis = 30 * DAY_MS;
/** What concerns the account itself asks for the password unless it was shown this recently. */
export const PROOF_MS: Millis = 10 * 60_000;
/** A telephone needs no code for a quarter. */
export const PHONE_MS: Millis = 90 * DAY_MS;
/** How exactly `seenAt` is kept: a row is not written for every request. */
export const SEEN_EVERY_MS: Millis = 60_000;

export const isLive = ({ seenAt, expiresAt }: Session, now: EpochMillis): boolean =>
  now < expiresAt && now < seenAt + IDLE_MS;

export const isProved = ({ provedAt }: Session, now: EpochMillis): boolean => now < provedAt + PROOF_MS;
