/** A sound that lies in memory. */
import type { SoundReader } from '@loa-lang/device-agent/playout/segment';

export class SamplesReader implements SoundReader {
  readonly durationSamples: number;
  readonly #samples: Float32Array;
  #at = 0;

  constructor(samples: Float32Array) {
    this.#samples = samples;
    this.durationSamples = samples.length;
  }

  seek(sample: number): void {
    this.#at = sample;
  }

  read(into: Float32Array): number {
    const piece = this.#samples.subarray(this.#at, this.#at + into.length);
    into.set(piece);
    this.#at += piece.length;
    return piece.length;
  }

  free(): void {}
}
