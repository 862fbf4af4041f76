/** Points of a chart out of the history. */
import type { HealthFigure } from '@loa-lang/schemas/health/figures';
import type { ChartSource } from '@loa-lang/schemas/http/cluster-health';
import { columnOf, isShare } from '../../../domain/health/figures.ts';
import { DAILY, FIVE_MINUTES, RAW } from '../../../domain/health/parts.ts';

const TABLES: Readonly<Record<ChartSource, string>> = {
  samples: RAW.table,
  'five-minutes': FIVE_MINUTES.table,
  days: DAILY.table,
};
/** Length of time of one row: what began before a period may reach into it. */
const ROW: Readonly<Record<ChartSource, string>> = { samples: '0', 'five-minutes': '5 minutes', days: '1 day' };

function valuesOf(figure: HealthFigure, source: ChartSource): string {
  const column = columnOf(figure);
  const value = source === 'samples' && isShare(figure) ? `${column}::int` : column;
  const weight = source === 'samples' ? '1' : 'samples';
  const mean = `sum(${value} * ${weight}) / nullif(sum(${weight}) FILTER (WHERE ${column} IS NOT NULL), 0)`;
  const [least, largest] =
    source === 'samples' || isShare(figure)
      ? [value, value]
      : [`coalesce(${column}_min, ${column})`, `coalesce(${column}_max, ${column})`];
  return `${mean} AS "${figure}", min(${least}) AS "${figure} least", max(${largest}) AS "${figure} largest"`;
}

/**
 * `$1` cluster, `$2` from, `$3` until, `$4` milliseconds of a point. Which device hung there when is known from its
 * presence. Points begin at `from`.
 */
export function chartQuery(figures: readonly HealthFigure[], source: ChartSource): string {
  const use =
    source === 'samples'
      ? '0 AS received, 0 AS sent, 0 AS mobile, 0 AS restarts'
      : `sum(received_bytes) AS received, sum(sent_bytes) AS sent, sum(mobile_bytes) AS mobile, sum(restarts) AS restarts`;
  return `
    WITH there AS (
      SELECT device_number, range_agg(tstzrange(from_at, to_at)) AS spans
      FROM device_presence
      WHERE cluster_id = $1 AND from_at < $3 AND (to_at IS NULL OR to_at > $2)
      GROUP BY device_number
    )
    SELECT date_bin($4::float8 * interval '1 ms', greatest(at, $2), $2::timestamptz) AS at, ${use}
      ${figures.map((figure) => `, ${valuesOf(figure, source)}`).join('')}
    FROM there JOIN ${TABLES[source]} kept USING (device_number)
    WHERE at ${source === 'samples' ? '>=' : '>'} $2::timestamptz - interval '${ROW[source]}' AND at < $3
      AND spans && tstzrange(at, at + interval '${ROW[source]}', '[]')
    GROUP BY 1 ORDER BY 1`;
}
