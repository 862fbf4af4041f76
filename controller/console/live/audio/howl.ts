/**
 * Whether the microphone hears a loudspeaker that plays it: one tone that stands far above the rest, loud, and stays
 * where it is. Speech and music move; a howl does not. (The usual features of howling detection: peak to average power,
 * and the peak's persistence.)
 */

/** Of a voice the strongest harmonic stands less far above the mean of the spectrum. */
const ABOVE_MEAN_DB = 35;
const LOUD_DB = -45;
/** Longer than a sung syllable. */
const STAYS_MS = 1200;
/** Below are hum and handling, above nothing that a horn plays. */
const FROM_HZ = 250;
const TO_HZ = 8000;

export class HowlEar {
  readonly #hzPerBin: number;
  #bin = 0;
  #sinceMs = 0;

  constructor(hzPerBin: number) {
    this.#hzPerBin = hzPerBin;
  }

  /** @param spectrumDb magnitudes by bin @param atMs of a steady clock */
  hears(spectrumDb: Float32Array, atMs: number): boolean {
    const from = Math.ceil(FROM_HZ / this.#hzPerBin);
    const to = Math.min(spectrumDb.length, Math.floor(TO_HZ / this.#hzPerBin));
    let peak = from;
    let sum = 0;
    for (let bin = from; bin < to; bin++) {
      const magnitude = Math.max(-120, spectrumDb[bin] ?? -120);
      sum += magnitude;
      if (magnitude > (spectrumDb[peak] ?? -120)) peak = bin;
    }
    const peakDb = spectrumDb[peak] ?? -120;
    const stands = peakDb > LOUD_DB && peakDb - sum / Math.max(1, to - from) > ABOVE_MEAN_DB;
    if (!stands || Math.abs(peak - this.#bin) > 1) {
      this.#bin = stands ? peak : 0;
      this.#sinceMs = atMs;
      return false;
    }
    return atMs - this.#sinceMs >= STAYS_MS;
  }
}
