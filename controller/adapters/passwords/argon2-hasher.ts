/**
 * Argon2id (RFC 9106) in the threads of libuv. Those threads read files, too: at most half of the usual four are taken,
 * and whoever comes while many wait is refused at once instead of being kept.
 */
import argon2 from 'argon2';
import { HasherBusy, type PasswordHasher } from '../../ports/password-hasher.ts';

export interface HasherLimits {
  /** KiB, passes, lanes */
  cost: { memoryCost: number; timeCost: number; parallelism: number };
  atOnce: number;
  mostWaiting: number;
}

/**
 * Cost: more than the least that OWASP asks for (19 MiB, twice), and little enough for a small computer of a commune.
 * Waiting: some seconds of work; an attacker waits as long as everybody else.
 */
const USUAL: HasherLimits = {
  cost: { memoryCost: 32 * 1024, timeCost: 3, parallelism: 1 },
  atOnce: 2,
  mostWaiting: 64,
};

export class Argon2Hasher implements PasswordHasher {
  readonly #limits: HasherLimits;
  /** What somebody without a password is compared with, at the same cost: the hash of nothing. */
  readonly nobody: string;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(limits: Partial<HasherLimits> = {}) {
    this.#limits = { ...USUAL, ...limits };
    const { memoryCost, timeCost, parallelism } = this.#limits.cost;
    this.nobody = `$argon2id$v=19$m=${memoryCost},p=${parallelism},t=${timeCost}$9pk6NYrzXdL3uNVjzZ1GyA$mXQx2Yt0rCkq3Jf0b8nDq5Jm3o6yWl5o0k2V1vWcS7E`;
  }

  hash(password: string): Promise<string> {
    return this.#inTurn(() => argon2.hash(password, { type: argon2.argon2id, ...this.#limits.cost }));
  }

  async verify(hash: string | undefined, password: string): Promise<boolean> {
    const fits = await this.#inTurn(() => argon2.verify(hash ?? this.nobody, password));
    return fits && hash !== undefined;
  }

  isOutdated(hash: string): boolean {
    return !hash.startsWith('$argon2id$') || argon2.needsRehash(hash, this.#limits.cost);
  }

  async #inTurn<Done>(work: () => Promise<Done>): Promise<Done> {
    if (this.#running >= this.#limits.atOnce) {
      if (this.#waiting.length >= this.#limits.mostWaiting) throw new HasherBusy();
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running += 1;
    try {
      return await work();
    } finally {
      // the place goes to the next one, or is given back
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
