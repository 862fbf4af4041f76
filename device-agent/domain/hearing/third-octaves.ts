/** Third-octave bands (IEC 61260-1, base ten) from 200 Hz to 5 kHz: what a horn carries of speech. */

export interface Band {
  /** nominal centre frequency, Hz */
  hz: number;
  fromHz: number;
  toHz: number;
}

const NOMINAL_HZ = [200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150, 4000, 5000];
/** Index of 200 Hz, counted from 1 kHz. */
const FIRST = -7;

export const THIRD_OCTAVES: readonly Band[] = NOMINAL_HZ.map((hz, i) => {
  const middle = 1000 * 10 ** ((FIRST + i) / 10);
  return { hz, fromHz: middle * 10 ** -0.05, toHz: middle * 10 ** 0.05 };
});

/** Adds up a spectrum by bands; bins on an edge count by their share. */
export class BandSums {
  readonly #parts: { first: number; weights: number[] }[];

  constructor(spectrumLength: number, rateHz: number, bands: readonly Band[] = THIRD_OCTAVES) {
    const bin = rateHz / spectrumLength;
    this.#parts = bands.map(({ fromHz, toHz }) => {
      const first = Math.round(fromHz / bin);
      const last = Math.round(toHz / bin);
      const weights = Array.from({ length: last - first + 1 }, (_, i) => {
        const [low, high] = [(first + i - 0.5) * bin, (first + i + 0.5) * bin];
        return Math.max(0, Math.min(high, toHz) - Math.max(low, fromHz)) / bin;
      });
      return { first, weights };
    });
  }

  /** Writes the mean square of each band into `into[at…]`. */
  sum(power: Float64Array, into: Float32Array | Float64Array, at = 0): void {
    for (const [band, { first, weights }] of this.#parts.entries()) {
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += (power[first + i] ?? 0) * (weights[i] as number);
      into[at + band] = sum;
    }
  }
}
