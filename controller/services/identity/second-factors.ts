/** The second factor of an account: an authenticator app, passkeys, codes on paper. */
import { randomBytes } from 'node:crypto';
import { fromBase32, toBase32 } from '../../domain/identity/base32.ts';
import {
  bareRecoveryCode,
  RECOVERY_CODE_BYTES,
  RECOVERY_CODES,
  recoveryCodeOf,
} from '../../domain/identity/recovery-code.ts';
import { needsSecondFactor } from '../../domain/identity/second-factor.ts';
import type { SecondFactor } from '../../domain/identity/session.ts';
import { acceptedStep, TOTP_SECRET_BYTES, totpUri } from '../../domain/identity/totp.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CeremonyOptions, PasskeyCheck, RelyingParty } from '../../ports/passkey-check.ts';
import type { PeopleStore } from '../../ports/people-store.ts';
import type { PasskeyRecord, SecondFactorStore } from '../../ports/second-factor-store.ts';
import type { SecretBox } from '../../ports/secret-box.ts';
import type { SessionStore } from '../../ports/session-store.ts';
import type { SignInStore } from '../../ports/sign-in-store.ts';
import { noteChange } from '../audit/note-change.ts';
import { found, Refusal } from '../refusal.ts';
import type { Attempts } from './attempts.ts';
import { recoveryHash, totpOf } from './code-check.ts';
import { ofAccount } from './note-account.ts';
import type { Proof } from './proof.ts';
import { hashOf, newToken } from './secret-tokens.ts';
import type { Visit, WhoCalls } from './who-calls.ts';

export interface SecondFactorDeps {
  peopleStore: PeopleStore;
  secondFactors: SecondFactorStore;
  sessions: SessionStore;
  signIns: SignInStore;
  secretBox: SecretBox;
  passkeyCheck: PasskeyCheck;
  attempts: Attempts;
  proof: Proof;
  whoCalls: WhoCalls;
  clock: Clock;
  /** name of this system in authenticator apps */
  issuer: string;
}

export interface NewTotp {
  /** base 32, to be typed where no camera is at hand */
  secret: string;
  uri: string;
  /** the secret once more, for the confirmation; nothing is stored before */
  sealed: string;
}

const STEP_MS = 10 * 60_000;
const MAX_PASSKEYS = 20;

export class SecondFactors {
  readonly #deps: SecondFactorDeps;

  constructor(deps: SecondFactorDeps) {
    this.#deps = deps;
  }

  async newTotp(visit: Visit): Promise<NewTotp> {
    const { proof, secretBox } = this.#deps;
    await proof.require(visit);
    const secret = toBase32(randomBytes(TOTP_SECRET_BYTES));
    return this.#totp(visit, secret, secretBox.seal(secret, totpOf(visit.account.id)));
  }

  /** One that was shown before, for another try. @throws Refusal `sign-in-over` for none of this account */
  async sameTotp(visit: Visit, sealed: string): Promise<NewTotp> {
    await this.#deps.proof.require(visit);
    return this.#totp(visit, found(opened(this.#deps.secretBox, sealed, visit.account.id), 'sign-in-over'), sealed);
  }

  #totp({ account: { phone, email, name } }: Visit, secret: string, sealed: string): NewTotp {
    const uri = totpUri(fromBase32(secret), this.#deps.issuer, email ?? phone ?? name);
    return { secret, uri, sealed };
  }

