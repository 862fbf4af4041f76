/** Something is looked at again and again: never twice at a time, and what goes wrong in one look is told, not thrown. */
import type { Millis } from '@loa-lang/schemas/units';

export class RegularLook {
  readonly #everyMs: Millis;
  readonly #look: () => Promise<void>;
  readonly #onProblem: (cause: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(everyMs: Millis, look: () => Promise<void>, onProblem: (cause: unknown) => void) {
    this.#everyMs = everyMs;
    this.#look = look;
    this.#onProblem = onProblem;
  }

  /** The first look comes after the interval; who wants one at once asks for it. */
  start(): void {
    this.#timer = setInterval(() => void this.look(), this.#everyMs);
  }

  /** Resolves when nothing is looked at any more. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** A look, or the one that is under way. Never rejects. */
  look(): Promise<void> {
    this.#looking ??= this.#look()
      .catch((cause: unknown) => this.#onProblem(cause))
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  /** A look that begins from now on: one that is under way may not have seen what has just come. */
  async lookAnew(): Promise<void> {
    await this.#looking;
    await this.look();
  }
}
