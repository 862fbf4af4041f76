/** Sound as it runs through a stream: 48 kHz, mono, signed 16 bit, in frames of 20 ms. */
import { LIVE_FRAME_MS } from '@loa-lang/schemas/wire/live';

export const SAMPLE_RATE_HZ = 48_000;
export const FRAME_MS = LIVE_FRAME_MS;
export const FRAME_SAMPLES = (SAMPLE_RATE_HZ / 1000) * FRAME_MS;
export const FULL_SCALE = 32_768;

export type Samples = Int16Array;

/** Nothing but zeros has no level; this is below all that 16 bits can say. */
const NO_LEVEL_DBFS = -100;

/** Effective level, dBFS: a sine of full scale has −3. */
export function levelOf(samples: Samples): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  if (sum === 0) return NO_LEVEL_DBFS;
  return 10 * Math.log10(sum / samples.length / FULL_SCALE ** 2);
}

/** Highest absolute sample, 0 to 1. */
export function peakOf(samples: Samples): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak / FULL_SCALE;
}

/** From the one sound to the other, neither beginning nor ending with a step. */
export function fade(from: Samples, to: Samples): Samples {
  const { length } = from;
  return Int16Array.from(from, (sample, i) => {
    const share = i / (length - 1);
    return Math.round(sample * (1 - share) + (to[i] ?? 0) * share);
  });
}

/** In place of two frames that follow each other: it begins as the first and ends as the second. */
export const joined = (first: Samples, second: Samples): Samples => fade(first, second);

/** Between two frames that follow each other: it begins as the second does and ends as the first does. */
export const between = (first: Samples, second: Samples): Samples => fade(second, first);
