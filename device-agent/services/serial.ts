/** Asynchronous work done one piece after another, in the order it was given. */
export class Serial {
  readonly #onBug: (error: unknown) => void;
  #tail: Promise<void> = Promise.resolve();
  #waiting = 0;

  /** @param onBug told of work that threw; the next piece runs all the same */
  constructor(onBug: (error: unknown) => void) {
    this.#onBug = onBug;
  }

  /** pieces not yet done */
  get waiting(): number {
    return this.#waiting;
  }

  run(work: () => Promise<void> | void): Promise<void> {
    this.#waiting++;
    this.#tail = this.#tail.then(work).then(
      () => {
        this.#waiting--;
      },
      (error: unknown) => {
        this.#waiting--;
        this.#onBug(error);
      },
    );
    return this.#tail;
  }

  /** Resolves when everything given so far is done. */
  idle(): Promise<void> {
    return this.#tail;
  }
}
