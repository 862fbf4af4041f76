/** How clusters are now, what matters first: one statement, whatever their number. */
import type { ClusterState } from '@loa-lang/schemas/states/cluster';
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

const ORDER: (ClusterState | 'major' | 'minor')[] = [
  ...(['fault', 'offline', 'major', 'minor', 'silenced', 'maintenance', 'sounding', 'ready', 'empty'] as const),
];

/**
 * While it sounds a device tells of its health every minute; afterwards it may be half an hour before it does again. An older
 * word that it sounds says nothing of now.
 */
const SINK = `CASE
        WHEN device.health ->> 'sink' = 'sounding' AND device.health_at < $4::timestamptz - interval '90 seconds' THEN NULL
        ELSE device.health ->> 'sink' END`;

/**
 * `$1` hamlets in sight or null for all, `$2` area or null, `$3` part of the searched name, `$4` now, `$5` one cluster or
 * null
 */
const STATES = `
  WITH RECURSIVE below AS (
    SELECT id FROM area WHERE id = $2
    UNION ALL SELECT area.id FROM area JOIN below ON area.parent_id = below.id WHERE area.deleted_at IS NULL
  ), held AS (
    SELECT area_id AS id FROM silence_latch WHERE lifted_at IS NULL
    UNION SELECT area.id FROM area JOIN held ON area.parent_id = held.id
  ), worked AS (
    SELECT area_id AS id, until_at FROM maintenance_window
    WHERE area_id IS NOT NULL AND ended_at IS NULL AND from_at <= $4 AND until_at > $4
    UNION SELECT area.id, until_at FROM area JOIN worked ON area.parent_id = worked.id
  ), open AS (
    SELECT cluster_id, ${counted('critical')}, ${counted('major')}, ${counted('minor')}
    FROM incident WHERE cleared_at IS NULL AND NOT expected AND cluster_id IS NOT NULL GROUP BY cluster_id
  ), served AS (
    SELECT cluster_id, sum(households)::int AS households, array_agg(hamlet_id) AS hamlets
    FROM cluster_service GROUP BY cluster_id
  ), facts AS (
    SELECT cluster.id AS "clusterId", cluster.code, cluster.name, cluster.hamlet_id AS "hamletId", cluster.muted,
      cluster.volume_db AS "volumeDb", cluster.latitude, cluster.longitude,
      EXISTS (
        SELECT FROM held WHERE held.id = ANY (coalesce(hamlets, ARRAY[cluster.hamlet_id]))
      ) AS locked,
      greatest((SELECT max(until_at) FROM worked WHERE worked.id = cluster.hamlet_id), (
        SELECT max(until_at) FROM maintenance_window
        WHERE cluster_id = cluster.id AND ended_at IS NULL AND from_at <= $4 AND until_at > $4
      )) AS "maintenanceUntil", coalesce(households, 0) AS households,
      coalesce(critical, 0) AS critical, coalesce(major, 0) AS major, coalesce(minor, 0) AS minor,
      device.id AS "deviceId", coalesce(device.online, false) AS online,
      CASE WHEN device.online THEN device.online_since ELSE device.offline_since END AS since,
      device.last_seen_at AS "lastSeenAt", device.health_at AS "healthAt", device.agent_version AS "agentVersion",
      (device.health #>> '{cpu,temperatureC}')::float8 AS "cpuTemperature",
      (device.health #>> '{network,signalDbm}')::float8 AS signal,
      device.health #>> '{network,kind}' AS network,
      device.health #>> '{supply,source}' AS supply,
      (device.health #>> '{supply,volts}')::float8 AS volts,
      device.health ->> 'door' AS door, ${SINK} AS sink,
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
      AND ($5::text IS NULL OR cluster.id = $5)
  ), named AS (
    SELECT *, CASE
        WHEN condition = 'critical' THEN 'fault' WHEN condition = 'empty' THEN 'empty'
        WHEN "maintenanceUntil" IS NOT NULL THEN 'maintenance' WHEN condition = 'offline' THEN 'offline'
        WHEN condition IN ('major', 'minor') THEN 'degraded' WHEN muted OR locked THEN 'silenced'
        WHEN sink = 'sounding' THEN 'sounding' ELSE 'ready' END AS state
    FROM facts
  ), weighed AS (
    SELECT *, array_position(ARRAY[${ORDER.map((each) => `'${each}'`).join(', ')}],
        CASE WHEN state = 'degraded' THEN condition ELSE state END)
        * ${CONDITION_WEIGHT}::int8 - least(households, ${MOST_HOUSEHOLDS}) AS weight
    FROM named
  )`;

/** `$6` condition or null, `$7` state or null, `$8` weight and `$9` id after which it goes on or null, `$10` how many */
export const STATES_PAGE = `${STATES}
  SELECT *, weight::float8 AS weight FROM weighed
  WHERE ($6::text IS NULL OR condition = $6) AND ($7::text IS NULL OR state = $7)
    AND ($8::int8 IS NULL OR (weighed.weight, "clusterId") > ($8, $9::text))
  ORDER BY weighed.weight, "clusterId" LIMIT $10`;

export const STATES_COUNTED = `${STATES}
  SELECT condition, state, count(*)::int AS count FROM named GROUP BY condition, state`;

/** `$6` how many */
export const STATES_PLACED = `${STATES}
  SELECT "clusterId", code, name, state, latitude, longitude FROM named
  WHERE latitude IS NOT NULL AND longitude IS NOT NULL ORDER BY "clusterId" LIMIT $6`;
