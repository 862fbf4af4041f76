/** What a benchmark is, and how its figures are printed. */

export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** what must be met */
  limit?: string;
  /** whether it is met; absent where there is no limit */
  ok?: boolean;
}

export interface BenchResult {
  /** how the figures came about: sizes, durations, machine */
  conditions: Record<string, string | number | boolean>;
  figures: Figure[];
}

export interface Bench {
  name: string;
  what: string;
  run(log: (line: string) => void): Promise<BenchResult>;
}

/** A figure that has to stay at or under `limit`. */
export const atMost = (name: string, value: number, limit: number, unit: string): Figure => ({
  name,
  value: round(value),
  unit,
  limit: `≤ ${round(limit)}`,
  ok: value <= limit,
});

/** A figure that has to reach `limit`. */
export const atLeast = (name: string, value: number, limit: number, unit: string): Figure => ({
  name,
  value: round(value),
  unit,
  limit: `≥ ${round(limit)}`,
  ok: value >= limit,
});

/** A figure without a limit. */
export const figure = (name: string, value: number, unit: string): Figure => ({ name, value: round(value), unit });

/** Nearest-rank percentile; `share` from 0 to 1. NaN without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Median, 99th percentile and largest of a distribution, as figures without limits. */
export const distribution = (name: string, values: readonly number[], unit: string): Figure[] => [
  figure(`${name} p50`, percentile(values, 0.5), unit),
  figure(`${name} p99`, percentile(values, 0.99), unit),
  figure(`${name} max`, percentile(values, 1), unit),
];

const round = (value: number): number => (Number.isFinite(value) ? Number(value.toPrecision(5)) : value);
