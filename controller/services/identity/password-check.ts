/** Passwords in words of people: what may be one, whether it is the one, and that there is a queue. */
import { normalPassword, passwordFault } from '../../domain/identity/password-rules.ts';
import { HasherBusy, type PasswordHasher } from '../../ports/password-hasher.ts';
import type { Account } from '../../ports/people-store.ts';
import { Refusal } from '../refusal.ts';

export class PasswordCheck {
  readonly #hasher: PasswordHasher;
  readonly #isCommon: (password: string) => Promise<boolean>;

  /** @param isCommon whether many people have it, so that whoever guesses begins with it */
  constructor(hasher: PasswordHasher, isCommon: (password: string) => Promise<boolean>) {
    this.#hasher = hasher;
    this.#isCommon = isCommon;
  }

  /** @throws Refusal for one that is too easy, or while too many wait */
  async hashNew(password: string, person: Pick<Account, 'name' | 'phone' | 'email'>): Promise<string> {
    const fault = passwordFault(password, person);
    if (fault !== undefined) throw new Refusal(fault);
    const normal = normalPassword(password);
    if (await this.#isCommon(normal)) throw new Refusal('password-simple');
    return patiently(this.#hasher.hash(normal));
  }

  /** Takes as long whether there is a hash or not. @throws Refusal while too many wait */
  verify(hash: string | undefined, password: string): Promise<boolean> {
    return patiently(this.#hasher.verify(hash, normalPassword(password)));
  }

  /** The hash at today's cost, where the one that is kept was made at another. */
  async renewed(hash: string, password: string): Promise<string | undefined> {
    return this.#hasher.isOutdated(hash) ? patiently(this.#hasher.hash(normalPassword(password))) : undefined;
  }
}

const patiently = <Done>(work: Promise<Done>): Promise<Done> =>
  work.catch((error: unknown) => {
    throw error instanceof HasherBusy ? new Refusal('sign-in-busy', {}, { cause: error }) : error;
  });
