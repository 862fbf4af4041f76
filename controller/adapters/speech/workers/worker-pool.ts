/** Some workers and a line before them. */
import { Turns } from './turns.ts';
import { type SlotFailure, WorkerSlot, type WorkerSlotOptions } from './worker-slot.ts';

export interface WorkerPoolOptions extends WorkerSlotOptions {
  /** that work at the same time */
  workers: number;
}

export class WorkerPool<Request, Reply extends { ok: boolean }> {
  readonly #slots: WorkerSlot<Request, Reply>[];
  readonly #turns: Turns<WorkerSlot<Request, Reply>>;
  readonly #stopped = new AbortController();

  constructor({ workers, ...options }: WorkerPoolOptions) {
    this.#slots = Array.from({ length: workers }, () => new WorkerSlot<Request, Reply>(options));
    this.#turns = new Turns(this.#slots);
  }

  /**
   * Never rejects. A worker that died is replaced and asked once more: one crash need not be the sentence's fault.
   * A caller that gives up is answered at once, whatever the worker still has to end.
   */
  async ask(request: Request, signal: AbortSignal): Promise<Reply | SlotFailure> {
    const stop = AbortSignal.any([signal, this.#stopped.signal]);
    const reply = this.#turns.take(stop, async (slot) => {
      const first = await slot.ask(request, stop);
      return isDeath(first) ? slot.ask(request, stop) : first;
    });
    const aborted: SlotFailure = { ok: false, fault: 'aborted', detail: 'aborted by the caller' };
    if (stop.aborted) return aborted;
    const givenUp = new Promise<undefined>((resolve) => {
      stop.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    return (await Promise.race([reply, givenUp])) ?? aborted;
  }

  /** Ends all workers; what they do and what waits for them is aborted. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#slots.map((slot) => slot.stop()));
  }
}

const isDeath = (reply: { ok: boolean; fault?: unknown }): boolean => !reply.ok && reply.fault === 'died';
