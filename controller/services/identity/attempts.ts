/** Counts who was wrong, before it is known whether they are. */
import { ATTEMPT_RULES, type AttemptKind } from '../../domain/identity/lock-out.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SignInStore } from '../../ports/sign-in-store.ts';
import { hashOf } from './secret-tokens.ts';

export class Attempts {
  readonly #store: SignInStore;
  readonly #clock: Clock;

  constructor(store: SignInStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** @returns whether this one may still be looked at */
  async allow(kind: AttemptKind, of: string): Promise<boolean> {
    const { most, windowMs } = ATTEMPT_RULES[kind];
    return (await this.#store.attempt(keyOf(kind, of), this.#clock.now(), windowMs)) <= most;
  }

  async forgive(kind: AttemptKind, of: string): Promise<void> {
    await this.#store.forgive(keyOf(kind, of));
  }
}

/** Names of people, right or wrong, are kept nowhere in clear. */
const keyOf = (kind: AttemptKind, of: string): string => `${kind}/${hashOf(`${kind}/${of}`)}`;
