/** The latest state of the devices, from the one row that each has. */
import type { Health } from '@loa-lang/schemas/wire/health';
import type { DeviceRow } from '../../domain/incidents/watched-device.ts';
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

  async changedSince(instant: number): Promise<DeviceRow[]> {
    const after = { gt: new Date(instant) };
    const where = { ...ON_POLES, OR: [{ healthAt: after }, { onlineSince: after }, { offlineSince: after }] };
    return rows(await this.#database.device.findMany({ where, select: SELECT }));
  }
}

interface Found {
  id: string;
  online: boolean;
  onlineSince: Date | null;
  offlineSince: Date | null;
  saidGoodbye: boolean;
  health: unknown;
  healthAt: Date | null;
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
        // it passed the schema when it came
        ...{ health: (health ?? undefined) as Health | undefined, healthAt: toInstant(healthAt) },
      },
    ];
  });
