/** Statements about one cluster: what it plays, and how it was there day by day. */

/** A restart of the machine or a modem that dials again is no outage. */
const OUTAGE = `interval '90 seconds'`;

const entries = (where: string, order: string, most: number): string => `(
  SELECT b.id AS "broadcastId", b.title, b.class, b.start_at AS "startAt", coalesce(b.over_at, b.ends_at) AS "endsAt",
    b.approval, b.state = 'cancelled' AS cancelled, told.state AS told, told.reason, told.received_at AS "toldAt"
  FROM broadcast_target t JOIN broadcast b ON b.id = t.broadcast_id
  LEFT JOIN LATERAL (
    SELECT state, reason, received_at FROM receipt
    WHERE receipt.broadcast_id = b.id AND receipt.cluster_id = t.cluster_id ORDER BY run DESC LIMIT 1
  ) told ON true
  WHERE t.cluster_id = $1 AND NOT b.withdrawn AND ${where}
  ORDER BY ${order} LIMIT ${most})`;

const over = 'coalesce(b.over_at, b.ends_at)';

/** `$1` cluster, `$2` now */
export const PROGRAMME = {
  now: entries(
    `b.state <> 'cancelled' AND b.approval = 'approved' AND b.start_at <= $2 AND ${over} > $2`,
    'b.start_at',
    5,
  ),
  next: entries(`b.state <> 'cancelled' AND b.start_at > $2`, 'b.start_at, b.id', 5),
  past: entries(
    `b.start_at <= $2 AND (b.state = 'cancelled' OR b.approval <> 'approved' OR ${over} <= $2)`,
    'b.start_at DESC, b.id',
    10,
  ),
};

/** `$1` cluster, `$2` begins, `$3` ends */
export const DAYS = `
  WITH first AS (
    SELECT min(from_at) AS at FROM device_presence WHERE cluster_id = $1
  ), days AS (
    SELECT from_at, until_at, tstzmultirange(tstzrange(greatest(from_at, first.at), until_at)) AS whole
    FROM unnest($2::timestamptz[], $3::timestamptz[]) AS day (from_at, until_at) CROSS JOIN first
  )
  SELECT
    coalesce(1000 * extract(epoch FROM (SELECT sum(upper(p) - lower(p)) FROM unnest(seen.whole) p)), 0)::float8
      AS "watchedMs",
    coalesce(1000 * extract(epoch FROM (SELECT sum(upper(p) - lower(p)) FROM unnest(seen.whole * seen.up) p)), 0)::float8
      AS "onlineMs",
    (SELECT count(*)::int FROM unnest(seen.whole - seen.up) p WHERE upper(p) - lower(p) >= ${OUTAGE}) AS outages
  FROM days CROSS JOIN LATERAL (
    SELECT (CASE WHEN first.at < days.until_at THEN days.whole ELSE '{}' END) - coalesce((
        SELECT range_agg(tstzrange(from_at, to_at)) FROM unwatched
        WHERE to_at > days.from_at AND unwatched.from_at < days.until_at
      ), '{}') AS whole,
      coalesce((
        SELECT range_agg(tstzrange(device_presence.from_at, to_at)) FROM device_presence
        WHERE cluster_id = $1 AND online AND device_presence.from_at < days.until_at
          AND (to_at IS NULL OR to_at > days.from_at)
      ), '{}') AS up
    FROM first
  ) seen ORDER BY days.from_at`;
