/**
 * Whose token a request carries. The database is asked each time, so that what was revoked opens nothing from then on.
 * While it is away nothing can be revoked in it either: whoever was known a moment ago is known still, because stopping
 * a loudspeaker must not fail for want of a database.
 */
import type { MonotonicMillis } from '@loa-lang/schemas/units';
import { reachWithin } from '../../domain/identity/reach-within.ts';
import { needsSecondFactor } from '../../domain/identity/second-factor.ts';
import { IDLE_MS, isLive, SEEN_EVERY_MS, type Session } from '../../domain/identity/session.ts';
import { type Caller, callerOf, type PersonId } from '../../domain/people/person.ts';
import type { ApiTokenRecord, ApiTokenStore } from '../../ports/api-token-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Account } from '../../ports/people-store.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import type { SessionStore } from '../../ports/session-store.ts';
import { hashOf, isApiToken, TOKEN_PATTERN } from './secret-tokens.ts';

export interface WhoCallsDeps {
  sessions: SessionStore;
  apiTokens: ApiTokenStore;
  territory: TerritoryReader;
  clock: Clock;
  isDatabaseUnavailable: (error: unknown) => boolean;
  onProblem: (problem: string, cause: unknown) => void;
}

/** Somebody's signed-in browser. */
export interface Visit {
  session: Session;
  account: Account;
}

interface Known {
  personId: PersonId;
  visit?: Visit;
  token?: { token: ApiTokenRecord; account: Account };
  at: MonotonicMillis;
}

/** Long enough for a database to be restored; somebody who was revoked by another controller just before stays known. */
const KNOWN_WHILE_AWAY_MS = 3600_000;
/** Not to wait for a database that is away before every request. */
const AWAY_FOR_MS = 3_000;
const MOST_KNOWN = 5_000;

export class WhoCalls {
  readonly #deps: WhoCallsDeps;
  readonly #known = new Map<string, Known>();
  #awayUntil: MonotonicMillis = Number.NEGATIVE_INFINITY;
  #asked: { ids: Set<string>; open: Promise<ReadonlySet<string>> } | undefined;

  constructor(deps: WhoCallsDeps) {
    this.#deps = deps;
  }

  /** By the token of a session's cookie. */
  async visit(sessionToken: string): Promise<Visit | undefined> {
    if (!TOKEN_PATTERN.test(sessionToken)) return undefined;
    const { sessions, clock, onProblem } = this.#deps;
    const visit = (
      await this.#lookUp(hashOf(sessionToken), async (hash) => {
        const found = await sessions.find(hash);
        return found && { personId: found.account.id, visit: found };
      })
    )?.visit;
    const now = clock.now();
    if (visit === undefined || !visit.account.active || !isLive(visit.session, now)) return undefined;
    if (now - visit.session.seenAt >= SEEN_EVERY_MS) {
      visit.session.seenAt = now;
      void sessions.seen(visit.session.id, now).catch((cause: unknown) => onProblem('a session was not kept', cause));
    }
    return visit;
  }

  /** By an API token: never more than its person may do at this moment. */
  async byApiToken(text: string): Promise<Caller | undefined> {
    if (!isApiToken(text)) return undefined;
    const { apiTokens, clock, territory, onProblem } = this.#deps;
    const found = (
      await this.#lookUp(hashOf(text), async (hash) => {
        const known = await apiTokens.find(hash);
        return known && { personId: known.account.id, token: known };
      })
    )?.token;
    const now = clock.now();
    if (found === undefined || !found.account.active || now >= found.token.expiresAt) return undefined;
    const { token, account } = found;
    if (now - (token.usedAt ?? 0) >= SEEN_EVERY_MS) {
      token.usedAt = now;
      void apiTokens.used(token.id, now).catch((cause: unknown) => onProblem('the use of a token was not kept', cause));
    }
    const areaIds = await reachWithin(token.areaIds, account.areaIds, async () => (await territory.territory()).areas);
    return {
      ...callerOf(account),
      kind: 'token',
      name: `${token.name} (${account.name})`,
      areaIds,
      scope: token.scope,
    };
  }

  /** Whether a session is open still; it is no request of it. Thousands who ask at once are one question. */
  async isOpen(sessionId: string): Promise<boolean> {
    this.#asked ??= this.#ask();
    this.#asked.ids.add(sessionId);
    return (await this.#asked.open).has(sessionId);
  }

  #ask() {
    const ids = new Set<string>();
    const { sessions, clock } = this.#deps;
    const open = new Promise((resolve) => setImmediate(resolve)).then(() => {
      this.#asked = undefined;
      const now = clock.now();
      return sessions.openOf([...ids], now, now - IDLE_MS);
    });
    return { ids, open };
  }

  /** After whatever was known of this person has changed. */
  forget(personId: PersonId): void {
    for (const [hash, known] of this.#known) if (known.personId === personId) this.#known.delete(hash);
  }

  async #lookUp(
    hash: string,
    look: (hash: string) => Promise<Omit<Known, 'at'> | undefined>,
  ): Promise<Known | undefined> {
    const now = this.#deps.clock.monotonicNow();
    const before = this.#known.get(hash);
    const fallback = before !== undefined && now - before.at < KNOWN_WHILE_AWAY_MS ? before : undefined;
    if (now < this.#awayUntil && fallback !== undefined) return fallback;
    try {
      const found = await look(hash);
      this.#known.delete(hash);
      if (found === undefined) return undefined;
      const known = { ...found, at: now };
      this.#known.set(hash, known);
      const [oldest] = this.#known.keys();
      if (this.#known.size > MOST_KNOWN && oldest !== undefined) this.#known.delete(oldest);
      return known;
    } catch (error) {
      if (!this.#deps.isDatabaseUnavailable(error)) throw error;
      this.#awayUntil = this.#deps.clock.monotonicNow() + AWAY_FOR_MS;
      if (fallback === undefined) throw error;
      return fallback;
    }
  }
}

/** The right to act by this visit, or what is missing to it. */
export function callerIn({ session, account }: Visit): Caller | 'second-factor-missing' {
  if (needsSecondFactor(account) && session.secondFactor === undefined) return 'second-factor-missing';
  return callerOf(account);
}
