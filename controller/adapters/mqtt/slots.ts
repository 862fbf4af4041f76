/** A fixed number of places; who finds none waits in order. */
export class Slots {
  private free: number;
  private readonly waiting: ((done: () => void) => void)[] = [];

  constructor(size: number) {
    this.free = size;
  }

  /** Runs `work` when there is a place; `work` gives it back by calling `done` once. */
  take(work: (done: () => void) => void): void {
    if (this.free === 0) {
      this.waiting.push(work);
      return;
    }
    this.free--;
    let given = false;
    work(() => {
      if (given) return;
      given = true;
      this.free++;
      const next = this.waiting.shift();
      if (next !== undefined) this.take(next);
    });
  }
}
