/** Some workers and a queue before them. */
import { type SlotFailure, WorkerSlot, type WorkerSlotOptions } from './worker-slot.ts';

export interface WorkerPoolOptions extends WorkerSlotOptions {
  /** that work at the same time */
  workers: number;
}

export class WorkerPool<Request, Reply extends { ok: boolean }> {
  readonly #slots: WorkerSlot<Request, Reply>[];
  readonly #idle: WorkerSlot<Request, Reply>[];
  readonly #waiting: ((slot: WorkerSlot<Request, Reply>) => void)[] = [];
  readonly #stopped = new AbortController();

  constructor({ workers, ...options }: WorkerPoolOptions) {
    this.#slots = Array.from({ length: workers }, () => new WorkerSlot<Request, Reply>(options));
    this.#idle = [...this.#slots];
  }

  /** Never rejects. A worker that died is replaced and asked once more: one crash need not be the sentence's fault. */
  async ask(request: Request, signal: AbortSignal): Promise<Reply | SlotFailure> {
    const stop = AbortSignal.any([signal, this.#stopped.signal]);
    const slot = this.#idle.pop() ?? (await this.#nextFree(stop));
    if (slot === undefined) return { ok: false, fault: 'aborted', detail: 'aborted while it waited for a worker' };
    try {
      const reply = await slot.ask(request, stop);
      return isDeath(reply) ? await slot.ask(request, stop) : reply;
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#idle.push(slot);
      else next(slot);
    }
  }

  /** Ends all workers; what they do and what waits for them is aborted. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#slots.map((slot) => slot.stop()));
  }

  /** Waits in line; undefined when `signal` fires first. */
  #nextFree(signal: AbortSignal): Promise<WorkerSlot<Request, Reply> | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const take = (slot: WorkerSlot<Request, Reply>): void => {
        signal.removeEventListener('abort', onAbort);
        resolve(slot);
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

const isDeath = (reply: { ok: boolean; fault?: unknown }): boolean => !reply.ok && reply.fault === 'died';
