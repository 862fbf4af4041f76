/** Wrong addresses per sender: a token cannot be guessed, but trying must not keep the database busy. */
import type { MonotonicMillis } from '@loa-lang/schemas/units';
import { Refusal } from '../services/refusal.ts';
import { type Sent, senderOf } from './sender.ts';

const WINDOW_MS = 10 * 60_000;
/** Somebody who mistypes a link gives up long before. */
const MOST_WRONG = 20;
/** Senders that are remembered; the oldest are forgotten first. */
const MOST_SENDERS = 10_000;

export class LinkAttempts {
  readonly #wrong = new Map<string, { since: MonotonicMillis; count: number }>();
  readonly #now: () => MonotonicMillis;

  constructor(now: () => MonotonicMillis) {
    this.#now = now;
  }

  /** An address that opens nothing counts against its sender. @throws Refusal `link-attempts` */
  async opened<Opened>(by: Sent, open: () => Promise<Opened | undefined>): Promise<Opened | undefined> {
    const sender = senderOf(by);
    if ((this.#current(sender)?.count ?? 0) >= MOST_WRONG) throw new Refusal('link-attempts');
    const found = await open();
    if (found === undefined) this.#note(sender);
    return found;
  }

  #note(sender: string): void {
    const before = this.#current(sender);
    this.#wrong.delete(sender);
    this.#wrong.set(sender, { since: before?.since ?? this.#now(), count: (before?.count ?? 0) + 1 });
    const [oldest] = this.#wrong.keys();
    if (this.#wrong.size > MOST_SENDERS && oldest !== undefined) this.#wrong.delete(oldest);
  }

  #current(sender: string) {
    const entry = this.#wrong.get(sender);
    return entry !== undefined && this.#now() - entry.since < WINDOW_MS ? entry : undefined;
  }
}
