/** Devices on PostgreSQL. */
import type { DeviceId, InstallationId, StoreId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Revision } from '@loa-lang/schemas/wire/common';
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

  /**
   * Within one connection "offline" is the end: its last will may come before a repeated "online". What is only said
   * again, as brokers do with what they retain, moves no instant.
   */
  async recordPresence(deviceId: DeviceId, presence: Presence, at: EpochMillis): Promise<void> {
    const { state, connection, installationId, agentVersion, capabilities, goodbye = false } = presence;
    const isOnline = state === 'online';
    const instant = new Date(at).toISOString();
    await this.#database.$executeRaw`
      UPDATE device SET
        online = ${isOnline}, connection = ${connection}, agent_version = ${agentVersion},
        capabilities = ${JSON.stringify(capabilities)}::jsonb,
        last_seen_at = ${instant}::timestamptz,
        online_since = CASE
          WHEN NOT ${isOnline} OR (online AND connection = ${connection}) THEN online_since
          ELSE ${instant}::timestamptz END,
        offline_since = CASE
          WHEN ${isOnline} THEN NULL
          WHEN online OR connection < ${connection} OR offline_since IS NULL THEN ${instant}::timestamptz
          ELSE offline_since END,
        said_goodbye = NOT ${isOnline} AND (${goodbye} OR (said_goodbye AND connection = ${connection}))
      WHERE id = ${deviceId}
        AND (installation_id IS NULL OR installation_id = ${installationId})
        AND (connection < ${connection} OR (connection = ${connection} AND (online OR NOT ${isOnline})))`;
  }

  /** Before a broker starts that remembers nothing: whoever is there will say so again, who is not never could. */
  async allOffline(): Promise<void> {
    await this.#database.$executeRaw`UPDATE device SET online = false, offline_since = now(), said_goodbye = false
      WHERE online`;
  }

  async recordSync(deviceId: DeviceId, storeId: StoreId, at: EpochMillis, settings?: Revision): Promise<void> {
    const when = new Date(at);
    const { epoch = null, revision = null } = settings ?? {};
    await this.#database.$executeRaw`
      UPDATE device SET store_id = ${storeId}, last_sync_at = ${when}, last_seen_at = ${when},
        settings_at = CASE WHEN (settings_epoch, settings_revision) IS NOT DISTINCT FROM (${epoch}::int8, ${revision}::int8)
          THEN settings_at ELSE ${when} END,
        settings_epoch = ${epoch}::int8, settings_revision = ${revision}::int8
      WHERE id = ${deviceId}`;
  }

  async silentSince(instant: EpochMillis): Promise<{ deviceId: DeviceId; lastSyncAt: EpochMillis | undefined }[]> {
    const before = { lt: new Date(instant) };
    const rows = await this.#database.device.findMany({
      where: {
        ...{ revokedAt: null, clusterId: { not: null }, createdAt: before },
        AND: [
          { OR: [{ lastSyncAt: null }, { lastSyncAt: before }] },
          { OR: [{ online: true }, { offlineSince: null }] },
        ],
      },
      select: { id: true, lastSyncAt: true },
      orderBy: { id: 'asc' },
    });
    return rows.map(({ id, lastSyncAt }) => ({ deviceId: id, lastSyncAt: lastSyncAt?.getTime() }));
  }
}
