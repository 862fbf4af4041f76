/** Lowest and highest value of equal stretches of a signal whose length is not known beforehand. */
import { MAX_WAVEFORM_COLUMNS, type Waveform } from '@loa-lang/schemas/http/recordings';

/** Hundredths of full scale; a decoder may go beyond it, a damaged file far beyond. */
const hundredths = (value: number): number => Math.round(Math.max(-2, Math.min(2, value)) * 100);

export class WaveformBuilder {
  readonly #frameMs: number;
  #framesPerColumn = 1;
  #min: number[] = [];
  #max: number[] = [];
  #filled = 0;

  /** @param frameMs length of what `add` is given */
  constructor(frameMs: number) {
    this.#frameMs = frameMs;
  }

  add(min: number, max: number): void {
    if (this.#filled === 0) {
      if (this.#min.length === MAX_WAVEFORM_COLUMNS) this.#halve();
      this.#min.push(min);
      this.#max.push(max);
    } else {
      const last = this.#min.length - 1;
      this.#min[last] = Math.min(this.#min[last] ?? 0, min);
      this.#max[last] = Math.max(this.#max[last] ?? 0, max);
    }
    this.#filled = (this.#filled + 1) % this.#framesPerColumn;
  }

  finish(): Waveform {
    return {
      columnMs: this.#framesPerColumn * this.#frameMs,
      min: this.#min.map(hundredths),
      max: this.#max.map(hundredths),
    };
  }

  /** Two columns become one: what is kept stays bounded, however long the signal. */
  #halve(): void {
    const join = (values: number[], pick: (a: number, b: number) => number) =>
      values.flatMap((value, index) => (index % 2 === 0 ? [pick(value, values[index + 1] ?? value)] : []));
    this.#min = join(this.#min, Math.min);
    this.#max = join(this.#max, Math.max);
    this.#framesPerColumn *= 2;
  }
}
