/** Statements of the report store. Each takes one JSON array as `$1`. */

/** Rows of `$1` as a table `incoming`. */
export const INCOMING = `
  jsonb_to_recordset($1::jsonb) AS incoming(
    "position" int, "deviceId" text, "storeId" text, "number" int8, "kind" text, "body" jsonb,
    "reportedAt" timestamptz, "receivedAt" timestamptz)`;

const STORES = `jsonb_to_recordset($1::jsonb) AS held("deviceId" text, "storeId" text, "lowestHeld" int8)`;

export const LOCK_STORES = `
  INSERT INTO report_progress AS known (device_id, store_id, contiguous)
  SELECT "deviceId", "storeId", 0 FROM ${STORES} ORDER BY 1, 2
  ON CONFLICT (device_id, store_id) DO UPDATE SET contiguous = known.contiguous`;

export const INSERT_REPORTS = `
  INSERT INTO report (device_id, store_id, number, kind, body, reported_at, received_at)
  SELECT "deviceId", "storeId", "number", "kind", "body", "reportedAt", "receivedAt" FROM ${INCOMING}
  ON CONFLICT (device_id, store_id, number) DO NOTHING
  RETURNING device_id AS "deviceId", store_id AS "storeId", number`;

export const FIND_CONFLICTS = `
  SELECT "position" FROM ${INCOMING}
  JOIN report ON (report.device_id, report.store_id, report.number) = ("deviceId", "storeId", incoming."number")
  WHERE report.body <> incoming."body"`;

/**
 * Contiguous is the highest n such that every number from the first that is awaited to n is stored. Awaited first is
 * the one after the last contiguous number, or the lowest that the device still holds: what lies below is given up.
 * In a run without a gap number − row number is constant.
 */
export const ADVANCE_PROGRESS = `
  WITH base AS (
    SELECT progress.device_id, progress.store_id, greatest(progress.contiguous, "lowestHeld" - 1) AS below
    FROM ${STORES}
    JOIN report_progress progress ON (progress.device_id, progress.store_id) = ("deviceId", "storeId")
  ), numbered AS (
    SELECT base.device_id, base.store_id, report.number,
      base.below + row_number() OVER (PARTITION BY base.device_id, base.store_id ORDER BY report.number) AS expected
    FROM base
    JOIN report ON (report.device_id, report.store_id) = (base.device_id, base.store_id) AND report.number > base.below
  ), reached AS (
    SELECT device_id, store_id, max(number) AS number FROM numbered WHERE number = expected GROUP BY 1, 2
  )
  UPDATE report_progress progress SET contiguous = coalesce(reached.number, base.below)
  FROM base LEFT JOIN reached USING (device_id, store_id)
  WHERE (progress.device_id, progress.store_id) = (base.device_id, base.store_id)
  RETURNING progress.device_id AS "deviceId", progress.store_id AS "storeId", progress.contiguous`;

/** Of one store the higher number counts, of two stores what came last. Assets that nobody knows are left out. */
export const UPSERT_ASSETS = `
  INSERT INTO device_asset AS known (device_id, asset_id, state, store_id, number, updated_at)
  SELECT DISTINCT ON (incoming."deviceId", asset.id)
    incoming."deviceId", asset.id, incoming."body"->>'state', incoming."storeId", incoming."number", incoming."receivedAt"
  FROM ${INCOMING}
  JOIN asset ON asset.id = incoming."body"->>'assetId'
  ORDER BY incoming."deviceId", asset.id, incoming."receivedAt" DESC, incoming."number" DESC
  ON CONFLICT (device_id, asset_id) DO UPDATE SET
    state = excluded.state, store_id = excluded.store_id, number = excluded.number, updated_at = excluded.updated_at
  WHERE CASE WHEN known.store_id = excluded.store_id THEN known.number < excluded.number
    ELSE known.updated_at <= excluded.updated_at END`;
