/** Peak limiter: what is below the ceiling passes untouched, nothing ever leaves above it. */
import { SAMPLE_RATE_HZ } from '../ports/audio-sink.ts';

/** -0.3 dBFS: room for the overshoot of a converter's filter. */
const CEILING = 0.966;
/** Gain comes back with this time constant: slower pumps, faster distorts low voices. */
const RELEASE = 1 - Math.exp(-1 / (0.08 * SAMPLE_RATE_HZ));

export class Limiter {
  #gain = 1;

  process(block: Float32Array): void {
    let gain = this.#gain;
    for (let i = 0; i < block.length; i++) {
      const value = block[i] as number;
      const size = Math.abs(value);
      if (size * gain > CEILING) gain = CEILING / size;
      else if (gain < 1) gain += (1 - gain) * RELEASE;
      if (gain < 1) block[i] = Math.max(-CEILING, Math.min(CEILING, value * gain));
      else if (!(size <= CEILING)) block[i] = 0;
    }
    this.#gain = gain > 0.99999 ? 1 : gain;
  }
}
