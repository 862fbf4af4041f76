/** Whether two stretches of sound rise and fall alike, whatever their loudness. Pure. */
import { meanOf } from './frame-levels.ts';

/** What moves less than this says nothing. */
const TELLING_DB = 4;
/** Power under which everything is silence, −70 dBFS: pauses are alike. */
const SILENCE = 1e-7;

/**
 * @param reference frames of 10 ms; `lag` more at each end than `output` has
 * @returns correlation of the levels in decibels at the best lag, −1 to 1; `undefined` when there is too little to tell
 */
export function alikeness(output: Float64Array, reference: Float64Array, lag: number): number | undefined {
  const out = output.map(level);
  const deviation = Math.sqrt(variance(reference.map(level)));
  if (deviation < TELLING_DB || output.length + 2 * lag > reference.length) return undefined;
  let best = -1;
  for (let shift = 0; shift <= 2 * lag; shift++) {
    best = Math.max(best, correlation(out, reference.subarray(shift, shift + output.length).map(level)));
  }
  return best;
}

const level = (meanSquare: number): number => 10 * Math.log10(meanSquare + SILENCE);

function variance(values: Float64Array): number {
  const mean = meanOf(values);
  return meanOf(values.map((value) => (value - mean) ** 2));
}

function correlation(a: Float64Array, b: Float64Array): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [(a[i] as number) - meanA, (b[i] as number) - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}
