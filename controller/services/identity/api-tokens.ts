/** Keys of other systems: a part of somebody's rights, in a part of the areas, until a date. */
import type { Action } from '@loa-lang/schemas/states/people';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { reachWithin } from '../../domain/identity/reach-within.ts';
import type { Caller, PersonId, Reach } from '../../domain/people/person.ts';
import { hasRight } from '../../domain/permissions/permissions.ts';
import type { ApiTokenRecord, ApiTokenStore } from '../../ports/api-token-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Account } from '../../ports/people-store.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import { noteChange } from '../audit/note-change.ts';
import { found, Refusal } from '../refusal.ts';
import type { Accounts } from './accounts.ts';
import { ofAccount } from './note-account.ts';
import type { Proof } from './proof.ts';
import { API_TOKEN_PREFIX, hashOf, newToken } from './secret-tokens.ts';
import { callerIn, type Visit, type WhoCalls } from './who-calls.ts';

export interface ApiTokenDeps {
  apiTokens: ApiTokenStore;
  accounts: Accounts;
  proof: Proof;
  whoCalls: WhoCalls;
  territory: TerritoryReader;
  clock: Clock;
  newId: () => string;
}

export interface TokenAsked {
  name: string;
  scope: readonly Action[];
  areaIds: Reach;
  expiresAt: EpochMillis;
}

/** Whoever looks after the other system has to think of it once a year. */
const LASTS_AT_MOST_MS: Millis = 366 * 24 * 3600_000;
/** Nothing is approved by a machine, and no machine makes accounts. */
export const NEVER_BY_TOKEN: readonly Action[] = ['approve', 'return', 'administer'];

export class ApiTokens {
  readonly #deps: ApiTokenDeps;

  constructor(deps: ApiTokenDeps) {
    this.#deps = deps;
  }

  /** Of the own rights. @returns the token, which is shown once. @throws Refusal */
  async create(visit: Visit, asked: TokenAsked): Promise<{ token: string; record: ApiTokenRecord }> {
    await this.#deps.proof.require(visit);
    // a token asks for no second factor: whoever must have one shows it here
    if (callerIn(visit) === 'second-factor-missing') throw new Refusal('second-factor-missing');
    return this.#make(visit.account, asked);
  }

  /** For an account that is another system and signs in nowhere, by its administrator. @throws Refusal */
  async createFor(id: PersonId, asked: TokenAsked, caller: Caller, visit: Visit) {
    await this.#deps.proof.require(visit);
    const account = await this.#deps.accounts.find(id, caller);
    if (!account.active || account.roles.some((role) => role !== 'source')) {
      throw new Refusal('not-permitted', { name: caller.name });
    }
    return this.#make(account, asked);
  }

  list(personId: PersonId): Promise<ApiTokenRecord[]> {
    return this.#deps.apiTokens.list(personId);
  }

  /** @throws Refusal `item-unknown` */
  async withdraw(id: string, personId: PersonId): Promise<void> {
    const { apiTokens, clock, whoCalls } = this.#deps;
    const withdrawn = await apiTokens.withdraw(id, personId, clock.now());
    whoCalls.forget(personId);
    found(withdrawn || undefined, 'item-unknown');
    noteChange({ subjectId: id });
  }

  async #make(account: Account, { name, scope, areaIds, expiresAt }: TokenAsked) {
    const { apiTokens, territory, clock, newId } = this.#deps;
    const now = clock.now();
    if (expiresAt <= now || expiresAt > now + LASTS_AT_MOST_MS) throw new Refusal('token-expiry');
    const isOwn = (action: Action) => hasRight(account, action) && !NEVER_BY_TOKEN.includes(action);
    const within = await reachWithin(areaIds, account.areaIds, async () => (await territory.territory()).areas);
    const isWithin = areaIds === within || (areaIds !== 'everywhere' && within.length === areaIds.length);
    if (!scope.every(isOwn) || !isWithin) throw new Refusal('token-scope');
    const token = `${API_TOKEN_PREFIX}${newToken()}`;
    const record: ApiTokenRecord = {
      ...{ id: newId(), name: name.normalize('NFC').trim(), personId: account.id },
      ...{ scope: [...new Set(scope)], areaIds, createdAt: now, expiresAt, usedAt: undefined },
    };
    await apiTokens.add({ ...record, tokenHash: hashOf(token) });
    const { id } = record;
    noteChange({
      ...ofAccount(account),
      after: { tokenId: id, name: record.name, scope: record.scope, areaIds, expiresAt },
    });
    return { token, record };
  }
}
