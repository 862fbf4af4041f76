/**
 * Signing in. Whoever is refused learns nothing: unknown names, wrong passwords, accounts that rest or are closed are
 * answered alike, after the same work.
 */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { type Contacts, signInName } from '../../domain/identity/contact.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CeremonyOptions, PasskeyCheck, RelyingParty } from '../../ports/passkey-check.ts';
import type { Account, PeopleStore } from '../../ports/people-store.ts';
import type { SecondFactorStore } from '../../ports/second-factor-store.ts';
import type { RememberedPhone } from '../../ports/session-store.ts';
import type { SignInStore } from '../../ports/sign-in-store.ts';
import { found, Refusal } from '../refusal.ts';
import type { Attempts } from './attempts.ts';
import type { CodeCheck } from './code-check.ts';
import type { PasswordCheck } from './password-check.ts';
import { hashOf, newToken } from './secret-tokens.ts';
import type { Opened, Sender, Sessions } from './sessions.ts';

export interface SignInDeps {
  peopleStore: PeopleStore;
  secondFactors: SecondFactorStore;
  signIns: SignInStore;
  sessionDesk: Sessions;
  attempts: Attempts;
  passwordCheck: PasswordCheck;
  codeCheck: CodeCheck;
  passkeyCheck: PasskeyCheck;
  clock: Clock;
}

export type SignedIn =
  | { state: 'signed-in'; opened: Opened; phone?: { token: string; phone: RememberedPhone } }
  | { state: 'code-needed'; ticket: string; expiresAt: EpochMillis; hasPasskey: boolean; hasTotp: boolean };

/** Somebody fetches the telephone from the next room. */
const STEP_MS: Millis = 5 * 60_000;
/** Codes that are mistyped in one sign-in. */
const MOST_CODES = 5;

export class SigningIn {
  readonly #deps: SignInDeps;

  constructor(deps: SignInDeps) {
    this.#deps = deps;
  }

  /** @throws Refusal `sign-in-failed`, `sign-in-attempts`, `sign-in-busy` */
  async withPassword({ name, password }: { name: string; password: string }, sender: Sender): Promise<SignedIn> {
    const { attempts, passwordCheck, peopleStore, sessionDesk } = this.#deps;
    const contact = signInName(name);
    const account = await peopleStore.findByContact(contact ?? NOBODY);
    const phone = await sessionDesk.phoneOf(account?.id, sender);
    // a network of telephones has one address for thousands: whoever is remembered is counted alone
    if (phone === undefined) await this.#allowSender(sender);
    const counts =
      phone === undefined ? countsOf(countedName(account, name), sender) : ([['phone', phone.id]] as const);
    const allowed = (await Promise.all(counts.map(([kind, of]) => attempts.allow(kind, of)))).every(Boolean);
    const hash = allowed && account?.active ? account.passwordHash : undefined;
    const right = await passwordCheck.verify(hash, password);
    if (!right || hash === undefined || account === undefined) throw new Refusal('sign-in-failed');
    await Promise.all(counts.map(([kind, of]) => attempts.forgive(kind, of)));
    await this.#renewHash(account, hash, password);
    return this.#afterPassword(account, phone, sender);
  }

  /** The code of the app, or one from paper. @throws Refusal `sign-in-over`, `code-wrong` */
  async withCode(
    { ticket, code, remember }: { ticket: string; code: string; remember: boolean },
    sender: Sender,
  ): Promise<SignedIn> {
    const { signIns, codeCheck, sessionDesk, clock, peopleStore } = this.#deps;
    await this.#allowSender(sender);
    const step = await signIns.lookAtStep(hashOf(ticket), 'code', clock.now(), MOST_CODES);
    const account = step?.personId === undefined ? undefined : await peopleStore.find(step.personId);
    if (account?.active !== true) throw new Refusal('sign-in-over');
    const way = await codeCheck.check(account, code);
    if (!(await signIns.takeStep(hashOf(ticket)))) throw new Refusal('sign-in-over');
    const opened = await sessionDesk.open(account, way, sender);
    return {
      ...{ state: 'signed-in', opened },
      ...(remember && { phone: await sessionDesk.remember(account, sender) }),
    };
  }

