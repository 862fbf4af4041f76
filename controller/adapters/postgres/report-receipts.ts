/** From reports to the latest receipt of each run on each cluster. */
import { RECEIPT_STATES, type ReceiptState } from '@loa-lang/schemas/wire/report';
import { INCOMING } from './report-statements.ts';

/** How far a run has come. A receipt never goes back: 0 is to play, 1 plays, 2 has ended. */
const STAGES: Record<ReceiptState, 0 | 1 | 2> = {
  ready: 0,
  started: 1,
  finished: 2,
  stopped: 2,
  partial: 2,
  missed: 2,
  failed: 2,
};

const stageOf = (column: string): string =>
  `CASE ${column} ${RECEIPT_STATES.map((state) => `WHEN '${state}' THEN ${STAGES[state]}`).join(' ')} END`;

/**
 * The cluster is that of the device, never one the device names, and only clusters that are to play the broadcast get
 * a row: a receipt for another one stays a mere report. Among receipts of one run the further stage wins, then of one
 * store the higher number, and of two stores the first, since a later store knows less of what its forerunner played.
 */
export const UPSERT_RECEIPTS = `
  INSERT INTO receipt AS known
    (broadcast_id, cluster_id, run, device_id, version, state, reason, store_id, number, body, received_at)
  SELECT DISTINCT ON (target.broadcast_id, target.cluster_id, run)
    target.broadcast_id, target.cluster_id, (incoming."body"->>'run')::int AS run, incoming."deviceId",
    (incoming."body"->>'version')::int, incoming."body"->>'state', incoming."body"->>'reason', incoming."storeId",
    incoming."number", incoming."body", incoming."receivedAt"
  FROM ${INCOMING}
  JOIN device ON device.id = incoming."deviceId"
  JOIN broadcast_target target
    ON target.broadcast_id = incoming."body"->>'broadcastId' AND target.cluster_id = device.cluster_id
  ORDER BY target.broadcast_id, target.cluster_id, run, ${stageOf(`(incoming."body"->>'state')`)} DESC,
    first_value(incoming."position") OVER (PARTITION BY incoming."storeId" ORDER BY incoming."position"),
    incoming."number" DESC
  ON CONFLICT (broadcast_id, cluster_id, run) DO UPDATE SET
    device_id = excluded.device_id, version = excluded.version, state = excluded.state, reason = excluded.reason,
    store_id = excluded.store_id, number = excluded.number, body = excluded.body, received_at = excluded.received_at
  WHERE ${stageOf('excluded.state')} > ${stageOf('known.state')}
    OR (${stageOf('excluded.state')} = ${stageOf('known.state')}
      AND excluded.store_id = known.store_id AND excluded.number > known.number)`;
