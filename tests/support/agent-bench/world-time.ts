/** One true time for everybody on the bench, in milliseconds since 1970; it moves from one due call to the next. */

interface Timer {
  at: number;
  call: () => void;
}

export class WorldTime {
  #now: number;
  /** by instant; of equal ones the earlier set first */
  readonly #timers: Timer[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  get now(): number {
    return this.#now;
  }

  get nextAt(): number | undefined {
    return this.#timers[0]?.at;
  }

  at(instant: number, call: () => void): { cancel(): void } {
    const timer = { at: Math.max(instant, this.#now), call };
    let [low, high] = [0, this.#timers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#timers[middle] as Timer).at <= timer.at) low = middle + 1;
      else high = middle;
    }
    this.#timers.splice(low, 0, timer);
    return {
      cancel: () => {
        const index = this.#timers.indexOf(timer);
        if (index >= 0) this.#timers.splice(index, 1);
      },
    };
  }

  /** Never past the next due call. */
  moveTo(instant: number): void {
    this.#now = Math.max(this.#now, Math.min(instant, this.nextAt ?? Infinity));
  }

  /** Makes the first call that is due, if any. */
  callDue(): boolean {
    const [first] = this.#timers;
    if (first === undefined || first.at > this.#now) return false;
    this.#timers.shift();
    first.call();
    return true;
  }
}
