/** One statement stores a batch of samples: the latest state of each device, and a row of history for each sample. */
import { HEALTH_FIGURE_NAMES } from '@loa-lang/schemas/health/figures';
import { columnOf, isShare } from '../../../domain/health/figures.ts';

const SAMPLE_COLUMNS: readonly (readonly [name: string, type: string])[] = [
  ['uptime_s', 'int4'],
  ['machine_uptime_s', 'int4'],
  ['network', 'int2'],
  ['received_bytes', 'int8'],
  ['sent_bytes', 'int8'],
  ...HEALTH_FIGURE_NAMES.map((figure) => [columnOf(figure), isShare(figure) ? 'bool' : 'float4'] as const),
];
const names = SAMPLE_COLUMNS.map(([name]) => name).join(', ');

/**
 * `$1` samples as JSON. Devices are locked in one order: batches of two controllers wait for each other and never
 * deadlock. The latest state may be said again by somebody who repeats what was said: only what is newer counts.
 */
export const STORE_SAMPLES = `
  WITH incoming AS (
    SELECT device.number, incoming.*
    FROM jsonb_to_recordset($1::jsonb) AS incoming(
      device_id text, at timestamptz, health jsonb, ${SAMPLE_COLUMNS.map(([name, type]) => `${name} ${type}`).join(', ')})
    JOIN device ON device.id = incoming.device_id
    ORDER BY device.number FOR NO KEY UPDATE OF device
  ), latest AS (
    SELECT DISTINCT ON (number) number, at, health FROM incoming ORDER BY number, at DESC
  ), state AS (
    UPDATE device SET health = latest.health, health_at = latest.at,
      last_seen_at = greatest(device.last_seen_at, latest.at)
    FROM latest
    WHERE device.number = latest.number AND (device.health_at IS NULL OR device.health_at < latest.at)
  )
  INSERT INTO device_health (device_number, at, ${names})
  SELECT number, at, ${names} FROM incoming
  ON CONFLICT (device_number, at) DO NOTHING`;
