/** Which address of a source is tried next, and when: what was good comes first, and nobody is hammered. */
import type { Millis } from '@loa-lang/schemas/units';

/** Sound for so long makes an address good: after its end it is tried once more before the others. */
const GOOD_AFTER_MS: Millis = 10_000;
/** A server whose source was restarted has it again in a moment. */
const AGAIN_AFTER_MS: Millis = 250;
const FIRST_WAIT_MS: Millis = 500;
const MOST_WAIT_MS: Millis = 15_000;

export interface Attempt {
  /** among the source's addresses, in order: main, alternates */
  index: number;
  afterMs: Millis;
}

export class Attempts {
  readonly #count: number;
  #index = 0;
  /** how many in a row gave nothing */
  #failed = 0;

  /** @param count how many addresses there are, one at least */
  constructor(count: number) {
    this.#count = count;
  }

  get first(): Attempt {
    return { index: 0, afterMs: 0 };
  }

  /** @param soundedMs how long the attempt that has just ended was heard @param random in [0, 1) */
  next(soundedMs: Millis, random: number): Attempt {
    if (soundedMs >= GOOD_AFTER_MS) {
      this.#failed = 0;
      return { index: this.#index, afterMs: AGAIN_AFTER_MS };
    }
    this.#failed++;
    this.#index = (this.#index + 1) % this.#count;
    const rounds = Math.floor(this.#failed / this.#count);
    // a round is gone through without waiting
    if (this.#failed % this.#count !== 0) return { index: this.#index, afterMs: 0 };
    const ceiling = Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(rounds - 1, 10));
    return { index: this.#index, afterMs: ceiling * (0.5 + random / 2) };
  }
}
