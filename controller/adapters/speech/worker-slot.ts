/** One worker thread that may be ended and started anew; does one job at a time. */
import { Worker } from 'node:worker_threads';
import type { SpeakReply, SpeakRequest } from './espeak-messages.ts';

interface WorkerSlotOptions {
  workerUrl: URL;
  /** wall time for one request, a cold start included */
  deadlineMs: number;
  /** requests after which the thread is replaced, whatever it may have leaked with it */
  requestsPerWorker: number;
}

export type SlotReply = SpeakReply | { ok: false; fault: 'aborted'; detail: string };

export class WorkerSlot {
  readonly #options: WorkerSlotOptions;
  #worker: Worker | undefined;
  #served = 0;

  constructor(options: WorkerSlotOptions) {
    this.#options = options;
  }

  /** Never rejects. A thread that misses the deadline, dies or is aborted in mid-work is ended; the next gets a new one. */
  async speak(request: SpeakRequest, signal: AbortSignal): Promise<SlotReply> {
    if (signal.aborted) return { ok: false, fault: 'aborted', detail: 'aborted before it started' };
    const worker = this.#ready();
    const reply = await this.#ask(worker, request, signal);
    this.#served++;
    const worn = this.#served >= this.#options.requestsPerWorker;
    if (worn || (!reply.ok && reply.fault !== 'speech-voice-unknown')) await this.stop();
    return reply;
  }

  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#served = 0;
    await worker?.terminate();
  }

  #ready(): Worker {
    if (this.#worker === undefined) {
      const worker = new Worker(this.#options.workerUrl);
      // Idle threads keep no process alive; and a thread that dies idle is replaced at the next request.
      worker.unref();
      worker.on('error', () => undefined);
      worker.on('exit', () => {
        if (this.#worker === worker) this.#worker = undefined;
      });
      this.#worker = worker;
    }
    return this.#worker;
  }

  #ask(worker: Worker, request: SpeakRequest, signal: AbortSignal): Promise<SlotReply> {
    return new Promise((resolve) => {
      const done = (reply: SlotReply): void => {
        clearTimeout(deadline);
        signal.removeEventListener('abort', onAbort);
        worker.off('message', done);
        worker.off('error', onError);
        worker.off('exit', onExit);
        resolve(reply);
      };
      const fail = (detail: string): void => done({ ok: false, fault: 'speech-failed', detail });
      const onError = (error: unknown): void => fail(`the speech worker failed: ${String(error)}`);
      const onExit = (code: number): void => fail(`the speech worker ended with code ${code}`);
      const onAbort = (): void => done({ ok: false, fault: 'aborted', detail: 'aborted by the caller' });
      const { deadlineMs } = this.#options;
      const deadline = setTimeout(() => fail(`not spoken after ${deadlineMs} ms`), deadlineMs);
      signal.addEventListener('abort', onAbort, { once: true });
      worker.on('message', done);
      worker.on('error', onError);
      worker.on('exit', onExit);
      worker.postMessage(request);
    });
  }
}
