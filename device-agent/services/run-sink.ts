/** Keeps the sink running: one that cannot be opened is tried again, and every failure is a fault. */
import type { AudioSink, AudioSource } from '../ports/audio-sink.ts';
import type { Clock } from '../ports/clock.ts';
import { Alarm } from './alarm.ts';
import type { FaultLedger } from './fault-ledger.ts';

export interface RunSinkDeps {
  clock: Clock;
  sink: AudioSink;
  source: AudioSource;
  faults: FaultLedger;
  /** the output has just died or could not be opened */
  failed(): void;
}

/** A sound card that was pulled out comes back when somebody pushes it in again. */
const RETRY_MS = 10_000;
/** A sink that restarts by itself is well again after this long without a fault. */
const QUIET_MS = 30_000;

export class RunSink {
  readonly #deps: RunSinkDeps;
  readonly #retry: Alarm;
  #opened = false;
  #stopped = false;

  constructor(deps: RunSinkDeps) {
    this.#deps = deps;
    this.#retry = new Alarm(deps.clock, () => void this.#open());
  }

  get name(): string {
    return this.#deps.sink.name;
  }

  get failed(): boolean {
    return this.#deps.faults.raised().includes('sink-failed');
  }

  async start(): Promise<void> {
    const { sink } = this.#deps;
    sink.onFault((detail) => this.#fault(detail));
    await this.#open();
  }

  changed(): void {
    if (this.#opened) this.#deps.sink.changed();
  }

  async stop(): Promise<void> {
    this.#retry.end();
    this.#stopped = true;
    if (this.#opened) await this.#deps.sink.stop();
  }

  async #open(): Promise<void> {
    const { sink, source, faults } = this.#deps;
    try {
      await sink.start(source);
      if (this.#stopped) return await sink.stop();
      this.#opened = true;
      faults.clear('sink-failed');
    } catch (error) {
      faults.raise('sink-failed', error instanceof Error ? error.message : String(error));
      this.#deps.failed();
      this.#retry.after(RETRY_MS);
    }
  }

  #fault(detail: string): void {
    this.#deps.faults.raise('sink-failed', detail, QUIET_MS);
    this.#deps.failed();
  }
}
