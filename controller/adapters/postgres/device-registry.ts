/** Devices on PostgreSQL. */
import type { DeviceId, InstallationId, StoreId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Presence } from '@loa-lang/schemas/wire/presence';
import { followedAreaIds, followedGroupIds } from '../../domain/areas/territory.ts';
import type { DeviceRegistry, RegisteredDevice, SilentDevices } from '../../ports/device-registry.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import type { Database } from './database.ts';
import { safeJson } from './safe-json.ts';

export class PostgresDeviceRegistry implements DeviceRegistry, SilentDevices {
  readonly #database: Database;
  readonly #reader: TerritoryReader;

  constructor(database: Database, reader: TerritoryReader) {
    this.#database = database;
    this.#reader = reader;
  }

  async find(deviceId: DeviceId): Promise<RegisteredDevice | 'revoked' | undefined> {
    const row = await this.#database.device.findUnique({ where: { id: deviceId } });
    if (row === null) return undefined;
    if (row.revokedAt !== null) return 'revoked';
    return {
      deviceId: row.id,
      publicKey: row.publicKey,
      clusterId: row.clusterId ?? undefined,
      installationId: row.installationId ?? undefined,
      planIds: row.clusterId === null ? [] : await this.#planIds(row.clusterId),
    };
  }

  /** @throws for an unknown device. */
  async bindInstallation(deviceId: DeviceId, installationId: InstallationId): Promise<InstallationId> {
    // one statement: of two installations that come at once one is first
    const rows = await this.#database.$queryRaw<{ bound: string }[]>`
      UPDATE device SET installation_id = coalesce(installation_id, ${installationId})
      WHERE id = ${deviceId} RETURNING installation_id AS bound`;
    const bound = rows[0]?.bound;
    if (bound === undefined) throw new Error(`no device ${deviceId}`);
    return bound;
  }

  /** Within one connection "offline" is the end: its last will may come before a repeated "online". */
  async recordPresence(deviceId: DeviceId, presence: Presence, at: EpochMillis): Promise<void> {
    const { state, connection, installationId, agentVersion, capabilities } = presence;
    await this.#database.device.updateMany({
      where: {
        id: deviceId,
        AND: [
          { OR: [{ installationId: null }, { installationId }] },
          {
            OR: [
              { connection: { lt: connection } },
              { connection, online: true },
              ...(state === 'offline' ? [{ connection }] : []),
            ],
          },
        ],
      },
      data: {
        ...{ online: state === 'online', connection, agentVersion, capabilities, lastSeenAt: new Date(at) },
        ...(state === 'online' ? { onlineSince: new Date(at), offlineSince: null } : { offlineSince: new Date(at) }),
      },
    });
  }

  /** Before a broker starts that remembers nothing: whoever is there will say so again, who is not never could. */
  async allOffline(): Promise<void> {
    await this.#database.$executeRaw`UPDATE device SET online = false, offline_since = now() WHERE online`;
  }

  async recordSync(deviceId: DeviceId, storeId: StoreId, at: EpochMillis): Promise<void> {
    const data = { storeId, lastSyncAt: new Date(at), lastSeenAt: new Date(at) };
    await this.#database.device.updateMany({ where: { id: deviceId }, data });
  }

  async recordHealth(deviceId: DeviceId, health: unknown, at: EpochMillis): Promise<void> {
    const data = { health: JSON.parse(safeJson(health)), healthAt: new Date(at), lastSeenAt: new Date(at) };
    await this.#database.device.updateMany({ where: { id: deviceId }, data });
  }

  async silentSince(instant: EpochMillis): Promise<{ deviceId: DeviceId; lastSyncAt: EpochMillis | undefined }[]> {
    const before = { lt: new Date(instant) };
    const rows = await this.#database.device.findMany({
      where: {
        ...{ revokedAt: null, clusterId: { not: null }, createdAt: before },
        OR: [{ lastSyncAt: null }, { lastSyncAt: before }],
      },
      select: { id: true, lastSyncAt: true },
      orderBy: { id: 'asc' },
    });
    return rows.map(({ id, lastSyncAt }) => ({ deviceId: id, lastSyncAt: lastSyncAt?.getTime() }));
  }

  async #planIds(clusterId: string): Promise<string[]> {
    const territory = await this.#reader.territory();
    const cluster = territory.clusters.get(clusterId);
    if (cluster === undefined) return [];
    return [...followedAreaIds(territory.areas, cluster), ...followedGroupIds(territory, cluster)];
  }
}
