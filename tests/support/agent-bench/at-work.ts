/** Knows when nobody is at work: signatures are made and checked on other threads, which virtual time must wait for. */

const METHODS = ['sign', 'verify', 'importKey'] as const;
/** Turns of the event loop without any work after which nothing more will come of what has happened. */
const QUIET_TURNS = 5;

export class AtWork {
  #pending = 0;
  #spoken = 0;
  readonly #restore: (() => void)[] = [];

  /** Counts every use of WebCrypto in this process until `stop`. */
  start(): void {
    const { subtle } = globalThis.crypto;
    for (const name of METHODS) {
      const real = (subtle[name] as (...args: unknown[]) => Promise<unknown>).bind(subtle);
      const counted = (...args: unknown[]): Promise<unknown> => this.during(real(...args));
      Object.defineProperty(subtle, name, { value: counted, configurable: true, writable: true });
      this.#restore.push(() =>
        Object.defineProperty(subtle, name, { value: real, configurable: true, writable: true }),
      );
    }
  }

  stop(): void {
    for (const restore of this.#restore.splice(0)) restore();
  }

  during<T>(work: Promise<T>): Promise<T> {
    this.#pending++;
    return work.finally(() => this.#pending--);
  }

  /** Somebody has said something: others may want to answer. */
  spoke(): void {
    this.#spoken++;
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    for (let quiet = 0, heard = this.#spoken; quiet < QUIET_TURNS; quiet++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#pending === 0 && this.#spoken === heard) continue;
      quiet = -1;
      heard = this.#spoken;
    }
  }
}
