/** Who was there how long, out of the presence of devices; and how long faults lasted. */
import { INCIDENTS, type IncidentKind } from '@loa-lang/schemas/states/incident';

/** A restart of the machine or a modem that dials again is no outage. */
const OUTAGE = `interval '90 seconds'`;

const ms = (interval: string): string => `coalesce(1000 * extract(epoch FROM ${interval}), 0)::float8`;
const length = (ranges: string): string => `(SELECT sum(upper(part) - lower(part)) FROM unnest(${ranges}) part)`;

export const FAULT_KINDS: IncidentKind[] = (Object.keys(INCIDENTS) as IncidentKind[]).filter((kind) => {
  const { owner, severity } = INCIDENTS[kind];
  return owner === 'technician' && (severity === 'critical' || severity === 'major');
});

/**
 * `$1` clusters, `$2` from, `$3` until, `$4` kinds of faults. A cluster is watched from when its first device was there,
 * whether or not one hangs there now: without one nobody hears it.
 */
export const UPTIME = `
  WITH asked AS (
    SELECT id, (
      SELECT min(from_at) FROM device_presence WHERE cluster_id = id
    ) AS first_at FROM unnest($1::text[]) AS id
  ), blind AS (
    SELECT coalesce(range_agg(tstzrange(from_at, to_at)), '{}') AS ranges FROM unwatched
    WHERE to_at > $2 AND from_at < $3
  ), there AS (
    SELECT asked.id, tstzmultirange(tstzrange(greatest(asked.first_at, $2), $3)) AS whole,
      coalesce(range_agg(tstzrange(greatest(from_at, $2), least(to_at, $3))) FILTER (WHERE online), '{}') AS up
    FROM asked LEFT JOIN device_presence ON cluster_id = asked.id AND from_at < $3 AND (to_at IS NULL OR to_at > $2)
    WHERE asked.first_at < $3
    GROUP BY 1, 2
  )
  SELECT there.id AS "clusterId",
    ${ms(length('whole - ranges'))} AS "watchedMs", ${ms(length('up - ranges'))} AS "onlineMs",
    outages.count AS outages, ${ms('outages.longest')} AS "longestMs",
    outages.repaired, ${ms('outages.repair')} AS "repairMs",
    faults.count AS faults, faults.mended, ${ms('faults.mend')} AS "mendMs"
  FROM there CROSS JOIN blind
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS count, max(upper(away) - lower(away)) AS longest,
      count(*) FILTER (WHERE upper(away) < $3)::int AS repaired,
      sum(upper(away) - lower(away)) FILTER (WHERE upper(away) < $3) AS repair
    FROM unnest(whole - up) AS away WHERE upper(away) - lower(away) >= ${OUTAGE}
  ) outages
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS count, count(cleared_at)::int AS mended, sum(cleared_at - raised_at) AS mend
    FROM incident
    WHERE cluster_id = there.id AND kind = ANY ($4) AND NOT expected AND raised_at >= $2 AND raised_at < $3
  ) faults`;
