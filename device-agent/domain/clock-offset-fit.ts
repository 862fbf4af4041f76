/** The most likely offset line through a corridor. */
import { type Bound, corridorFor } from './clock-offset-corridor.ts';

export interface OffsetLine {
  /** device monotonic instant that the line is anchored at */
  anchor: number;
  /** controller minus device at the anchor, ms */
  offset: number;
  /** ms per ms */
  slope: number;
  /** half-width of the corridor at the anchor, ms: true whatever the asymmetry of the two ways */
  halfWidth: number;
  /** standard deviation of the slope */
  slopeDeviation: number;
}

/** Crystals of boards are sold as ±100 ppm at worst, both ends together ±200. */
const MAX_SLOPE = 200e-6;
/** Prior belief: most are far better than sold. */
const PRIOR_DEVIATION = 40e-6;
/** Jitter is never thought smaller than this, ms, so that a few lucky messages do not fix the slope. */
const MIN_JITTER = 0.2;
const GRID = 24;

/** Mean excess over the corridor of the bounds, ms: how much the ways jitter. */
const jitterOf = (uppers: readonly Bound[], lowers: readonly Bound[], reference: number): number => {
  const { upper, lower } = corridorFor(uppers, lowers, 0, reference);
  let sum = 0;
  for (const bound of uppers) sum += Math.max(0, bound.offset - upper);
  for (const bound of lowers) sum += Math.max(0, lower - bound.offset);
  return Math.max(MIN_JITTER, sum / Math.max(1, uppers.length + lowers.length));
};

/**
 * With delays of exponential tail the log-likelihood of a slope is its corridor's width times count over jitter; with a
 * normal prior on the slope the posterior is log-concave. Its mean (not its peak: the corridor's corners are sharp) is
 * found by a ternary search for the peak and a grid around it.
 * @returns `undefined` when no line fits all bounds
 */
export const fitOffsetLine = (
  uppers: readonly Bound[],
  lowers: readonly Bound[],
  anchor: number,
): OffsetLine | undefined => {
  const weight = Math.min(uppers.length, lowers.length) / jitterOf(uppers, lowers, anchor);
  const score = (slope: number): number => {
    const { upper, lower } = corridorFor(uppers, lowers, slope, anchor);
    return weight * (upper - lower) - slope ** 2 / (2 * PRIOR_DEVIATION ** 2);
  };
  let low = -MAX_SLOPE;
  let high = MAX_SLOPE;
  // 30 thirds bring 400 ppm down to 0.002 ppm
  for (let step = 0; step < 30; step++) {
    const third = (high - low) / 3;
    if (score(low + third) < score(high - third)) low += third;
    else high -= third;
  }
  const peak = (low + high) / 2;
  const best = score(peak);
  const edge = (direction: 1 | -1): number => {
    let inside = 0;
    let outside = MAX_SLOPE;
    for (let step = 0; step < 16; step++) {
      const middle = (inside + outside) / 2;
      if (score(peak + direction * middle) > best - 6) inside = middle;
      else outside = middle;
    }
    return Math.max(-MAX_SLOPE, Math.min(MAX_SLOPE, peak + direction * inside));
  };
  const from = edge(-1);
  const to = edge(1);
  let total = 0;
  let slope = 0;
  let square = 0;
  let offset = 0;
  for (let i = 0; i <= GRID; i++) {
    const candidate = from + ((to - from) * i) / GRID;
    const { upper, lower } = corridorFor(uppers, lowers, candidate, anchor);
    const share = Math.exp(score(candidate) - best);
    total += share;
    slope += share * candidate;
    square += share * candidate ** 2;
    offset += (share * (upper + lower)) / 2;
  }
  const { upper, lower } = corridorFor(uppers, lowers, peak, anchor);
  if (upper < lower) return undefined;
  const mean = slope / total;
  return {
    anchor,
    offset: offset / total,
    slope: mean,
    halfWidth: (upper - lower) / 2,
    slopeDeviation: Math.sqrt(Math.max(0, square / total - mean ** 2)),
  };
};
