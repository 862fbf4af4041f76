/** Samples summed up by five minutes and by days. The same samples give the same sums, however often it is done. */
import { HEALTH_FIGURE_NAMES } from '@loa-lang/schemas/health/figures';
import { columnOf, isShare, MOBILE } from '../../../domain/health/figures.ts';

const figures = HEALTH_FIGURE_NAMES.filter((figure) => !isShare(figure)).map(columnOf);
const shares = HEALTH_FIGURE_NAMES.filter(isShare).map(columnOf);

/** Column → how it is summed up. The least and the largest are left out where all are equal: most rows have one sample. */
const SUMS: readonly (readonly [column: string, sum: string])[] = [
  ['samples', 'count(*)'],
  ['restarts', 'count(*) FILTER (WHERE restarted)'],
  ['received_bytes', 'sum(received)'],
  ['sent_bytes', 'sum(sent)'],
  ['mobile_bytes', `sum(received + sent) FILTER (WHERE network = ${MOBILE})`],
  ...figures.flatMap((name): [string, string][] => [
    [name, `avg(${name})`],
    [`${name}_min`, `CASE WHEN min(${name}) < max(${name}) THEN min(${name}) END`],
    [`${name}_max`, `CASE WHEN min(${name}) < max(${name}) THEN max(${name}) END`],
  ]),
  ...shares.map((name): [string, string] => [name, `avg(${name}::int)`]),
];

/** A device dates what it says by an estimate of the controller's time, which is corrected now and then. */
const SLACK_S = 5;

/**
 * `$1` from, `$2` until: samples of these devices, `$3` to `$4`, numbers. Counters of an interface begin anew when the
 * machine does, or when the modem is put in anew: then all they show was used since. What was used between two samples
 * counts where the later one lies. The sample before the first may lie as far back as samples are kept; of a device's
 * first one it is not known what was used.
 */
const sumUp = (table: string, slot: string): string => `
  WITH own AS MATERIALIZED (
    SELECT * FROM device_health WHERE at >= $1 AND at < $2 AND device_number BETWEEN $3 AND $4
  ), before AS (
    SELECT last.* FROM (SELECT DISTINCT device_number FROM own) device
    CROSS JOIN LATERAL (
      SELECT * FROM device_health earlier
      WHERE earlier.device_number = device.device_number AND earlier.at < $1
      ORDER BY earlier.at DESC LIMIT 1
    ) last
    UNION
    SELECT last.* FROM (
      SELECT DISTINCT device_number, network FROM own WHERE received_bytes IS NOT NULL AND network IS NOT NULL
    ) device
    CROSS JOIN LATERAL (
      SELECT * FROM device_health earlier
      WHERE earlier.device_number = device.device_number AND earlier.network = device.network
        AND earlier.received_bytes IS NOT NULL AND earlier.at < $1
      ORDER BY earlier.at DESC LIMIT 1
    ) last
  ), followed AS (
    SELECT *,
      extract(epoch FROM at - lag(at) OVER device) > uptime_s + ${SLACK_S} AS restarted,
      extract(epoch FROM at - lag(at) OVER counter) > machine_uptime_s + ${SLACK_S}
        OR received_bytes < lag(received_bytes) OVER counter OR sent_bytes < lag(sent_bytes) OVER counter AS anew,
      lag(received_bytes) OVER counter AS received_before,
      lag(sent_bytes) OVER counter AS sent_before
    FROM (SELECT * FROM before UNION ALL SELECT * FROM own) samples
    WINDOW device AS (PARTITION BY device_number ORDER BY at),
      counter AS (PARTITION BY device_number, network, received_bytes IS NULL ORDER BY at)
  ), used AS (
    SELECT *,
      CASE WHEN received_before IS NOT NULL AND anew THEN received_bytes ELSE received_bytes - received_before END
        AS received,
      CASE WHEN sent_before IS NOT NULL AND anew THEN sent_bytes ELSE sent_bytes - sent_before END AS sent
    FROM followed WHERE at >= $1
  )
  INSERT INTO ${table} (device_number, at, ${SUMS.map(([column]) => column).join(', ')})
  SELECT device_number, ${slot}, ${SUMS.map(([, sum]) => sum).join(', ')}
  FROM used GROUP BY 1, 2
  ON CONFLICT (device_number, at) DO UPDATE SET ${SUMS.map(([column]) => `${column} = excluded.${column}`).join(', ')}`;

export const SUM_UP_FIVE_MINUTES = sumUp('device_health_5min', `date_bin('5 minutes', at, '2000-01-01T00:00:00Z')`);
/** Of one day. */
export const SUM_UP_DAY = sumUp('device_health_day', '$1::timestamptz');
