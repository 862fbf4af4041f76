/** Devices on PostgreSQL. */
import type { DeviceId, InstallationId, StoreId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Presence } from '@loa-lang/schemas/wire/presence';
import type { DeviceRegistry, RegisteredDevice, SilentDevices } from '../../ports/device-registry.ts';
import { AskedTogether } from './asked-together.ts';
import type { Database } from './database.ts';
import { findDevices } from './find-devices.ts';

export class PostgresDeviceRegistry implements DeviceRegistry, SilentDevices {
  readonly #database: Database;
  readonly #found: AskedTogether<DeviceId, RegisteredDevice | 'revoked'>;

  constructor(database: Database) {
    this.#database = database;
    this.#found = new AskedTogether((ids) => findDevices(database, ids));
  }

  find(deviceId: DeviceId): Promise<RegisteredDevice | 'revoked' | undefined> {
    return this.#found.of(deviceId);
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
    const { state, connection, installationId, agentVersion } = presence;
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
        ...{ online: state === 'online', connection, agentVersion, lastSeenAt: new Date(at) },
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
}
