/** A third of the rate: 48 kHz to 16 kHz, which is all that is listened to. Windowed sinc, flat to 6 kHz. */

export const HEARING_RATE_HZ = 16_000;
export const HEARING_PER_MS = HEARING_RATE_HZ / 1000;

const FACTOR = 3;
const TAPS = 60;
const CUTOFF = 6800 / 48_000;

const KERNEL = Float32Array.from({ length: TAPS }, (_, i) => {
  const x = i - (TAPS - 1) / 2;
  const sinc = Math.sin(2 * Math.PI * CUTOFF * x) / (Math.PI * x);
  // Hamming: what lies above 8.7 kHz is 50 dB down
  return sinc * (0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (TAPS - 1)));
});

export class Decimator {
  /** what came before, as far as it is needed */
  #held = new Float32Array(TAPS - 1);
  #length = TAPS - 1;

  /** @returns as many samples as are complete; a new array */
  push(samples: Float32Array): Float32Array {
    const total = this.#length + samples.length;
    const all = new Float32Array(total);
    all.set(this.#held.subarray(0, this.#length));
    all.set(samples, this.#length);
    const count = Math.max(0, Math.floor((total - TAPS) / FACTOR) + 1);
    const out = new Float32Array(count);
    for (let n = 0, at = 0; n < count; n++, at += FACTOR) {
      let sum = 0;
      for (let i = 0; i < TAPS; i++) sum += (all[at + i] as number) * (KERNEL[i] as number);
      out[n] = sum;
    }
    const rest = all.subarray(count * FACTOR);
    if (this.#held.length < rest.length) this.#held = new Float32Array(rest.length);
    this.#held.set(rest);
    this.#length = rest.length;
    return out;
  }
}
