/** The last thing that went wrong, as long as it may still be so. */
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';

/** What went wrong longer ago says nothing about now. */
const COUNTS_MS: Millis = 60_000;

export class RecentProblem {
  readonly #now: () => MonotonicMillis;
  #last: { at: MonotonicMillis; text: string } | undefined;

  constructor(now: () => MonotonicMillis) {
    this.#now = now;
  }

  get text(): string | undefined {
    return this.#last !== undefined && this.#now() - this.#last.at <= COUNTS_MS ? this.#last.text : undefined;
  }

  /** @returns whether it is another one than before: a server that is away says so several times a second */
  note(error: unknown): boolean {
    const known = this.text;
    this.#last = { at: this.#now(), text: textOf(error) };
    return known !== this.#last.text;
  }
}

export const textOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 200);
