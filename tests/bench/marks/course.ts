/** How a delay went over a long time: whether it grew, and between what it stayed. */
import { percentile } from '../bench.ts';

export interface Point {
  /** since the start, ms */
  atMs: number;
  delayMs: number;
}

export interface Course {
  points: number;
  /** of the straight line through all, ms an hour */
  slopePerHourMs: number;
  /** of the medians of whole spans */
  leastMs: number;
  mostMs: number;
  /** median of the last span less that of the first, ms */
  grownMs: number;
}

const HOUR_MS = 3_600_000;

/** @param spanMs so long that a median says something; the last one counts if half of it is there */
export function courseOf(points: readonly Point[], spanMs: number): Course {
  const meanAt = points.reduce((sum, { atMs }) => sum + atMs, 0) / points.length;
  const meanDelay = points.reduce((sum, { delayMs }) => sum + delayMs, 0) / points.length;
  let [together, alone] = [0, 0];
  const spans = new Map<number, number[]>();
  for (const { atMs, delayMs } of points) {
    together += (atMs - meanAt) * (delayMs - meanDelay);
    alone += (atMs - meanAt) ** 2;
    const span = Math.floor(atMs / spanMs);
    const delays = spans.get(span) ?? [];
    delays.push(delayMs);
    spans.set(span, delays);
  }
  const usual = Math.max(...[...spans.values()].map(({ length }) => length));
  const medians = [...spans.entries()]
    .sort(([a], [b]) => a - b)
    .filter(([, { length }]) => length >= usual / 2)
    .map(([, delays]) => percentile(delays, 0.5));
  return {
    points: points.length,
    slopePerHourMs: (together / alone) * HOUR_MS,
    leastMs: Math.min(...medians),
    mostMs: Math.max(...medians),
    grownMs: (medians.at(-1) ?? Number.NaN) - (medians[0] ?? Number.NaN),
  };
}
