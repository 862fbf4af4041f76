/** Statements of incidents: at most one open row for each kind and subject; each opening and closing leaves an event. */

/** What comes back so soon is the same fault. */
const REOPENED_WITHIN = "interval '30 minutes'";

/**
 * `$1` id, `$2` kind, `$3` subject, `$4` detail, `$5` instant. One that was over a moment ago is opened again, so that a
 * flapping fault is one line; whoever had resolved it by hand hears of it again.
 */
export const RAISE_INCIDENT = `
  WITH recent AS (
    SELECT id FROM incident
    WHERE kind = $2 AND subject = $3 AND cleared_at > $5::timestamptz - ${REOPENED_WITHIN}
      AND NOT EXISTS (SELECT FROM incident WHERE kind = $2 AND subject = $3 AND cleared_at IS NULL)
    ORDER BY cleared_at DESC LIMIT 1 FOR UPDATE
  ), reopened AS (
    UPDATE incident i SET cleared_at = NULL, resolved_by = NULL, reopened = i.reopened + 1, count = i.count + 1,
      last_at = greatest(i.last_at, $5::timestamptz), detail = $4
    FROM recent WHERE i.id = recent.id RETURNING i.id
  ), place AS (
    SELECT cluster.id AS cluster_id, hamlet.parent_id AS commune_id
    FROM cluster JOIN area hamlet ON hamlet.id = cluster.hamlet_id LEFT JOIN device ON device.cluster_id = cluster.id
    WHERE cluster.id = ANY (regexp_split_to_array($3, '[/:]')) OR device.id = ANY (regexp_split_to_array($3, '[/:]'))
    LIMIT 1
  ), written AS (
    INSERT INTO incident AS open (id, kind, subject, detail, raised_at, last_at, cluster_id, commune_id)
    SELECT $1, $2, $3, $4, $5::timestamptz, $5::timestamptz,
      (SELECT cluster_id FROM place), (SELECT commune_id FROM place)
    WHERE NOT EXISTS (SELECT FROM reopened)
    ON CONFLICT (kind, subject) WHERE cleared_at IS NULL DO UPDATE SET
      count = open.count + 1, last_at = greatest(open.last_at, excluded.last_at), detail = excluded.detail
    RETURNING id
  )
  INSERT INTO incident_event (incident_id, at, event, text)
  SELECT id, $5::timestamptz, 'reopened', $4 FROM reopened
  UNION ALL SELECT id, $5::timestamptz, 'opened', $4 FROM written WHERE id = $1`;

/** `$1` kind, `$2` subject, `$3` instant */
export const CLEAR_INCIDENT = `
  WITH cleared AS (
    UPDATE incident SET cleared_at = $3::timestamptz WHERE kind = $1 AND subject = $2 AND cleared_at IS NULL
    RETURNING id
  )
  INSERT INTO incident_event (incident_id, at, event) SELECT id, $3::timestamptz, 'cleared' FROM cleared`;
