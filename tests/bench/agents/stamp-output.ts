/** Takes sound in real time, drops it and tells when the first sample came that is not zero. */
import type { ClosableOutput } from '@loa-lang/device-agent/adapters/sinks/timed-sink';
import { SAMPLES_PER_MS } from '@loa-lang/device-agent/ports/audio-sink';

export class StampOutput implements ClosableOutput {
  readonly #sounded: (atMs: number) => void;
  #heard = false;

  constructor(sounded: (atMs: number) => void) {
    this.#sounded = sounded;
  }

  open(): void {}

  write(block: Float32Array): void {
    if (this.#heard) return;
    const first = block.findIndex((sample) => Math.round(sample * 32767) !== 0);
    if (first < 0) return;
    this.#heard = true;
    this.#sounded(Number(process.hrtime.bigint()) / 1e6 + first / SAMPLES_PER_MS);
  }

  idle(): void {
    this.#heard = false;
  }

  close(): void {}
}
