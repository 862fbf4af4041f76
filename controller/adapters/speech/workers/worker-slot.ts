/** One worker that may be ended and started anew; does one job at a time. */
import type { StartWorker, WorkerHandle } from './worker-handle.ts';

export interface WorkerSlotOptions {
  start: StartWorker;
  /** wall time for one request, a cold start included */
  deadlineMs: number;
  /** requests after which the worker is replaced, whatever it may have leaked with it */
  requestsPerWorker: number;
  /** a worker asked for nothing in so long is ended, and its memory given back; kept for ever when absent */
  idleMs?: number | undefined;
}

/**
 * What nobody waits for any more may come to its end within this: "play, stop, play" finds the worker warm, where a
 * model takes seconds to load. A sentence takes eSpeak NG some 50 ms, a model a second or two.
 */
const GRACE_MS = 2_000;

export type SlotFailure = { ok: false; fault: 'aborted' | 'died' | 'too-slow'; detail: string };

interface Running {
  handle: WorkerHandle;
  /** of the request under way */
  settle?: ((reply: unknown) => void) | undefined;
}

export class WorkerSlot<Request, Reply extends { ok: boolean }> {
  readonly #options: WorkerSlotOptions;
  #running: Running | undefined;
  #served = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(options: WorkerSlotOptions) {
    this.#options = options;
  }

  /**
   * Never rejects. A worker that misses the deadline, fails or dies is ended, and one that is aborted if it does not
   * come to its end soon; the next gets a new one.
   */
  async ask(request: Request, signal: AbortSignal): Promise<Reply | SlotFailure> {
    if (signal.aborted) return { ok: false, fault: 'aborted', detail: 'aborted before it started' };
    clearTimeout(this.#idle);
    const reply = await this.#ask(this.#ready(), request, signal);
    this.#served++;
    if (!reply.ok || this.#served >= this.#options.requestsPerWorker) await this.stop();
    else this.#endWhenIdle();
    return reply;
  }

  #endWhenIdle(): void {
    const { idleMs } = this.#options;
    if (idleMs === undefined) return;
    this.#idle = setTimeout(() => void this.stop(), idleMs);
    this.#idle.unref();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#idle);
    const running = this.#running;
    this.#running = undefined;
    this.#served = 0;
    await running?.handle.end();
  }

  #ready(): Running {
    if (this.#running !== undefined) return this.#running;
    let running: Running | undefined;
    const handle = this.#options.start({
      onMessage: (message) => running?.settle?.(message),
      onEnd: (detail) => {
        if (this.#running === running) this.#running = undefined;
        running?.settle?.({ ok: false, fault: 'died', detail } satisfies SlotFailure);
      },
    });
    running = { handle };
    this.#running = running;
    return running;
  }

  #ask(running: Running, request: Request, signal: AbortSignal): Promise<Reply | SlotFailure> {
    return new Promise((resolve) => {
      const { deadlineMs } = this.#options;
      const fail = (fault: SlotFailure['fault'], detail: string): void =>
        running.settle?.({ ok: false, fault, detail });
      const deadline = setTimeout(() => fail('too-slow', `not spoken after ${deadlineMs} ms`), deadlineMs);
      let grace: NodeJS.Timeout | undefined;
      const onAbort = (): void => {
        grace = setTimeout(() => fail('aborted', 'aborted by the caller'), GRACE_MS);
      };
      running.settle = (reply) => {
        running.settle = undefined;
        clearTimeout(deadline);
        clearTimeout(grace);
        signal.removeEventListener('abort', onAbort);
        resolve(reply as Reply | SlotFailure);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      running.handle.post(request);
    });
  }
}
