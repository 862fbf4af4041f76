/** What concerns the account itself asks for the password again: a stolen cookie must not become an account. */
import { isProved } from '../../domain/identity/session.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PeopleStore } from '../../ports/people-store.ts';
import type { SecondFactorStore } from '../../ports/second-factor-store.ts';
import type { SessionStore } from '../../ports/session-store.ts';
import { noteChange } from '../audit/note-change.ts';
import { Refusal } from '../refusal.ts';
import type { Attempts } from './attempts.ts';
import { ofAccount } from './note-account.ts';
import type { PasswordCheck } from './password-check.ts';
import type { Sender, Sessions } from './sessions.ts';
import type { Visit } from './who-calls.ts';

export interface ProofDeps {
  peopleStore: PeopleStore;
  secondFactors: Pick<SecondFactorStore, 'passkeys'>;
  sessions: SessionStore;
  sessionDesk: Sessions;
  attempts: Attempts;
  passwordCheck: PasswordCheck;
  clock: Clock;
}

export class Proof {
  readonly #deps: ProofDeps;

  constructor(deps: ProofDeps) {
    this.#deps = deps;
  }

  /**
   * A session that was opened before there was a second factor, or by a link, is not enough where there is one: with the
   * password alone it could make another.
   * @throws Refusal `proof-needed` unless the password or a passkey was shown some minutes ago; `second-factor-missing`
   */
  async require({ session, account }: Visit): Promise<void> {
    if (!isProved(session, this.#deps.clock.now())) throw new Refusal('proof-needed');
    if (session.secondFactor !== undefined) return;
    const hasOne = account.totp !== undefined || (await this.#deps.secondFactors.passkeys(account.id)).length > 0;
    if (hasOne) throw new Refusal('second-factor-missing');
  }

  /** @throws Refusal `password-wrong`, also when it was tried too often */
  async give({ session, account }: Visit, password: string): Promise<void> {
    const { attempts, passwordCheck, sessions, clock } = this.#deps;
    const allowed = await attempts.allow('proof', account.id);
    const right = await passwordCheck.verify(allowed ? account.passwordHash : undefined, password);
    if (!right) throw new Refusal('password-wrong');
    await attempts.forgive('proof', account.id);
    session.provedAt = clock.now();
    await sessions.proved(session.id, session.provedAt, undefined);
  }

  /** Ends all other sessions and forgets all other telephones, whoever holds them. @throws Refusal */
  async changePassword(visit: Visit, { current, next }: { current: string; next: string }, sender: Sender) {
    const { passwordCheck, peopleStore, sessionDesk, clock } = this.#deps;
    await this.give(visit, current);
    const hash = await passwordCheck.hashNew(next, visit.account);
    await peopleStore.setPassword(visit.account.id, hash, clock.now());
    await sessionDesk.endOthers(visit);
    noteChange(ofAccount(visit.account));
    await sessionDesk.forgetOtherPhones(visit.account.id, sender);
  }
}