  /** For whatever passkey the browser has. */
  async passkeyOptions(party: RelyingParty): Promise<{ ticket: string; options: CeremonyOptions }> {
    const { passkeyCheck, signIns, clock } = this.#deps;
    const options = await passkeyCheck.signInOptions(party);
    const ticket = newToken();
    await signIns.addStep({
      ...{ ticketHash: hashOf(ticket), purpose: 'passkey-sign-in', personId: undefined },
      ...{ challenge: options.challenge, expiresAt: clock.now() + STEP_MS },
    });
    return { ticket, options };
  }

  /** @throws Refusal `sign-in-over`, `passkey-refused` */
  async withPasskey(
    { ticket, answer }: { ticket: string; answer: { id: string } },
    party: RelyingParty,
    sender: Sender,
  ): Promise<SignedIn> {
    const { signIns, clock, secondFactors, passkeyCheck, peopleStore, sessionDesk } = this.#deps;
    await this.#allowSender(sender);
    const step = await signIns.lookAtStep(hashOf(ticket), 'passkey-sign-in', clock.now(), 1);
    const { challenge } = found(step, 'sign-in-over');
    const passkey = found(await secondFactors.findPasskey(answer.id), 'passkey-refused');
    const verified = found(await passkeyCheck.verifySignIn(party, challenge ?? '', answer, passkey), 'passkey-refused');
    const account = found(await peopleStore.find(passkey.personId), 'passkey-refused');
    if (!account.active) throw new Refusal('passkey-refused');
    // the counter of a copied authenticator falls behind
    if (!(await secondFactors.passkeyUsed(passkey.id, passkey.counter, verified.counter, clock.now()))) {
      throw new Refusal('passkey-refused');
    }
    await signIns.takeStep(hashOf(ticket));
    return { state: 'signed-in', opened: await sessionDesk.open(account, 'passkey', sender) };
  }

  async #afterPassword(account: Account, phone: RememberedPhone | undefined, sender: Sender): Promise<SignedIn> {
    const { secondFactors, sessionDesk, signIns, clock } = this.#deps;
    const hasTotp = account.totp !== undefined;
    const hasPasskey = (await secondFactors.passkeys(account.id)).length > 0;
    if (!hasTotp && !hasPasskey)
      return { state: 'signed-in', opened: await sessionDesk.open(account, undefined, sender) };
    if (phone !== undefined) {
      return { state: 'signed-in', opened: await sessionDesk.open(account, 'remembered-phone', sender) };
    }
    const ticket = newToken();
    const expiresAt = clock.now() + STEP_MS;
    const step = { purpose: 'code', personId: account.id, challenge: undefined, expiresAt } as const;
    await signIns.addStep({ ticketHash: hashOf(ticket), ...step });
    return { state: 'code-needed', ticket, expiresAt, hasPasskey, hasTotp };
  }

  async #allowSender({ address }: Sender): Promise<void> {
    if (!(await this.#deps.attempts.allow('sender', address))) throw new Refusal('sign-in-attempts');
  }

  async #renewHash({ id }: Account, hash: string, password: string): Promise<void> {
    const renewed = await this.#deps.passwordCheck.renewed(hash, password);
    if (renewed !== undefined) await this.#deps.peopleStore.setPassword(id, renewed, this.#deps.clock.now());
  }
}

/** Asked for all the same, so that a name that cannot be one takes as long. */
const NOBODY: Contacts = { phone: '-', email: '-' };

const countsOf = (name: string, { address }: Sender) =>
  [
    ['name', `${address}/${name}`],
    ['everywhere', name],
  ] as const;

const countedName = (account: Account | undefined, name: string): string =>
  account?.id ?? name.normalize('NFC').trim().toLowerCase();
