/**
 * What devices answer to orders and measure of themselves, taken in the transaction that stores their reports: what is
 * acknowledged is not lost, whatever becomes of the controller a moment later.
 */
import { INCOMING } from './report-statements.ts';

/**
 * Only to the device's own orders. The first answer stands; one that comes late is still the truth, and so is that to an
 * order of which nobody could write down that it was sent.
 */
export const TAKE_ANSWERS = `
  UPDATE device_command known SET outcome = answer.outcome, detail = answer.detail, answered_at = answer.at
  FROM (
    SELECT DISTINCT ON ("body"->>'commandId') "body"->>'commandId' AS id, "deviceId" AS device_id,
      "body"->>'outcome' AS outcome, "body"->>'detail' AS detail, "receivedAt" AS at
    FROM ${INCOMING} ORDER BY "body"->>'commandId', "position"
  ) answer
  WHERE known.id = answer.id AND known.device_id = answer.device_id
    AND (known.outcome IS NULL OR known.outcome IN ('unanswered', 'not-sent'))`;

/** Of tests that were ordered, by the device that was told to; it is judged afterwards. */
export const TAKE_SELF_TESTS = `
  UPDATE self_test known SET outcome = told.body->>'outcome', report = told.body, reported_at = told.at
  FROM (
    SELECT DISTINCT ON ("body"->>'commandId') "body"->>'commandId' AS id, "deviceId" AS device_id, "body" AS body,
      "receivedAt" AS at
    FROM ${INCOMING} ORDER BY "body"->>'commandId', "position"
  ) told
  WHERE known.id = told.id AND known.device_id = told.device_id AND known.reported_at IS NULL`;

/** The cluster is that of the device, and only one that is to play the broadcast; of a run the first word stands. */
export const INSERT_HEARD = `
  INSERT INTO heard_run (broadcast_id, cluster_id, run, device_id, verdict, level_dbfs, confidence, delay_ms,
    compared_ms, received_at)
  SELECT target.broadcast_id, target.cluster_id, (incoming."body"->>'run')::int, incoming."deviceId",
    incoming."body"->>'verdict', (incoming."body"->>'levelDbfs')::float8, (incoming."body"->>'confidence')::float8,
    (incoming."body"->>'delayMs')::float8, (incoming."body"->>'comparedMs')::float8, incoming."receivedAt"
  FROM ${INCOMING}
  JOIN device ON device.id = incoming."deviceId"
  JOIN broadcast_target target
    ON target.broadcast_id = incoming."body"->>'broadcastId' AND target.cluster_id = device.cluster_id
  ORDER BY incoming."position"
  ON CONFLICT (broadcast_id, cluster_id, run) DO NOTHING`;
