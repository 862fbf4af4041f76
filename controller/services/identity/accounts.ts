/** Accounts in the hands of administrators: invited, changed, reset, closed. */
import type { Role } from '@loa-lang/schemas/states/people';
import { mayAdminister, mayAdministerPerson } from '../../domain/identity/granting.ts';
import type { LinkKind } from '../../domain/identity/one-time-link.ts';
import type { Caller, PersonId, Reach } from '../../domain/people/person.ts';
import { hasRight } from '../../domain/permissions/permissions.ts';
import type { ApiTokenStore } from '../../ports/api-token-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Account, AccountFields, PeopleStore } from '../../ports/people-store.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import type { SecondFactorStore } from '../../ports/second-factor-store.ts';
import { noteChange } from '../audit/note-change.ts';
import type { PeopleUpkeep } from '../people/people-upkeep.ts';
import { found, Refusal } from '../refusal.ts';
import { contactsOf } from './account-links.ts';
import type { LinkMaker, MadeLink } from './link-maker.ts';
import { accountSummary, ofAccount } from './note-account.ts';
import type { Sessions } from './sessions.ts';
import type { WhoCalls } from './who-calls.ts';

export interface AccountDeps {
  peopleStore: PeopleStore;
  secondFactors: SecondFactorStore;
  apiTokens: ApiTokenStore;
  linkMaker: LinkMaker;
  sessionDesk: Sessions;
  whoCalls: WhoCalls;
  peopleUpkeep: Pick<PeopleUpkeep, 'refresh'>;
  territory: TerritoryReader;
  clock: Clock;
  newId: () => string;
}

export interface AccountAsked {
  name: string;
  roles: readonly Role[];
  areaIds: Reach;
  phone?: string | undefined;
  email?: string | undefined;
  deputyId?: string | undefined;
}

/** `null` takes away. */
export type AccountChange = Partial<Omit<AccountAsked, 'phone' | 'email' | 'deputyId'>> & {
  phone?: string | null;
  email?: string | null;
  deputyId?: string | null;
  active?: boolean;
};

/** A link together with whom it is for. */
export interface LinkFor extends MadeLink {
  account: Account;
}

export class Accounts {
  readonly #deps: AccountDeps;

  constructor(deps: AccountDeps) {
    this.#deps = deps;
  }

