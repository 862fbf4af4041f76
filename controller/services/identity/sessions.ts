/** Opens, lists and ends sessions, and remembers telephones. */
import { PHONE_MS, SESSION_MS, type SecondFactor, type Session } from '../../domain/identity/session.ts';
import type { PersonId } from '../../domain/people/person.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Account } from '../../ports/people-store.ts';
import type { RememberedPhone, SessionStore } from '../../ports/session-store.ts';
import { noteChange } from '../audit/note-change.ts';
import { found } from '../refusal.ts';
import { ofAccount } from './note-account.ts';
import { hashOf, newToken, TOKEN_PATTERN } from './secret-tokens.ts';
import type { Visit, WhoCalls } from './who-calls.ts';

export interface SessionDeps {
  sessions: SessionStore;
  whoCalls: WhoCalls;
  clock: Clock;
  newId: () => string;
}

/** From where, and with what. */
export interface Sender {
  /** address of the network */
  address: string;
  /** the browser, as it calls itself */
  agent: string;
  /** token of a telephone that is remembered, if the browser has one */
  phoneToken: string | undefined;
}

export interface Opened extends Visit {
  /** for the cookie, and for nothing else */
  token: string;
}

const MAX_AGENT = 300;

export class Sessions {
  readonly #deps: SessionDeps;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
  }

  /** Always under a new token: one that was planted before opens nothing. */
  async open(account: Account, secondFactor: SecondFactor | undefined, { address, agent }: Sender): Promise<Opened> {
    const { sessions, clock, newId } = this.#deps;
    const now = clock.now();
    const session: Session = {
      id: newId(),
      personId: account.id,
      ...{ createdAt: now, seenAt: now, provedAt: now, expiresAt: now + SESSION_MS },
      secondFactor,
      sender: address,
      agent: agent.slice(0, MAX_AGENT),
    };
    const token = newToken();
    await sessions.open({ ...session, tokenHash: hashOf(token) });
    noteChange({
      ...ofAccount(account),
      actor: { kind: 'person', personId: account.id, name: account.name },
      after: { sessionId: session.id, secondFactor: secondFactor ?? null },
    });
    return { token, session, account };
  }

  /** @returns the token for the telephone's cookie */
  async remember(account: Account, { agent }: Sender): Promise<{ token: string; phone: RememberedPhone }> {
    const { sessions, clock, newId } = this.#deps;
    const now = clock.now();
    const token = newToken();
    const phone = {
      ...{ id: newId(), personId: account.id, agent: agent.slice(0, MAX_AGENT) },
      ...{ createdAt: now, usedAt: now, expiresAt: now + PHONE_MS },
    };
    await sessions.remember({ ...phone, tokenHash: hashOf(token) });
    return { token, phone };
  }

  /** The telephone, when it is remembered for this person. */
  async phoneOf(personId: PersonId | undefined, { phoneToken }: Sender): Promise<RememberedPhone | undefined> {
    if (phoneToken === undefined || !TOKEN_PATTERN.test(phoneToken)) return undefined;
    const phone = await this.#deps.sessions.findPhone(hashOf(phoneToken), this.#deps.clock.now());
    return phone?.personId === personId ? phone : undefined;
  }

  list(personId: PersonId): Promise<Session[]> {
    return this.#deps.sessions.list(personId);
  }

  phones(personId: PersonId): Promise<RememberedPhone[]> {
    return this.#deps.sessions.phones(personId, this.#deps.clock.now());
  }

  /** @throws Refusal `item-unknown` */
  async end(id: string, personId: PersonId): Promise<void> {
    const { sessions, clock, whoCalls } = this.#deps;
    const ended = await sessions.end(id, personId, clock.now());
    whoCalls.forget(personId);
    found(ended || undefined, 'item-unknown');
    noteChange({ subjectId: id });
  }

  async endOthers({ session, account }: Visit): Promise<void> {
    await this.#deps.sessions.endAll(account.id, this.#deps.clock.now(), session.id);
    this.#deps.whoCalls.forget(account.id);
    noteChange(ofAccount(account));
  }

  /** With the telephones: nothing stays open anywhere. */
  async endEverything(personId: PersonId): Promise<void> {
    const { sessions, clock, whoCalls } = this.#deps;
    await sessions.endAll(personId, clock.now());
    await sessions.forgetPhones(personId, clock.now());
    whoCalls.forget(personId);
  }

  /** All but the one that this comes from. */
  async forgetOtherPhones(personId: PersonId, sender: Sender): Promise<void> {
    const own = await this.phoneOf(personId, sender);
    await this.#deps.sessions.forgetPhones(personId, this.#deps.clock.now(), own?.id);
  }

  /** @throws Refusal `item-unknown` */
  async forgetPhone(id: string, personId: PersonId): Promise<void> {
    const forgotten = await this.#deps.sessions.forgetPhone(id, personId, this.#deps.clock.now());
    found(forgotten || undefined, 'item-unknown');
    noteChange({ subjectId: id });
  }
}
