/** Hardware of clusters, as a trigger on the devices has noted it; who did it stands in the audit log. */
import type { HardwareReader, HardwareRecord } from '../../ports/hardware-reader.ts';
import type { Database } from '../postgres/database.ts';
import { toInstant } from './row-values.ts';

interface Row {
  device_id: string;
  code: string | null;
  agent_version: string | null;
  from_at: Date;
  until_at: Date | null;
  actor_name: string | null;
}

export class HardwareRepository implements HardwareReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async of(clusterId: string): Promise<HardwareRecord[]> {
    const rows = await this.#database.$queryRaw<Row[]>`
      SELECT hung.device_id, device.code, device.agent_version, hung.from_at, hung.until_at, act.actor_name
      FROM cluster_device hung JOIN device ON device.id = hung.device_id
      LEFT JOIN LATERAL (
        SELECT actor_name FROM audit_entry
        WHERE subject_id = hung.device_id AND outcome = 'done' AND details->'after'->>'clusterId' = hung.cluster_id
        ORDER BY abs(extract(epoch FROM at - hung.from_at)) LIMIT 1
      ) act ON true
      WHERE hung.cluster_id = ${clusterId} ORDER BY hung.id DESC LIMIT 200`;
    return rows.map((row) => ({
      deviceId: row.device_id,
      code: row.code ?? undefined,
      agentVersion: row.agent_version ?? undefined,
      from: row.from_at.getTime(),
      until: toInstant(row.until_at),
      by: row.actor_name ?? undefined,
    }));
  }
}
