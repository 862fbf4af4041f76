/** Counts who was wrong, before it is known whether they are. */
import { ATTEMPT_RULES, type AttemptKind } from '../../domain/identity/lock-out.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SignInStore } from '../../ports/sign-in-store.ts';
import { hashOf } from './secret-tokens.ts';

export type LockedOut = (kind: AttemptKind, of: string) => void;

export class Attempts {
  readonly #store: SignInStore;
  readonly #clock: Clock;

  readonly #onLocked: LockedOut;

  /** @param onLocked told once, when no more is looked at */
  constructor(store: SignInStore, clock: Clock, onLocked: LockedOut) {
    this.#store = store;
    this.#clock = clock;
    this.#onLocked = onLocked;
  }

  /** @returns whether this one may still be looked at */
  async allow(kind: AttemptKind, of: string): Promise<boolean> {
    const { most, windowMs } = ATTEMPT_RULES[kind];
    const count = await this.#store.attempt(keyOf(kind, of), this.#clock.now(), windowMs);
    if (count === most + 1) this.#onLocked(kind, of);
    return count <= most;
  }

  async forgive(kind: AttemptKind, of: string): Promise<void> {
    await this.#store.forgive(keyOf(kind, of));
  }
}

/** Names of people, right or wrong, are kept nowhere in clear. */
const keyOf = (kind: AttemptKind, of: string): string => `${kind}/${hashOf(`${kind}/${of}`)}`;
