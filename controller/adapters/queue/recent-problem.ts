/** The last thing that went wrong, as long as it may still be so. */
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';

/** What went wrong longer ago says nothing about now. Also how often the same is told again. */
const COUNTS_MS: Millis = 60_000;

export class RecentProblem {
  readonly #now: () => MonotonicMillis;
  readonly #toldAt = new Map<string, MonotonicMillis>();
  #last: { at: MonotonicMillis; text: string } | undefined;

  constructor(now: () => MonotonicMillis) {
    this.#now = now;
  }

  get text(): string | undefined {
    return this.#last !== undefined && this.#now() - this.#last.at <= COUNTS_MS ? this.#last.text : undefined;
  }

  /** @returns whether to tell it: a server that is away says so several times a second, in two or three ways */
  note(error: unknown): boolean {
    const now = this.#now();
    const text = textOf(error);
    this.#last = { at: now, text };
    for (const [told, at] of this.#toldAt) if (now - at > COUNTS_MS) this.#toldAt.delete(told);
    if (this.#toldAt.has(text)) return false;
    this.#toldAt.set(text, now);
    return true;
  }

  /** All goes well again. */
  forget(): void {
    this.#last = undefined;
  }
}

export const textOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 200);
