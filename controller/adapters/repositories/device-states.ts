/** The latest state of the devices, from the one row that each has. */
import type { Health } from '@loa-lang/schemas/wire/health';
import type { DeviceChange, DeviceRow } from '../../domain/incidents/watched-device.ts';
import type { DeviceStates } from '../../ports/device-states.ts';
import type { Database } from '../postgres/database.ts';
import { toInstant } from './row-values.ts';

const SELECT = {
  ...{ id: true, online: true, onlineSince: true, offlineSince: true, saidGoodbye: true, health: true, healthAt: true },
  cluster: { select: { id: true, hamlet: { select: { id: true, name: true, parentId: true } } } },
} as const;
const ON_POLES = { revokedAt: null, cluster: { deletedAt: null } };

export class DeviceStateRepository implements DeviceStates {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async all(): Promise<DeviceRow[]> {
    return rows(await this.#database.device.findMany({ where: ON_POLES, select: SELECT }));
  }

  async hanging(deviceIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.#database.$queryRaw<{ id: string }[]>`
      SELECT device.id FROM device JOIN cluster ON cluster.id = cluster_id
      WHERE device.id = ANY(${[...deviceIds]}::text[]) AND revoked_at IS NULL AND deleted_at IS NULL`;
    return new Set(rows.map(({ id }) => id));
  }

  /** First the instants alone: the samples of those that said something else by now are some hundred bytes each. */
  async changedSince(instant: number, known: (deviceId: string) => number | undefined): Promise<DeviceChange[]> {
    const after = new Date(instant).toISOString();
    const changed = await this.#database.$queryRaw<Moved[]>`
      SELECT id, online, online_since AS "onlineSince", offline_since AS "offlineSince",
        said_goodbye AS "saidGoodbye", health_at AS "healthAt"
      FROM device
      WHERE revoked_at IS NULL AND (health_at > ${after}::timestamptz OR online_since > ${after}::timestamptz
        OR offline_since > ${after}::timestamptz)`;
    const said = changed.flatMap(({ id, healthAt }) =>
      healthAt !== null && known(id) !== healthAt.getTime() ? id : [],
    );
    const samples = await this.#database.device.findMany({
      where: { id: { in: said } },
      select: { id: true, health: true, healthAt: true },
    });
    const byId = new Map(samples.map((sample) => [sample.id, sample]));
    return changed.map(({ id, online, saidGoodbye, onlineSince, offlineSince, healthAt }) => ({
      ...{ deviceId: id, online, saidGoodbye },
      ...{ onlineSince: toInstant(onlineSince), offlineSince: toInstant(offlineSince) },
      health: sampleOf(byId.get(id)?.health),
      healthAt: toInstant(byId.get(id)?.healthAt ?? healthAt),
    }));
  }
}

/** It passed the schema when it came. */
const sampleOf = (health: unknown): Health | undefined => (health ?? undefined) as Health | undefined;

interface Moved {
  id: string;
  online: boolean;
  onlineSince: Date | null;
  offlineSince: Date | null;
  saidGoodbye: boolean;
  healthAt: Date | null;
}

interface Found extends Moved {
  health: unknown;
  cluster: { id: string; hamlet: { id: string; name: string; parentId: string | null } } | null;
}

const rows = (found: readonly Found[]): DeviceRow[] =>
  found.flatMap(({ id, online, onlineSince, offlineSince, saidGoodbye, health, healthAt, cluster }): DeviceRow[] => {
    const communeId = cluster?.hamlet.parentId;
    if (cluster === null || communeId === null || communeId === undefined) return [];
    return [
      {
        deviceId: id,
        ...{ clusterId: cluster.id, hamletId: cluster.hamlet.id, hamletName: cluster.hamlet.name, communeId },
        ...{ online, saidGoodbye, onlineSince: toInstant(onlineSince), offlineSince: toInstant(offlineSince) },
        ...{ health: sampleOf(health), healthAt: toInstant(healthAt) },
      },
    ];
  });
