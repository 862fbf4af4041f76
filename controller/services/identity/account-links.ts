/** Links that work once, in the hands of whoever holds them. */
import { emailOf, phoneOf } from '../../domain/identity/contact.ts';
import { FIRST_ROLES } from '../../domain/identity/granting.ts';
import { linkState, type OneTimeLink } from '../../domain/identity/one-time-link.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LinkStore } from '../../ports/link-store.ts';
import type { Account, PeopleStore } from '../../ports/people-store.ts';
import { noteChange } from '../audit/note-change.ts';
import type { PeopleUpkeep } from '../people/people-upkeep.ts';
import { found, Refusal } from '../refusal.ts';
import { accountSummary, ofAccount } from './note-account.ts';
import type { PasswordCheck } from './password-check.ts';
import { hashOf, TOKEN_PATTERN } from './secret-tokens.ts';
import type { Opened, Sender, Sessions } from './sessions.ts';

export interface AccountLinkDeps {
  links: LinkStore;
  peopleStore: PeopleStore;
  sessionDesk: Sessions;
  passwordCheck: PasswordCheck;
  peopleUpkeep: Pick<PeopleUpkeep, 'refresh'>;
  clock: Clock;
  newId: () => string;
}

/** What is filled in by whoever opens a link. */
export interface LinkAnswer {
  password: string;
  /** of the first account */
  name?: string | undefined;
  phone?: string | undefined;
  email?: string | undefined;
}

export class AccountLinks {
  readonly #deps: AccountLinkDeps;

  constructor(deps: AccountLinkDeps) {
    this.#deps = deps;
  }

  /** Looks, and changes nothing: messengers fetch addresses on their own. `undefined` for whatever opens nothing. */
  async open(token: string): Promise<{ link: OneTimeLink; account: Account | undefined } | undefined> {
    const { links, peopleStore, clock } = this.#deps;
    const link = TOKEN_PATTERN.test(token) ? await links.find(hashOf(token)) : undefined;
    if (link === undefined || linkState(link, clock.now()) !== 'open') return undefined;
    if (link.personId === undefined) return { link, account: undefined };
    const account = await peopleStore.find(link.personId);
    return account?.active === true ? { link, account } : undefined;
  }

  /**
   * After a reset the new password is asked for at once: whoever has a second factor shows it then.
   * @throws Refusal; the link can be used again unless it was `link-unusable`
   */
  async use(token: string, answer: LinkAnswer, sender: Sender): Promise<{ account: Account; opened?: Opened }> {
    const { links, passwordCheck, sessionDesk, peopleUpkeep, clock } = this.#deps;
    const { link, account: known } = found(await this.open(token), 'link-unusable');
    const account = known ?? this.#firstAccount(answer);
    const passwordHash = await passwordCheck.hashNew(answer.password, account);
    const use = known === undefined ? { account: { ...account, passwordHash } } : { personId: known.id, passwordHash };
    const outcome = await links.use(hashOf(token), clock.now(), use);
    if (outcome === 'lost') throw new Refusal('link-unusable');
    if (outcome === 'taken') throw new Refusal('contact-taken');
    await peopleUpkeep.refresh();
    const isReset = link.kind === 'reset';
    if (isReset) await sessionDesk.endEverything(account.id);
    const opened = isReset ? {} : { opened: await sessionDesk.open({ ...account, passwordHash }, undefined, sender) };
    // the last word: opening a session says less
    noteChange({
      ...ofAccount(account),
      actor: { kind: 'link', personId: account.id, name: account.name },
      after: { link: link.kind, ...(known === undefined && accountSummary(account)) },
    });
    return { account, ...opened };
  }

  #firstAccount({ name = '', phone, email }: LinkAnswer): Account {
    const { newId, clock } = this.#deps;
    if (name.trim() === '')
      throw new Refusal('bad-request', { detail: { vi: 'thiếu họ tên', en: 'the name is missing' } });
    const now = clock.now();
    return {
      ...{ id: newId(), name: name.normalize('NFC').trim(), roles: FIRST_ROLES, areaIds: 'everywhere', active: true },
      ...{ deputyId: undefined, ...contactsOf({ phone, email }), passwordHash: undefined, totp: undefined },
      ...{ createdAt: now, changedAt: now },
    };
  }
}

/** @throws Refusal for what is no number or address, and where there is neither */
export function contactsOf(given: { phone?: string | undefined; email?: string | undefined }) {
  const [typedPhone, typedEmail] = [given.phone?.trim() || undefined, given.email?.trim() || undefined];
  const phone = typedPhone === undefined ? undefined : found(phoneOf(typedPhone), 'phone-invalid');
  const email = typedEmail === undefined ? undefined : found(emailOf(typedEmail), 'email-invalid');
  if (phone === undefined && email === undefined) throw new Refusal('contact-missing');
  return { phone, email };
}