  /** Those whom the caller may change, who have left included. @throws Refusal `not-permitted` */
  async list(caller: Caller): Promise<Account[]> {
    this.#requireAdministrator(caller);
    const { areas } = await this.#deps.territory.territory();
    return (await this.#deps.peopleStore.all()).filter((account) => mayAdministerPerson(caller, account, areas));
  }

  /** @throws Refusal `account-unknown`, also for what lies beyond the caller's reach */
  async find(id: PersonId, caller: Caller): Promise<Account> {
    this.#requireAdministrator(caller);
    const account = found(await this.#deps.peopleStore.find(id), 'account-unknown');
    const { areas } = await this.#deps.territory.territory();
    if (!mayAdministerPerson(caller, account, areas)) throw new Refusal('account-unknown');
    return account;
  }

  /** Makes the account and the link with which its person chooses a password. @throws Refusal */
  async invite(asked: AccountAsked, caller: Caller): Promise<LinkFor> {
    const { peopleStore, linkMaker, clock, newId, peopleUpkeep } = this.#deps;
    this.#requireAdministrator(caller);
    const now = clock.now();
    const { name, roles, areaIds, deputyId } = asked;
    const account: Account = {
      ...{ id: newId(), name: name.normalize('NFC').trim(), roles: [...new Set(roles)], areaIds, deputyId },
      ...{ ...contactsOf(asked), active: true, passwordHash: undefined, totp: undefined },
      ...{ createdAt: now, changedAt: now },
    };
    await this.#check(account, caller);
    if ((await peopleStore.create(account)) === 'taken') throw new Refusal('contact-taken');
    await peopleUpkeep.refresh();
    noteChange({ ...ofAccount(account), after: accountSummary(account) });
    return { ...(await linkMaker.make('invitation', account.id)), account };
  }

  /** Another link in place of the first. @throws Refusal `invitation-accepted` */
  async inviteAgain(id: PersonId, caller: Caller): Promise<LinkFor> {
    const account = await this.find(id, caller);
    if (account.passwordHash !== undefined) throw new Refusal('invitation-accepted');
    noteChange(ofAccount(account));
    return this.#linkFor(account, 'invitation');
  }

  /** What is changed counts from the next request on; closing an account ends everything that is open. @throws Refusal */
  async change(id: PersonId, change: AccountChange, caller: Caller): Promise<Account> {
    const { peopleStore, sessionDesk, apiTokens, clock, peopleUpkeep, whoCalls, linkMaker } = this.#deps;
    const before = await this.find(id, caller);
    const { phone = before.phone, email = before.email, deputyId = before.deputyId } = change;
    const fields: AccountFields = {
      name: (change.name ?? before.name).normalize('NFC').trim(),
      roles: change.roles === undefined ? before.roles : [...new Set(change.roles)],
      areaIds: change.areaIds ?? before.areaIds,
      ...contactsOf({ phone: phone ?? undefined, email: email ?? undefined }),
      deputyId: deputyId ?? undefined,
      active: change.active ?? before.active,
    };
    const isOwn = id === caller.personId;
    if (isOwn && (change.roles !== undefined || change.areaIds !== undefined || change.active === false)) {
      throw new Refusal('own-account');
    }
    const account = { ...before, ...fields };
    await this.#check(account, caller);
    const now = clock.now();
    if ((await peopleStore.change(id, fields, now)) === 'taken') throw new Refusal('contact-taken');
    // a link went to the number or address that was known then, whoever has it
    const isElsewhere = fields.phone !== before.phone || fields.email !== before.email;
    if (!fields.active || isElsewhere) await linkMaker.withdraw(id);
    if (!fields.active) {
      await sessionDesk.endEverything(id);
      await apiTokens.withdrawAll(id, now);
    }
    whoCalls.forget(id);
    noteChange({ ...ofAccount(account), before: accountSummary(before), after: accountSummary(account) });
    await peopleUpkeep.refresh();
    return { ...account, changedAt: now };
  }

  /**
   * The old password opens nothing from now on, and nothing stays open.
   * @param secondFactor the telephone is lost, too: app, passkeys, codes and API tokens go as well. @throws Refusal
   */
  async reset(id: PersonId, { secondFactor }: { secondFactor: boolean }, caller: Caller): Promise<LinkFor> {
    const { peopleStore, secondFactors, apiTokens, sessionDesk, clock } = this.#deps;
    const account = await this.find(id, caller);
    if (!account.active) throw new Refusal('account-unknown');
    await peopleStore.setPassword(id, undefined, clock.now());
    if (secondFactor) {
      await peopleStore.setTotp(id, undefined, clock.now());
      await secondFactors.removeAll(id);
      await apiTokens.withdrawAll(id, clock.now());
    }
    await sessionDesk.endEverything(id);
    noteChange({ ...ofAccount(account), after: { secondFactor: secondFactor ? 'removed' : 'kept' } });
    return this.#linkFor(account, 'reset');
  }

  /** @throws Refusal */
  async endSessions(id: PersonId, caller: Caller): Promise<void> {
    noteChange(ofAccount(await this.find(id, caller)));
    await this.#deps.sessionDesk.endEverything(id);
  }

  async #linkFor(account: Account, kind: LinkKind): Promise<LinkFor> {
    return { ...(await this.#deps.linkMaker.make(kind, account.id)), account };
  }

  #requireAdministrator(caller: Caller): void {
    if (caller.kind !== 'person' || !mayAdminister(caller)) throw new Refusal('not-permitted', { name: caller.name });
  }

  /** As the account shall be. */
  async #check({ id, name, roles, areaIds, deputyId }: Account, caller: Caller): Promise<void> {
    if (name === '' || roles.length === 0 || areaIds.length === 0) {
      throw new Refusal('bad-request', { detail: { vi: 'thiếu tên, vai trò hoặc địa bàn', en: 'name, role or area' } });
    }
    const { areas } = await this.#deps.territory.territory();
    const unknown = areaIds === 'everywhere' ? [] : areaIds.filter((areaId) => !areas.has(areaId));
    if (unknown.length > 0) throw new Refusal('area-unknown', { id: unknown.join(', ') });
    if (!mayAdministerPerson(caller, { roles, areaIds }, areas)) {
      throw new Refusal('not-permitted', { name: caller.name });
    }
    if (deputyId === undefined) return;
    const deputy = await this.#deps.peopleStore.find(deputyId);
    const fits = deputy?.active === true && deputyId !== id && hasRight(deputy, 'approve');
    if (!fits) throw new Refusal('deputy-unknown');
  }
}