  /** @returns codes for paper, where there were none. @throws Refusal `code-wrong`; the secret can be confirmed again */
  async confirmTotp(visit: Visit, sealed: string, code: string): Promise<{ recoveryCodes: string[] | undefined }> {
    const { proof, secretBox, peopleStore, clock, attempts } = this.#deps;
    const { account } = visit;
    await proof.require(visit);
    if (!(await attempts.allow('code', account.id))) throw new Refusal('code-wrong');
    const secret = opened(secretBox, sealed, account.id);
    const step = secret === undefined ? undefined : acceptedStep(fromBase32(secret), code, clock.now(), undefined);
    if (step === undefined) throw new Refusal('code-wrong');
    await attempts.forgive('code', account.id);
    await peopleStore.setTotp(account.id, { secret: sealed, lastStep: step }, clock.now());
    await this.#shown(visit, 'totp');
    noteChange(ofAccount(account));
    return { recoveryCodes: await this.#firstCodes(account.id) };
  }

  /** @throws Refusal `second-factor-kept` where it is the last one of somebody who must have one */
  async removeTotp(visit: Visit): Promise<void> {
    const { proof, peopleStore, secondFactors, clock, whoCalls } = this.#deps;
    const { account } = visit;
    await proof.require(visit);
    if (needsSecondFactor(account) && (await secondFactors.passkeys(account.id)).length === 0) {
      throw new Refusal('second-factor-kept');
    }
    await peopleStore.setTotp(account.id, undefined, clock.now());
    noteChange(ofAccount(account));
    whoCalls.forget(account.id);
  }

  /** In place of all earlier ones; shown now and never again. */
  async newRecoveryCodes(visit: Visit): Promise<string[]> {
    await this.#deps.proof.require(visit);
    noteChange(ofAccount(visit.account));
    return this.#makeCodes(visit.account.id);
  }

  async newPasskey(visit: Visit, party: RelyingParty): Promise<{ ticket: string; options: CeremonyOptions }> {
    const { proof, passkeyCheck, secondFactors, signIns, clock } = this.#deps;
    await proof.require(visit);
    const { id, name, phone, email } = visit.account;
    const known = await secondFactors.passkeys(id);
    const options = await passkeyCheck.newOptions(
      party,
      { id, name: email ?? phone ?? name, displayName: name },
      known,
    );
    const ticket = newToken();
    const { challenge } = options;
    const step = { purpose: 'passkey-new', personId: id, challenge, expiresAt: clock.now() + STEP_MS } as const;
    await signIns.addStep({ ticketHash: hashOf(ticket), ...step });
    return { ticket, options };
  }

  /** @throws Refusal `sign-in-over`, `passkey-refused`, `passkey-known` */
  async addPasskey(
    visit: Visit,
    { ticket, answer, label }: { ticket: string; answer: unknown; label: string },
    party: RelyingParty,
  ): Promise<{ passkey: PasskeyRecord; recoveryCodes: string[] | undefined }> {
    const { signIns, passkeyCheck, secondFactors, clock, proof } = this.#deps;
    const { account } = visit;
    await proof.require(visit);
    const step = found(await signIns.lookAtStep(hashOf(ticket), 'passkey-new', clock.now(), 1), 'sign-in-over');
    if (step.personId !== account.id) throw new Refusal('sign-in-over');
    const made = found(await passkeyCheck.verifyNew(party, step.challenge ?? '', answer), 'passkey-refused');
    if ((await secondFactors.passkeys(account.id)).length >= MAX_PASSKEYS) throw new Refusal('passkey-refused');
    const passkey = { ...made, personId: account.id, label, createdAt: clock.now(), usedAt: undefined };
    if (!(await secondFactors.addPasskey(passkey))) throw new Refusal('passkey-known');
    await this.#shown(visit, 'passkey');
    noteChange({ subjectId: passkey.id, after: { label } });
    return { passkey, recoveryCodes: await this.#firstCodes(account.id) };
  }

  /** @throws Refusal */
  async removePasskey(visit: Visit, id: string): Promise<void> {
    const { proof, secondFactors } = this.#deps;
    const { account } = visit;
    await proof.require(visit);
    const isLast =
      account.totp === undefined && (await secondFactors.passkeys(account.id)).every((each) => each.id === id);
    if (isLast && needsSecondFactor(account)) throw new Refusal('second-factor-kept');
    found((await secondFactors.removePasskey(id, account.id)) || undefined, 'item-unknown');
    noteChange({ subjectId: id });
  }

  async state({ account }: Visit) {
    const { secondFactors } = this.#deps;
    return {
      needed: needsSecondFactor(account),
      totp: account.totp !== undefined,
      passkeys: await secondFactors.passkeys(account.id),
      recoveryCodesLeft: await secondFactors.recoveryCodesLeft(account.id),
    };
  }

  /** This session has shown it from now on. */
  async #shown({ session, account }: Visit, way: SecondFactor): Promise<void> {
    const { sessions, whoCalls, clock } = this.#deps;
    session.secondFactor = way;
    session.provedAt = clock.now();
    await sessions.proved(session.id, session.provedAt, way);
    whoCalls.forget(account.id);
  }

  async #firstCodes(personId: string): Promise<string[] | undefined> {
    const left = await this.#deps.secondFactors.recoveryCodesLeft(personId);
    return left > 0 ? undefined : this.#makeCodes(personId);
  }

  async #makeCodes(personId: string): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, () => recoveryCodeOf(randomBytes(RECOVERY_CODE_BYTES)));
    const hashes = codes.map((code) => recoveryHash(personId, bareRecoveryCode(code) ?? ''));
    await this.#deps.secondFactors.setRecoveryCodes(personId, hashes);
    return codes;
  }
}

/** What did not come from here, or belongs to somebody else, is no secret of theirs. */
function opened(box: SecretBox, sealed: string, personId: string): string | undefined {
  try {
    return box.open(sealed, totpOf(personId));
  } catch {
    return undefined;
  }
}
