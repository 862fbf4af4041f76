/** A sink on the machine's monotonic clock: `wav`, `probe` and `discard` differ only in where the samples go. */
import type { AudioSink, AudioSource, PlayedPosition } from '../../ports/audio-sink.ts';
import type { Clock } from '../../ports/clock.ts';
import { RealTimePump, type TimedOutput } from './real-time-pump.ts';

export interface ClosableOutput extends TimedOutput {
  open(fault: (detail: string) => void): void;
  close(): void;
}

/** A block, which is made when its first sample is due. */
const AHEAD_MS = 20;

export class TimedSink implements AudioSink {
  readonly name: string;
  readonly aheadMs = AHEAD_MS;
  readonly #clock: Clock;
  readonly #output: ClosableOutput;
  readonly #pump: RealTimePump;
  readonly #listeners: ((detail: string) => void)[] = [];

  constructor(name: string, clock: Clock, output: ClosableOutput, blockMs?: number) {
    this.name = name;
    this.#clock = clock;
    this.#output = output;
    this.#pump = new RealTimePump({ clock, output, ...(blockMs === undefined ? {} : { blockMs }) });
  }

  async start(source: AudioSource): Promise<void> {
    this.#output.open((detail) => {
      for (const listener of this.#listeners) listener(detail);
    });
    this.#pump.start(source);
  }

  changed(): void {
    this.#pump.changed();
  }

  position(): PlayedPosition {
    return { frames: this.#pump.frames, at: this.#clock.monotonicNow(), uncertaintyMs: 0.1, basis: 'measured' };
  }

  onFault(listener: (detail: string) => void): void {
    this.#listeners.push(listener);
  }

  async stop(): Promise<void> {
    this.#pump.stop();
    this.#output.close();
  }
}
