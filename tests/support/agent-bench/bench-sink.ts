/** A sound card on the bench: asks for 10 ms at a time, and sleeps while nothing sounds, as real sinks do. */
import { type AudioSink, type AudioSource, SAMPLES_PER_MS } from '@loa-lang/device-agent/ports/audio-sink';
import type { BenchClock } from './bench-clock.ts';

const BLOCK_MS = 10;
/** Shorter silences are asked for like sound, so that what should be silent is seen to be. */
const SLEEP_FROM_MS = 500;

export class BenchSink implements AudioSink {
  readonly name = 'bench';
  readonly #clock: BenchClock;
  readonly #onBlock: (block: Float32Array, at: number) => void;
  readonly #block = new Float32Array(BLOCK_MS * SAMPLES_PER_MS);
  #source: AudioSource | undefined;
  /** true time of the next block's first sample, on a grid that all devices share */
  #next: number;

  constructor(clock: BenchClock, onBlock: (block: Float32Array, at: number) => void) {
    this.#clock = clock;
    this.#onBlock = onBlock;
    this.#next = Math.ceil(clock.toTrue(clock.monotonicNow()) / BLOCK_MS) * BLOCK_MS;
  }

  async start(source: AudioSource): Promise<void> {
    this.#source = source;
  }

  async stop(): Promise<void> {
    this.#source = undefined;
  }

  changed(): void {}
  position(): undefined {
    return undefined;
  }
  onFault(): void {}

  /** True time until which it knows of nothing to sound. */
  silentUntil(): number {
    const zero = this.#clock.toTrue(0);
    const next = this.#source?.nextSoundAt(this.#next - zero);
    return next === undefined ? Infinity : next + zero;
  }

  playUntil(until: number): void {
    const zero = this.#clock.toTrue(0);
    if (until - this.#next > SLEEP_FROM_MS && this.silentUntil() > until) {
      this.#next += Math.floor((until - this.#next) / BLOCK_MS) * BLOCK_MS;
    }
    for (; this.#source !== undefined && this.#next < until; this.#next += BLOCK_MS) {
      this.#source.render(this.#block, this.#next - zero, { basis: 'measured', uncertaintyMs: 0, lateMs: 0 });
      this.#onBlock(this.#block, this.#next);
    }
  }
}
