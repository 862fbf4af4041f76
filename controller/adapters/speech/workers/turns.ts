/** A few things to work with, and a line of those who wait for one. */
export class Turns<Thing> {
  readonly #idle: Thing[];
  readonly #waiting: ((thing: Thing) => void)[] = [];

  constructor(things: readonly Thing[]) {
    this.#idle = [...things];
  }

  /** Works with one of them when it is its turn; `undefined` when `signal` fires before that. */
  async take<Done>(signal: AbortSignal, work: (thing: Thing) => Promise<Done>): Promise<Done | undefined> {
    if (signal.aborted) return undefined;
    const thing = this.#idle.pop() ?? (await this.#nextFree(signal));
    if (thing === undefined) return undefined;
    try {
      return await work(thing);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#idle.push(thing);
      else next(thing);
    }
  }

  #nextFree(signal: AbortSignal): Promise<Thing | undefined> {
    return new Promise((resolve) => {
      const take = (thing: Thing): void => {
        signal.removeEventListener('abort', onAbort);
        resolve(thing);
      };
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(take), 1);
        resolve(undefined);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(take);
    });
  }
}
