/** Argon2id at a fraction of its cost, which remembers what it was asked to compare with. */
import { Argon2Hasher } from '@loa-lang/controller/adapters/passwords/argon2-hasher';
import type { PasswordHasher } from '@loa-lang/controller/ports/password-hasher';

export class CountingHasher implements PasswordHasher {
  readonly #hasher = new Argon2Hasher({ cost: { memoryCost: 1024, timeCost: 2, parallelism: 1 } });
  /** of each comparison; `undefined`: with nobody's */
  compared: (string | undefined)[] = [];

  hash(password: string): Promise<string> {
    return this.#hasher.hash(password);
  }

  verify(hash: string | undefined, password: string): Promise<boolean> {
    this.compared.push(hash);
    return this.#hasher.verify(hash, password);
  }

  isOutdated(hash: string): boolean {
    return this.#hasher.isOutdated(hash);
  }
}
