/**
 * Opens and closes the microphone without a click, and a little later than the finger leaves the button: people let go
 * with the last syllable.
 */
import { LIVE_FRAME_MS } from '@loa-lang/schemas/wire/live';

/** Long enough that a step in level is no click, shorter than a consonant: 5 ms at 48 kHz. */
const RAMP_SAMPLES = 240;
const TAIL_FRAMES = 200 / LIVE_FRAME_MS;

export class Gate {
  #isOpen = false;
  #tail = 0;

  /**
   * @param wanted whether the speaker wants to be heard
   * @param hard closes at once, without the tail
   * @returns the samples that may be heard, changed in place; `undefined` while the gate is closed
   */
  pass(samples: Float32Array, wanted: boolean, hard = false): Float32Array | undefined {
    if (wanted) this.#tail = TAIL_FRAMES;
    else if (hard) this.#tail = 0;
    else if (this.#tail > 0) this.#tail--;
    const opens = this.#tail > 0;
    if (!opens && !this.#isOpen) return undefined;
    if (opens !== this.#isOpen) ramp(samples, opens);
    this.#isOpen = opens;
    return samples;
  }
}

function ramp(samples: Float32Array, up: boolean): void {
  const length = Math.min(RAMP_SAMPLES, samples.length);
  for (let at = 0; at < length; at++) {
    const gain = up ? at / length : 1 - at / length;
    samples[at] = (samples[at] ?? 0) * gain;
  }
  if (!up) samples.fill(0, length);
}
