/** What is kept between the requests of a sign-in, and how often somebody was wrong. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { PersonId } from '../domain/people/person.ts';

export type StepPurpose = 'code' | 'passkey-sign-in' | 'passkey-new';

export interface SignInStep {
  /** SHA-256 of the ticket, hexadecimal */
  ticketHash: string;
  purpose: StepPurpose;
  personId: PersonId | undefined;
  /** of WebAuthn, base64url */
  challenge: string | undefined;
  expiresAt: EpochMillis;
}

export interface SignInStore {
  addStep(step: SignInStep): Promise<void>;
  /** Counts the look. `undefined` when it is unknown, over, or was looked at too often. */
  lookAtStep(ticketHash: string, purpose: StepPurpose, now: EpochMillis, most: number): Promise<SignInStep | undefined>;
  /** @returns false when another request was first */
  takeStep(ticketHash: string): Promise<boolean>;

  /** Counts an attempt before it is made. @returns its number within the window */
  attempt(key: string, now: EpochMillis, windowMs: Millis): Promise<number>;
  forgive(key: string): Promise<void>;
  /** forgets steps that are over and attempts of before */
  prune(now: EpochMillis, before: EpochMillis): Promise<void>;
}
