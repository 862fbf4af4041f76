/** How clusters are now, what matters first: one statement, whatever their number. */
import { INCIDENTS, type IncidentKind, type Severity } from '@loa-lang/schemas/states/incident';

const kindsOf = (severity: Severity): string =>
  (Object.keys(INCIDENTS) as IncidentKind[])
    .filter((kind) => INCIDENTS[kind].severity === severity)
    .map((kind) => `'${kind}'`)
    .join(', ');
const counted = (severity: Severity): string =>
  `count(*) FILTER (WHERE kind IN (${kindsOf(severity)}))::int AS ${severity}`;

/** Conditions weigh more than any number of households; of one condition the most households come first. */
const CONDITION_WEIGHT = 100_000_000;
const MOST_HOUSEHOLDS = 90_000_000;

/** `$1` hamlets in sight or null for all, `$2` area or null, `$3` part of the searched name */
const STATES = `
  WITH RECURSIVE below AS (
    SELECT id FROM area WHERE id = $2
    UNION ALL SELECT area.id FROM area JOIN below ON area.parent_id = below.id WHERE area.deleted_at IS NULL
  ), open AS (
    SELECT cluster_id, ${counted('critical')}, ${counted('major')}, ${counted('minor')}
    FROM incident WHERE cleared_at IS NULL AND NOT expected AND cluster_id IS NOT NULL GROUP BY cluster_id
  ), served AS (
    SELECT cluster_id, sum(households)::int AS households, array_agg(hamlet_id) AS hamlets
    FROM cluster_service GROUP BY cluster_id
  ), states AS (
    SELECT cluster.id AS "clusterId", cluster.code, cluster.name, cluster.hamlet_id AS "hamletId", cluster.muted,
      cluster.volume_db AS "volumeDb", coalesce(households, 0) AS households,
      coalesce(critical, 0) AS critical, coalesce(major, 0) AS major, coalesce(minor, 0) AS minor,
      device.id AS "deviceId", coalesce(device.online, false) AS online,
      CASE WHEN device.online THEN device.online_since ELSE device.offline_since END AS since,
      device.last_seen_at AS "lastSeenAt", device.health_at AS "healthAt", device.agent_version AS "agentVersion",
      (device.health #>> '{cpu,temperatureC}')::float8 AS "cpuTemperature",
      (device.health #>> '{network,signalDbm}')::float8 AS signal,
      device.health #>> '{network,kind}' AS network,
      device.health #>> '{supply,source}' AS supply,
      (device.health #>> '{supply,volts}')::float8 AS volts,
      device.health ->> 'door' AS door, device.health ->> 'sink' AS sink,
      CASE WHEN critical > 0 THEN 'critical' WHEN device.id IS NULL THEN 'empty' WHEN NOT device.online THEN 'offline'
        WHEN major > 0 THEN 'major' WHEN minor > 0 THEN 'minor' ELSE 'well' END AS condition
    FROM cluster
    LEFT JOIN device ON device.cluster_id = cluster.id AND device.revoked_at IS NULL
    LEFT JOIN open ON open.cluster_id = cluster.id
    LEFT JOIN served ON served.cluster_id = cluster.id
    WHERE cluster.deleted_at IS NULL
      AND ($1::text[] IS NULL OR cluster.hamlet_id = ANY ($1) OR hamlets && $1::text[])
      AND ($2::text IS NULL OR cluster.hamlet_id IN (SELECT id FROM below))
      AND ($3::text IS NULL OR cluster.search_name LIKE $3 OR lower(cluster.code) LIKE $3)
  ), weighed AS (
    SELECT *, array_position(ARRAY['critical', 'offline', 'major', 'minor', 'well', 'empty'], condition)
        * ${CONDITION_WEIGHT}::int8 - least(households, ${MOST_HOUSEHOLDS}) AS weight
    FROM states
  )`;

/** `$4` condition or null, `$5` weight and `$6` id after which it goes on or null, `$7` how many */
export const STATES_PAGE = `${STATES}
  SELECT *, weight::float8 AS weight FROM weighed
  WHERE ($4::text IS NULL OR condition = $4) AND ($5::int8 IS NULL OR (weighed.weight, "clusterId") > ($5, $6::text))
  ORDER BY weighed.weight, "clusterId" LIMIT $7`;

export const STATES_COUNTED = `${STATES} SELECT condition, count(*)::int AS count FROM weighed GROUP BY condition`;
