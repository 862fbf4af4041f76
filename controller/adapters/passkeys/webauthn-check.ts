/** The ceremonies of WebAuthn by `@simplewebauthn/server`. */
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { CeremonyOptions, PasskeyCheck, RelyingParty } from '../../ports/passkey-check.ts';
import type { PasskeyRecord } from '../../ports/second-factor-store.ts';

/** Read when a passkey is first asked for: it takes 10 MB, and a tenth of a second of every start. */
const library = () => import('@simplewebauthn/server');

/** Somebody looks for the telephone, and for the right finger. */
const PATIENCE_MS = 120_000;
/** COSE: EdDSA, ES256, RS256, what authenticators in use make. */
const ALGORITHMS = [-8, -7, -257];

export class WebAuthnCheck implements PasskeyCheck {
  readonly #name: string;

  /** @param name of this system, as authenticators show it */
  constructor(name: string) {
    this.#name = name;
  }

  async newOptions(
    { id: rpID }: RelyingParty,
    user: { id: string; name: string; displayName: string },
    known: readonly PasskeyRecord[],
  ): Promise<CeremonyOptions> {
    const { generateRegistrationOptions } = await library();
    return {
      ...(await generateRegistrationOptions({
        rpName: this.#name,
        rpID,
        userID: new TextEncoder().encode(user.id),
        userName: user.name,
        userDisplayName: user.displayName,
        timeout: PATIENCE_MS,
        // whoever made the authenticator is none of our business
        attestationType: 'none',
        excludeCredentials: known.map(({ id, transports }) => ({ id, transports })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        supportedAlgorithmIDs: ALGORITHMS,
      })),
    };
  }

  async verifyNew({ id, origin }: RelyingParty, expectedChallenge: string, answer: unknown) {
    const { verifyRegistrationResponse } = await library();
    const verified = await holds(() =>
      verifyRegistrationResponse({
        response: answer as RegistrationResponseJSON,
        expectedChallenge,
        expectedOrigin: origin,
        expectedRPID: id,
        requireUserVerification: true,
        supportedAlgorithmIDs: ALGORITHMS,
      }),
    );
    if (verified?.verified !== true) return undefined;
    const { credential } = verified.registrationInfo;
    const { publicKey, counter, transports = [] } = credential;
    return { id: credential.id, publicKey, counter, transports: [...transports] };
  }

  async signInOptions({ id: rpID }: RelyingParty): Promise<CeremonyOptions> {
    const { generateAuthenticationOptions } = await library();
    return { ...(await generateAuthenticationOptions({ rpID, timeout: PATIENCE_MS, userVerification: 'required' })) };
  }

  async verifySignIn({ id, origin }: RelyingParty, expectedChallenge: string, answer: unknown, passkey: PasskeyRecord) {
    const { verifyAuthenticationResponse } = await library();
    const verified = await holds(() =>
      verifyAuthenticationResponse({
        response: answer as AuthenticationResponseJSON,
        expectedChallenge,
        expectedOrigin: origin,
        expectedRPID: id,
        requireUserVerification: true,
        credential: { id: passkey.id, publicKey: new Uint8Array(passkey.publicKey), counter: passkey.counter },
      }),
    );
    return verified?.verified === true ? { counter: verified.authenticationInfo.newCounter } : undefined;
  }
}

/** The library throws for whatever does not hold, whatever the browser sent. */
const holds = <Verified>(verify: () => Promise<Verified>): Promise<Verified | undefined> =>
  verify().catch(() => undefined);
