/** What is drawn of a chart: three lines over one time, broken where nothing was told. */
import type { ChartBody } from '@loa-lang/schemas/http/cluster-health';

type Points = ChartBody['series'][number]['points'];

export type Drawn = [at: number[], mean: (number | null)[], least: (number | null)[], largest: (number | null)[]];

const seconds = (instant: string): number => Date.parse(instant) / 1000;

/** @returns instants in seconds since 1970, and values; `null` breaks the line in the midst of a gap */
export function drawnOf(points: Points, gaps: ChartBody['gaps'], factor: number): Drawn {
  const rows: [number, number | null, number | null, number | null][] = points.map(({ at, mean, least, largest }) => [
    seconds(at),
    ...([mean * factor, least * factor, largest * factor] as const),
  ]);
  for (const { from, until } of gaps) rows.push([(seconds(from) + seconds(until)) / 2, null, null, null]);
  rows.sort(([a], [b]) => a - b);
  return [rows.map(([at]) => at), rows.map(([, mean]) => mean), rows.map((row) => row[2]), rows.map((row) => row[3])];
}
