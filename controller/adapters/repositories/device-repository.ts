/** The devices' places in the register, in PostgreSQL. */
import type { Device as DeviceRow } from '../../generated/prisma/client.ts';
import type { DeviceRecord, DeviceStore } from '../../ports/register.ts';
import type { Database } from '../postgres/database.ts';
import { written } from './database-faults.ts';
import { orNull, orUndefined, toDate, toInstant } from './row-values.ts';

const deviceOf = (row: DeviceRow): DeviceRecord => ({
  id: row.id,
  clusterId: orUndefined(row.clusterId),
  publicKey: row.publicKey,
  code: orUndefined(row.code),
  installationId: orUndefined(row.installationId),
  online: row.online,
  agentVersion: orUndefined(row.agentVersion),
  lastSeenAt: toInstant(row.lastSeenAt),
  lastSyncAt: toInstant(row.lastSyncAt),
  health: orUndefined(row.health),
  revokedAt: toInstant(row.revokedAt),
});

export class DeviceRepository implements DeviceStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async all(): Promise<DeviceRecord[]> {
    return (await this.#database.device.findMany({ orderBy: { id: 'asc' } })).map(deviceOf);
  }

  async find(id: string): Promise<DeviceRecord | undefined> {
    const row = await this.#database.device.findUnique({ where: { id } });
    return row === null ? undefined : deviceOf(row);
  }

  create({ id, publicKey, clusterId }: { id: string; publicKey: string; clusterId: string | undefined }) {
    return written(() => this.#database.device.create({ data: { id, publicKey, clusterId: orNull(clusterId) } }));
  }

  bind(id: string, clusterId: string | undefined) {
    return written(() => this.#database.device.update({ where: { id }, data: { clusterId: orNull(clusterId) } }));
  }

  /** A revoked device leaves its cluster, so that another one may take the place. */
  async revoke(id: string, at: number): Promise<void> {
    const data = { revokedAt: toDate(at), clusterId: null, online: false };
    await this.#database.device.updateMany({ where: { id, revokedAt: null }, data });
  }

  async ofClusters(clusterIds: readonly string[]): Promise<string[]> {
    const where = { clusterId: { in: [...clusterIds] }, revokedAt: null };
    return (await this.#database.device.findMany({ where, select: { id: true } })).map((row) => row.id);
  }
}
