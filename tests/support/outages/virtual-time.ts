/** Time that jumps from one thing to the next. */
import type { Clock } from '@loa-lang/controller/ports/clock';

interface Timer {
  at: number;
  order: number;
  call: () => void | Promise<void>;
}

export class VirtualTime implements Clock {
  #now: number;
  #order = 0;
  /** a heap by instant */
  readonly #timers: Timer[] = [];

  constructor(startAt: number) {
    this.#now = startAt;
  }

  now = (): number => Math.floor(this.#now);
  preciseNow = (): number => this.#now;
  monotonicNow = (): number => this.#now;

  at(instant: number, call: Timer['call']): void {
    const rows = this.#timers;
    let at = rows.length;
    rows.push({ at: Math.max(instant, this.#now), order: this.#order++, call });
    for (; at > 0 && isBefore(rows[at], rows[(at - 1) >> 1]); at = (at - 1) >> 1) swap(rows, at, (at - 1) >> 1);
  }

  in(ms: number, call: Timer['call']): void {
    this.at(this.#now + ms, call);
  }

  async runTo(until: number): Promise<void> {
    for (let timer = this.#timers[0]; timer !== undefined && timer.at <= until; timer = this.#timers[0]) {
      this.#pop();
      this.#now = Math.max(this.#now, timer.at);
      await timer.call();
    }
    this.#now = Math.max(this.#now, until);
  }

  #pop(): void {
    const rows = this.#timers;
    swap(rows, 0, rows.length - 1);
    rows.pop();
    for (let at = 0; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (isBefore(rows[child], rows[least])) least = child;
      if (least === at) return;
      swap(rows, at, least);
      at = least;
    }
  }
}

const isBefore = (a: Timer | undefined, b: Timer | undefined): boolean =>
  a !== undefined && b !== undefined && (a.at < b.at || (a.at === b.at && a.order < b.order));

function swap(rows: Timer[], a: number, b: number): void {
  const kept = rows[a];
  if (kept === undefined || rows[b] === undefined) return;
  rows[a] = rows[b];
  rows[b] = kept;
}
