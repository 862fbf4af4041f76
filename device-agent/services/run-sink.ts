/** Keeps the sink running: one that cannot be opened is tried again, and every failure is a fault. */
import type { Millis } from '@loa-lang/schemas/units';
import { RecentValues } from '../domain/recent-values.ts';
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
/** A second or two. */
const RECENT_BLOCKS = 128;

export class RunSink {
  readonly #deps: RunSinkDeps;
  readonly #retry: Alarm;
  readonly #ahead = new RecentValues(RECENT_BLOCKS);
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

  /**
   * So long before it is heard a sample leaves for the output, ms, at most in 95 of 100 blocks: what comes later is not
   * heard. While nothing was asked for, what the sink says of itself.
   */
  aheadMs(): Millis | undefined {
    return this.#ahead.quantile(0.95) ?? this.#deps.sink.aheadMs;
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
    const { clock, sink, source, faults } = this.#deps;
    const measured: AudioSource = {
      nextSoundAt: (now) => source.nextSoundAt(now),
      render: (block, heardAt, hearing) => {
        this.#ahead.add(Math.max(0, heardAt - clock.monotonicNow()));
        return source.render(block, heardAt, hearing);
      },
    };
    try {
      await sink.start(measured);
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
