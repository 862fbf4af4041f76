/**
 * Virtual time for a whole system in one process: a clock that jumps from one thing to the next, and waits at each
 * instant until everybody has finished what it set off: until nothing has happened for some turns of the event loop.
 */

import { KeyObject, sign, verify, type webcrypto } from 'node:crypto';

interface Timer {
  at: number;
  order: number;
  call: () => void;
  cancelled: boolean;
}

/** Turns of the event loop without work after which an instant is over; promises chains of our code are shorter. */
const QUIET_TURNS = 3;
/** What somebody does is answered within seconds. */
const ACT_WITHIN_MS = 10_000;
/** So often work that waits for no timer is looked at before the next timer is called. */
const PATIENCE = 40;
/** Signatures whose verification is remembered. */
const REMEMBERED = 200;
/** Node's own: what is faked is restored from here, and what must really wait uses them. */
const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  setImmediate: globalThis.setImmediate,
  now: Date.now,
  random: Math.random,
  rss: process.memoryUsage.rss,
  monotonic: performance.now.bind(performance),
};

export class Kernel {
  /** true time, milliseconds since the epoch */
  now: number;
  #timers: Timer[] = [];
  #order = 0;
  /** turns of the event loop that somebody waits for */
  #immediates = 0;
  readonly #restore: (() => void)[] = [];

  constructor(startAt: number) {
    this.now = startAt;
  }

  at(instant: number, call: () => void): { cancel(): void } {
    const timer = { at: Math.max(instant, this.now), order: this.#order++, call, cancelled: false };
    this.#push(timer);
    return {
      cancel: () => {
        timer.cancelled = true;
      },
    };
  }

  /** Time, timers and chance of this process become virtual. Undone by {@link release}. */
  seize(random: () => number): void {
    const handles = new Map<object, { cancel(): void }>();
    const handle = (make: (own: object) => { cancel(): void }) => {
      const own = { ref: () => own, unref: () => own, hasRef: () => false, refresh: () => own, close: () => own };
      handles.set(own, make(own));
      return own;
    };
    const clear = (own: object | undefined): void => {
      if (own === undefined) return;
      handles.get(own)?.cancel();
      handles.delete(own);
    };
    const fakes = {
      setTimeout: (call: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
        handle((own) =>
          this.at(this.now + Math.max(1, ms), () => {
            handles.delete(own);
            call(...args);
          }),
        ),
      setInterval: (call: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
        handle((own) => {
          const again = (): { cancel(): void } =>
            this.at(this.now + Math.max(1, ms), () => {
              if (!handles.has(own)) return;
              handles.set(own, again());
              call(...args);
            });
          return again();
        }),
      clearTimeout: clear,
      clearInterval: clear,
    };
    Object.assign(globalThis, fakes, { setImmediate: this.#immediately });
    Date.now = () => Math.floor(this.now);
    performance.now = () => this.now;
    Math.random = random;
    // asked of the operating system for every sample of health
    process.memoryUsage.rss = () => 2 ** 26;
    this.#restore.push(() => {
      const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, now, monotonic, random, rss } = real;
      Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate });
      Date.now = now;
      performance.now = monotonic;
      Math.random = random;
      process.memoryUsage.rss = rss;
    });
    this.#signHere();
  }

  /** Ed25519 on this thread: the same signatures without a way to another thread and back for each of some hundred thousand. */
  #signHere(): void {
    const { subtle } = globalThis.crypto;
    const own = { sign: subtle.sign, verify: subtle.verify };
    const keys = new WeakMap<webcrypto.CryptoKey, KeyObject>();
    const keyOf = (key: webcrypto.CryptoKey): KeyObject => {
      const known = keys.get(key) ?? KeyObject.from(key);
      keys.set(key, known);
      return known;
    };
    const bytesOf = (data: ArrayBuffer | ArrayBufferView): Uint8Array =>
      ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
    subtle.sign = async (_, key, data) => Uint8Array.from(sign(null, bytesOf(data), keyOf(key))).buffer;
    // a plan is verified on 18 devices: the same bytes under the same key have the same answer
    const seen = new Map<string, { key: webcrypto.CryptoKey; data: Uint8Array; answer: boolean }>();
    subtle.verify = async (_, key, signature, given) => {
      const [data, signed] = [bytesOf(given), bytesOf(signature)];
      const name = Buffer.from(signed).toString('latin1');
      const known = seen.get(name);
      if (known?.key === key && Buffer.compare(known.data, data) === 0) return known.answer;
      const answer = verify(null, data, keyOf(key), signed);
      if (seen.size > REMEMBERED) seen.clear();
      seen.set(name, { key, data: data.slice(), answer });
      return answer;
    };
    this.#restore.push(() => Object.assign(subtle, own));
  }

  release(): void {
    for (const undo of this.#restore.splice(0)) undo();
  }

  /** Lets everything that was set off at this instant come to its end. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet++) await this.#turn();
  }

  /** As far as can be known: promises have run, and nobody has asked for another turn. */
  async #settleOne(): Promise<void> {
    do await this.#turn();
    while (this.#immediates > 0);
  }

  #turn(): Promise<void> {
    return new Promise<void>((resolve) => real.setImmediate(resolve));
  }

  readonly #immediately = (call: (...args: unknown[]) => void, ...args: unknown[]): NodeJS.Immediate => {
    this.#immediates++;
    return real.setImmediate(() => {
      call(...args);
      // what it sets off has a turn of its own
      real.setImmediate(() => this.#immediates--);
    });
  };

  /** Time goes on until the work is done, and not before nothing else can finish it. */
  async until<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = () => {
      isDone = true;
    };
    work.then(done, done);
    const deadline = this.now + ACT_WITHIN_MS;
    for (let turn = 0; !isDone; turn++) {
      await this.settle();
      if (isDone || turn % PATIENCE !== PATIENCE - 1) continue;
      const next = this.#timers[0]?.at ?? Infinity;
      if (next > deadline) throw new Error('an act does not come to its end');
      await this.runTo(next);
    }
    return work;
  }

  /** Calls timers in order until the instant, which is now afterwards. */
  async runTo(until: number): Promise<void> {
    await this.settle();
    for (let timer = this.#timers[0]; timer !== undefined && timer.at <= until; timer = this.#timers[0]) {
      this.#pop();
      if (timer.cancelled) continue;
      this.now = Math.max(this.now, timer.at);
      timer.call();
      await this.#settleOne();
    }
    this.now = Math.max(this.now, until);
  }

  #push(timer: Timer): void {
    const rows = this.#timers;
    let at = rows.length;
    rows.push(timer);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(timer, rows[parent] as Timer)) break;
      rows[at] = rows[parent] as Timer;
      at = parent;
    }
    rows[at] = timer;
  }

  #pop(): void {
    const rows = this.#timers;
    const last = rows.pop();
    if (last === undefined || rows.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= rows.length) break;
      if (child + 1 < rows.length && before(rows[child + 1] as Timer, rows[child] as Timer)) child++;
      if (!before(rows[child] as Timer, last)) break;
      rows[at] = rows[child] as Timer;
      at = child;
    }
    rows[at] = last;
  }
}

const before = (a: Timer, b: Timer): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
