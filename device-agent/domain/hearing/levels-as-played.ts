/** What becomes of content on its way to the output, as far as levels tell. Pure. */
import { type Levels, meanOf } from './frame-levels.ts';

/** Nothing leaves above the limiter's ceiling, −0.3 dBFS; see `playout/limiter`. */
const LOUDEST = 0.966 ** 2;

/** With its gain, and held by the limiter: a siren that wavers by some dB is one tone there. */
export function asPlayed({ meanSquare, mean }: Levels, gainDb: number): Levels {
  const gain = 10 ** (gainDb / 10);
  return {
    meanSquare: meanSquare.map((value) => Math.min(LOUDEST, value * gain)),
    mean: mean.map((value, i) => value * Math.sqrt(Math.min(gain, LOUDEST / Math.max(1e-12, meanSquare[i] as number)))),
  };
}

/** Without so many at both ends. */
export const within = (values: Float64Array, edge: number): Float64Array =>
  values.subarray(Math.min(edge, values.length), Math.max(edge, values.length - edge));

/** The least mean of so many that follow one another; 0 when there are fewer. */
export function least(values: Float64Array, count: number): number {
  let smallest = Infinity;
  for (let from = 0; from + count <= values.length; from++) {
    smallest = Math.min(smallest, meanOf(values.subarray(from, from + count)));
  }
  return Number.isFinite(smallest) ? smallest : 0;
}
