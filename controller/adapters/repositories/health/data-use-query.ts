/** What clusters used of their data, and what the coming days will need. */
import { DAILY, FIVE_MINUTES } from '../../../domain/health/parts.ts';

/**
 * `$1` clusters, or null for all with a card; `$2` the month, `$3` now, `$4` until when the programme is looked at.
 * What was used is that of the device that hangs there now. Audio is fetched once, however often it is played.
 */
export const DATA_USE = `
  WITH asked AS (
    SELECT cluster.id, sim, device.number FROM cluster
    LEFT JOIN device ON device.cluster_id = cluster.id AND device.revoked_at IS NULL
    WHERE cluster.deleted_at IS NULL AND CASE WHEN $1::text[] IS NULL THEN sim IS NOT NULL ELSE cluster.id = ANY ($1) END
  ), item AS (
    SELECT target.cluster_id AS id, item FROM broadcast
    JOIN broadcast_target target ON target.broadcast_id = broadcast.id
    CROSS JOIN jsonb_array_elements(broadcast.items) AS item
    WHERE state = 'planned' AND approval = 'approved' AND start_at >= $3 AND start_at < $4
      AND target.cluster_id IN (SELECT id FROM asked)
  ), audio AS (
    SELECT id, sum(bytes) AS bytes FROM (
      SELECT DISTINCT id, item ->> 'assetId', (item ->> 'sizeBytes')::int8 AS bytes FROM item WHERE item ->> 'kind' = 'asset'
    ) piece GROUP BY id
  ), stream AS (
    SELECT id, sum((item ->> 'durationMs')::float8) / 1000 AS seconds FROM item WHERE item ->> 'kind' = 'stream' GROUP BY id
  ), settled AS (
    SELECT coalesce(max(settled_until), $2) AS until FROM health_progress WHERE step = 'day'
  )
  SELECT asked.id AS "clusterId", asked.sim, days.bytes AS "daysBytes", coalesce(days.count, 0)::int AS days,
    today.bytes AS "todayBytes", settled.until AS "settledUntil", coalesce(audio.bytes, 0)::float8 AS "audioBytes",
    coalesce(stream.seconds, 0)::float8 AS "streamSeconds"
  FROM asked CROSS JOIN settled
  LEFT JOIN audio USING (id) LEFT JOIN stream USING (id)
  LEFT JOIN LATERAL (
    SELECT sum(mobile_bytes)::float8 AS bytes, count(mobile_bytes) AS count FROM ${DAILY.table}
    WHERE device_number = asked.number AND at >= $2 AND at < $3
  ) days ON true
  LEFT JOIN LATERAL (
    SELECT sum(mobile_bytes)::float8 AS bytes FROM ${FIVE_MINUTES.table}
    WHERE device_number = asked.number AND at >= greatest(settled.until, $2) AND at < $3
  ) today ON true`;
