/** Work under equal keys is done one after the other, so that the second finds what the first has made. */
export class OneAtATime {
  readonly #last = new Map<string, Promise<unknown>>();

  async run<Done>(key: string, work: () => Promise<Done>): Promise<Done> {
    const before = this.#last.get(key);
    const mine = (async () => {
      await before?.catch(() => undefined);
      return work();
    })();
    this.#last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    }
  }
}
