/** The use cases of accounts and of who calls. */

import { WebAuthnCheck } from '../adapters/passkeys/webauthn-check.ts';
import { isCommonPassword } from '../adapters/passwords/common-passwords.ts';
import { Cookies } from '../http/identity/cookies.ts';
import type { Clock } from '../ports/clock.ts';
import type { PasswordHasher } from '../ports/password-hasher.ts';
import type { SecretBox } from '../ports/secret-box.ts';
import type { Audit } from '../services/audit/audit.ts';
import { AccountLinks } from '../services/identity/account-links.ts';
import { Accounts } from '../services/identity/accounts.ts';
import { ApiTokens } from '../services/identity/api-tokens.ts';
import { Attempts } from '../services/identity/attempts.ts';
import { CodeCheck } from '../services/identity/code-check.ts';
import { LinkMaker } from '../services/identity/link-maker.ts';
import { lockOutNoted } from '../services/identity/note-lock-out.ts';
import { PasswordCheck } from '../services/identity/password-check.ts';
import { Proof } from '../services/identity/proof.ts';
import { SecondFactors } from '../services/identity/second-factors.ts';
import { Sessions } from '../services/identity/sessions.ts';
import { SigningIn } from '../services/identity/sign-in.ts';
import { WhoCalls } from '../services/identity/who-calls.ts';
import type { People } from '../services/people/people.ts';
import { PeopleUpkeep } from '../services/people/people-upkeep.ts';
import type { Stores } from './stores.ts';

interface IdentityParts {
  stores: Stores;
  audit: Audit;
  people: People;
  secretBox: SecretBox;
  passwordHasher: PasswordHasher;
  publicUrl: string | undefined;
  clock: Clock;
  newId: () => string;
  isDatabaseUnavailable: (error: unknown) => boolean;
  onProblem: (problem: string, cause: unknown) => void;
}

/** Of this system, in authenticator apps and on passkeys. */
const ISSUER = 'Loa Làng';

/** `peopleUpkeep` is to be started and stopped by the caller. */
export function composeIdentity(parts: IdentityParts) {
  const { stores, clock, publicUrl } = parts;
  const { people: peopleStore, sessions, signIns, secondFactors, links, apiTokens } = stores;
  const base = { ...parts, peopleStore, sessions, signIns, secondFactors, links, apiTokens };
  const peopleUpkeep = new PeopleUpkeep(base);
  const shared = {
    ...{ ...base, peopleUpkeep, territory: stores.register.reader, issuer: ISSUER },
    whoCalls: new WhoCalls({ ...base, territory: stores.register.reader }),
    attempts: new Attempts(signIns, clock, lockOutNoted(parts.audit, parts.people)),
    passwordCheck: new PasswordCheck(parts.passwordHasher, isCommonPassword),
    passkeyCheck: new WebAuthnCheck(ISSUER),
  };
  const sessionDesk = new Sessions(shared);
  const codeCheck = new CodeCheck(shared);
  const proof = new Proof({ ...shared, sessionDesk });
  const accountLinks = new AccountLinks({ ...shared, sessionDesk });
  const linkMaker = new LinkMaker(base);
  const accounts = new Accounts({ ...shared, sessionDesk, linkMaker });
  return {
    peopleUpkeep,
    whoCalls: shared.whoCalls,
    sessionDesk,
    proof,
    accountLinks,
    linkMaker,
    accounts,
    cookies: new Cookies(publicUrl),
    signingIn: new SigningIn({ ...shared, sessionDesk, codeCheck }),
    secondFactorDesk: new SecondFactors({ ...shared, proof }),
    apiTokenDesk: new ApiTokens({ ...shared, accounts, proof }),
  };
}
