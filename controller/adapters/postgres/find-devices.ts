/** Devices and the plans they follow, many at once: five thousand speak every ten seconds. */
import type { AreaId, ClusterId, DeviceId } from '@loa-lang/schemas/ids';
import {
  type Cluster,
  followedAreaIds,
  followedGroupIds,
  type Group,
  type Lines,
} from '../../domain/areas/territory.ts';
import type { RegisteredDevice } from '../../ports/device-registry.ts';
import type { Database } from './database.ts';

interface DeviceRow {
  id: DeviceId;
  publicKey: string;
  installationId: string | null;
  revoked: boolean;
  clusterId: ClusterId | null;
  /** null too for a cluster that was removed */
  hamletId: AreaId | null;
  served: AreaId[];
}

type Found = ReadonlyMap<DeviceId, RegisteredDevice | 'revoked'>;

/** What is not there is left out. */
export async function findDevices(database: Database, ids: readonly DeviceId[]): Promise<Found> {
  const rows = await database.$queryRaw<DeviceRow[]>`
    SELECT device.id, public_key AS "publicKey", installation_id AS "installationId", revoked_at IS NOT NULL AS revoked,
      cluster_id AS "clusterId", hamlet_id AS "hamletId",
      array(SELECT service.hamlet_id FROM cluster_service service WHERE service.cluster_id = cluster.id ORDER BY 1) AS served
    FROM device LEFT JOIN cluster ON cluster.id = device.cluster_id AND cluster.deleted_at IS NULL
    WHERE device.id = ANY (${ids})`;
  const poles = new Map(
    rows.flatMap(({ clusterId, hamletId, served }): [ClusterId, Pole][] =>
      clusterId === null || hamletId === null
        ? []
        : [[clusterId, { id: clusterId, hamletId, services: served.map((id) => ({ hamletId: id, households: 0 })) }]],
    ),
  );
  const follow = await plansOf(database, [...poles.values()]);
  return new Map(
    rows.map((row) => {
      const pole = row.clusterId === null ? undefined : poles.get(row.clusterId);
      return [row.id, row.revoked ? 'revoked' : deviceOf(row, pole === undefined ? [] : follow(pole))];
    }),
  );
}

const deviceOf = (row: DeviceRow, planIds: string[]): RegisteredDevice => ({
  deviceId: row.id,
  publicKey: row.publicKey,
  clusterId: row.clusterId ?? undefined,
  installationId: row.installationId ?? undefined,
  planIds,
});

type Pole = Pick<Cluster, 'id' | 'hamletId' | 'services'>;

/** Reads no more of the register than these poles have to do with. */
async function plansOf(database: Database, poles: readonly Pole[]): Promise<(pole: Pole) => string[]> {
  if (poles.length === 0) return () => [];
  const hamletIds = poles.flatMap(({ hamletId, services }) => [hamletId, ...services.map((each) => each.hamletId)]);
  const lines = await database.$queryRaw<{ id: AreaId; parentId: AreaId | null }[]>`
    WITH RECURSIVE line AS (
      SELECT id, parent_id FROM area WHERE id = ANY (${hamletIds}) AND deleted_at IS NULL
      UNION
      SELECT area.id, area.parent_id FROM area JOIN line ON area.id = line.parent_id WHERE area.deleted_at IS NULL
    )
    SELECT id, parent_id AS "parentId" FROM line`;
  const areas: Lines = new Map(lines.map(({ id, parentId }) => [id, { id, parentId: parentId ?? undefined }]));
  const found = await database.$queryRaw<Group[]>`
    SELECT id, array(SELECT area_id FROM group_area WHERE group_id = id) AS "areaIds",
      array(SELECT cluster_id FROM group_cluster WHERE group_id = id) AS "clusterIds"
    FROM cluster_group
    WHERE deleted_at IS NULL AND (
      id IN (SELECT group_id FROM group_area WHERE area_id = ANY (${[...areas.keys()]}))
      OR id IN (SELECT group_id FROM group_cluster WHERE cluster_id = ANY (${poles.map(({ id }) => id)})))`;
  const groups = new Map(found.map((group) => [group.id, group]));
  return (pole) => [...followedAreaIds(areas, pole), ...followedGroupIds({ areas, groups }, pole)];
}
