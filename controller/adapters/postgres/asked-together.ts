/** Questions that come while one is under way are asked together after it: a thousand at once are two, not a thousand. */

export class AskedTogether<Key, Answer> {
  readonly #ask: (keys: Key[]) => Promise<ReadonlyMap<Key, Answer>>;
  #running: Promise<ReadonlyMap<Key, Answer>> | undefined;
  #waiting: { keys: Set<Key>; answers: Promise<ReadonlyMap<Key, Answer>> } | undefined;

  constructor(ask: (keys: Key[]) => Promise<ReadonlyMap<Key, Answer>>) {
    this.#ask = ask;
  }

  /** Never older than the call. */
  async of(key: Key): Promise<Answer | undefined> {
    if (this.#waiting === undefined) {
      const keys = new Set<Key>();
      const answers = Promise.resolve(this.#running)
        .catch(() => undefined)
        .then(() => this.#next(keys));
      this.#waiting = { keys, answers };
    }
    const { keys, answers } = this.#waiting;
    keys.add(key);
    return (await answers).get(key);
  }

  #next(keys: Set<Key>): Promise<ReadonlyMap<Key, Answer>> {
    this.#waiting = undefined;
    this.#running = this.#ask([...keys]);
    return this.#running;
  }
}
