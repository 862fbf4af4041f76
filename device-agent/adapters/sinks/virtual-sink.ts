/**
 * A sink on virtual time whose crystal is wrong by a known amount: for simulations of hours and days. It knows when
 * each block is heard as well as a real sink does: its own rate, seen through readings.
 */
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import { type AudioSink, type AudioSource, type PlayedPosition, SAMPLES_PER_MS } from '../../ports/audio-sink.ts';

export interface VirtualSinkOptions {
  /** error of the output's crystal: positive plays faster */
  skewPpm: number;
  blockSamples?: number;
  /** added to every `heardAt` that the source is told, e.g. noise of a measurement */
  readingErrorMs?: () => Millis;
  /** receives each block with the instant at which its first sample is truly heard */
  onBlock?: (block: Float32Array, heardAt: MonotonicMillis, sounding: boolean) => void;
}

export class VirtualSink implements AudioSink {
  readonly name = 'virtual';
  readonly #options: VirtualSinkOptions;
  readonly #block: Float32Array;
  #source: AudioSource | undefined;
  #frames = 0;
  #now: MonotonicMillis = 0;
  #startedAt: MonotonicMillis = 0;

  constructor(options: VirtualSinkOptions) {
    this.#options = options;
    this.#block = new Float32Array(options.blockSamples ?? 960);
  }

  async start(source: AudioSource): Promise<void> {
    this.#source = source;
  }

  /** Sets the instant of frame 0; before the first `playUntil`. */
  startAt(at: MonotonicMillis): void {
    this.#startedAt = at;
    this.#now = at;
  }

  /** Plays whole blocks until the instant. */
  playUntil(until: MonotonicMillis): void {
    const perFrame = 1 / (SAMPLES_PER_MS * (1 + this.#options.skewPpm * 1e-6));
    while (this.#source !== undefined && this.#now < until) {
      const told = this.#now + (this.#options.readingErrorMs?.() ?? 0);
      const sounding = this.#source.render(this.#block, told, { basis: 'measured', uncertaintyMs: 0, lateMs: 0 });
      this.#options.onBlock?.(this.#block, this.#now, sounding);
      this.#frames += this.#block.length;
      this.#now = this.#startedAt + this.#frames * perFrame;
    }
  }

  changed(): void {}

  position(): PlayedPosition {
    return { frames: this.#frames, at: this.#now, uncertaintyMs: 0, basis: 'measured' };
  }

  onFault(): void {}

  async stop(): Promise<void> {
    this.#source = undefined;
  }
}
