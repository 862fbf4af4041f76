/** What is known of the devices of a rollout: two statements, whatever their number. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { ROLLED_BACK } from '@loa-lang/schemas/wire/command';
import type { DeviceFacts, Rollout, RolloutDevice } from '../../domain/rollouts/rollout.ts';
import type { Database } from '../postgres/database.ts';
import { toDate } from './row-values.ts';

/** A device that is ordered fetches and unpacks for a minute or more; so long nothing may start. */
const AIR_AHEAD_MS: Millis = 15 * 60_000;
const NOTHING: DeviceFacts = {
  isThere: false,
  online: false,
  agentVersion: undefined,
  capabilities: undefined,
  hasRolledBack: false,
  isOnAir: false,
  inMaintenance: false,
  answers: [],
  hasArtefact: false,
};

interface DeviceRow {
  id: string;
  cluster_id: string | null;
  revoked: boolean;
  online: boolean;
  agent_version: string | null;
  capabilities: string[] | null;
  on_air: boolean;
  maintenance: boolean;
  rolled_back: boolean;
}

interface ReportRow {
  device_id: string;
  kind: string;
  body: { commandId?: string; outcome?: DeviceFacts['answers'][number]['outcome']; detail?: string; state?: string };
}

export async function rolloutFacts(
  database: Database,
  rollout: Rollout,
  devices: readonly RolloutDevice[],
  now: EpochMillis,
): Promise<Map<string, DeviceFacts>> {
  const ids = devices.map(({ deviceId }) => deviceId);
  const [at, soon] = [toDate(now), toDate(now + AIR_AHEAD_MS)];
  const { releaseId } = rollout;
  const rows = await database.$queryRaw<DeviceRow[]>`
    SELECT device.id, device.cluster_id, device.revoked_at IS NOT NULL AS revoked, device.online, device.agent_version,
      device.capabilities,
      EXISTS (SELECT FROM broadcast_target target JOIN broadcast ON broadcast.id = target.broadcast_id
        WHERE target.cluster_id = device.cluster_id AND broadcast.state = 'planned' AND broadcast.ends_at > ${at}
          AND broadcast.start_at < ${soon} AND (broadcast.over_at IS NULL OR broadcast.over_at > ${at})) AS on_air,
      EXISTS (SELECT FROM maintenance_window work JOIN cluster ON cluster.id = device.cluster_id
        JOIN area hamlet ON hamlet.id = cluster.hamlet_id LEFT JOIN area commune ON commune.id = hamlet.parent_id
        WHERE work.ended_at IS NULL AND work.from_at <= ${at} AND work.until_at > ${at}
          AND (work.cluster_id = cluster.id OR work.area_id IN (hamlet.id, commune.id, commune.parent_id))) AS maintenance,
      EXISTS (SELECT FROM rollout_device past JOIN rollout ON rollout.id = past.rollout_id
        WHERE past.device_id = device.id AND rollout.release_id = ${releaseId} AND past.state = 'rolled-back')
        AS rolled_back
    FROM device WHERE device.id = ANY(${ids})`;
  // what was reported before the rollout says nothing of it
  const reports = await database.$queryRaw<ReportRow[]>`
    SELECT device_id, kind, body FROM report
    WHERE device_id = ANY(${ids}) AND received_at >= ${toDate(rollout.createdAt)}
      AND (kind = 'command-answer' OR (kind = 'asset' AND body->>'assetId' = ${releaseId}))
    ORDER BY received_at, number`;
  const commands = new Map(devices.map(({ deviceId, commandIds }) => [deviceId, new Set(commandIds)]));
  const clusters = new Map(devices.map(({ deviceId, clusterId }) => [deviceId, clusterId]));
  const facts = new Map<string, DeviceFacts>(ids.map((id) => [id, NOTHING]));
  // once through all: a province has thousands of devices, and each has told several things
  const told = new Map<string, ReportRow[]>(ids.map((id) => [id, []]));
  for (const report of reports) told.get(report.device_id)?.push(report);
  for (const row of rows) {
    const own = told.get(row.id) ?? [];
    const answers = own.flatMap(({ kind, body: { commandId = '', outcome, detail } }) =>
      kind === 'command-answer' && outcome !== undefined && commands.get(row.id)?.has(commandId) === true
        ? [{ commandId, outcome, ...(detail !== undefined && { detail }) }]
        : [],
    );
    facts.set(row.id, {
      isThere: !row.revoked && row.cluster_id === clusters.get(row.id),
      online: row.online,
      agentVersion: row.agent_version ?? undefined,
      capabilities: row.capabilities ?? undefined,
      hasRolledBack: row.rolled_back || answers.some(({ detail }) => detail?.startsWith(ROLLED_BACK) === true),
      isOnAir: row.on_air,
      inMaintenance: row.maintenance,
      answers,
      hasArtefact: own.findLast(({ kind }) => kind === 'asset')?.body.state === 'cached',
    });
  }
  return facts;
}
