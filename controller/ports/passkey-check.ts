/** The ceremonies of WebAuthn (Level 3), §7. User verification is always asked for: a passkey is both factors. */
import type { PasskeyRecord } from './second-factor-store.ts';

/** Where people reach this system, as their browser sees it. */
export interface RelyingParty {
  /** domain, without port */
  id: string;
  /** `https://host`, with a port where there is one */
  origin: string;
}

/** JSON forms of the browser's API: PublicKeyCredentialCreationOptionsJSON and …RequestOptionsJSON. */
export type CeremonyOptions = { challenge: string } & Record<string, unknown>;

export interface PasskeyCheck {
  newOptions(
    party: RelyingParty,
    user: { id: string; name: string; displayName: string },
    known: readonly PasskeyRecord[],
  ): Promise<CeremonyOptions>;
  /** @returns `undefined` for an answer that does not hold */
  verifyNew(
    party: RelyingParty,
    challenge: string,
    answer: unknown,
  ): Promise<Pick<PasskeyRecord, 'id' | 'publicKey' | 'counter' | 'transports'> | undefined>;
  /** for whatever passkey of this system the browser has */
  signInOptions(party: RelyingParty): Promise<CeremonyOptions>;
  /** @returns the authenticator's counter, or `undefined` for an answer that does not hold */
  verifySignIn(
    party: RelyingParty,
    challenge: string,
    answer: unknown,
    passkey: PasskeyRecord,
  ): Promise<{ counter: number } | undefined>;
}
