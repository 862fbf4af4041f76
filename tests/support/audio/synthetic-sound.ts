/** Sounds made by formula, so that every sample heard tells the position it comes from. */
import type { OpenedSound, SoundReader } from '@loa-lang/device-agent/playout/segment';

/** A slow ramp of the position: sample k has the value k / 2^24, so that a rendered value is a position. */
export const POSITION_SCALE = 2 ** 24;

export class FormulaReader implements SoundReader {
  readonly durationSamples: number;
  readonly #formula: (sample: number) => number;
  #position = 0;
  freed = false;

  constructor(durationSamples: number, formula: (sample: number) => number = (k) => k / POSITION_SCALE) {
    this.durationSamples = durationSamples;
    this.#formula = formula;
  }

  seek(sample: number): void {
    this.#position = sample;
  }

  read(into: Float32Array): number {
    const count = Math.max(0, Math.min(into.length, this.durationSamples - this.#position));
    for (let i = 0; i < count; i++) into[i] = this.#formula(this.#position + i);
    this.#position += count;
    return count;
  }

  free(): void {
    this.freed = true;
  }
}

export const formulaSound =
  (durationSamples: number, formula?: (sample: number) => number) => async (): Promise<OpenedSound> => ({
    ok: true,
    reader: new FormulaReader(durationSamples, formula),
  });
