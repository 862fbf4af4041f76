/** How strong one frequency is in a stretch of sound. */

/** Amplitude of the sine of this frequency, by correlation with it (Goertzel without the recurrence). */
export function toneLevel(samples: Float32Array, hz: number, sampleRateHz = 48_000): number {
  let [re, im] = [0, 0];
  samples.forEach((sample, index) => {
    const angle = (2 * Math.PI * hz * index) / sampleRateHz;
    re += sample * Math.cos(angle);
    im += sample * Math.sin(angle);
  });
  return (2 * Math.hypot(re, im)) / samples.length;
}

/** Of these frequencies the one that is strongest. */
export const strongestTone = (samples: Float32Array, candidates: readonly number[]): number =>
  candidates.reduce((best, hz) => (toneLevel(samples, hz) > toneLevel(samples, best) ? hz : best));

/** RMS, dBFS; −Infinity for silence. */
export const rmsDbfs = (samples: Float32Array): number =>
  20 * Math.log10(Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length));
