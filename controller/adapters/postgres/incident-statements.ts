/** Statements of incidents: at most one open row for each kind and subject. */

/** `$1` id, `$2` kind, `$3` subject, `$4` detail, `$5` instant */
export const RAISE_INCIDENT = `
  INSERT INTO incident AS open (id, kind, subject, detail, raised_at, last_at)
  VALUES ($1, $2, $3, $4, $5::timestamptz, $5::timestamptz)
  ON CONFLICT (kind, subject) WHERE cleared_at IS NULL DO UPDATE SET
    count = open.count + 1, last_at = greatest(open.last_at, excluded.last_at), detail = excluded.detail`;

/** `$1` kind, `$2` subject, `$3` instant */
export const CLEAR_INCIDENT = `
  UPDATE incident SET cleared_at = $3::timestamptz WHERE kind = $1 AND subject = $2 AND cleared_at IS NULL`;
