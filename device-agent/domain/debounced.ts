/** A value that counts once it was seen twice in a row: contacts bounce, and one line of a noisy wire may lie. */
export class Debounced<T> {
  #last: T | undefined;
  #settled: T | undefined;

  /** @returns what counts now; `undefined` before anything was seen twice */
  see(value: T): T | undefined {
    if (value === this.#last) this.#settled = value;
    this.#last = value;
    return this.#settled;
  }
}
