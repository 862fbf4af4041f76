/** Maintenance windows in PostgreSQL. */
import type { PersonRef } from '../../domain/people/person.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { MaintenanceStore, MaintenanceWindow } from '../../ports/maintenance-store.ts';
import type { Database } from '../postgres/database.ts';
import { orUndefined, toDate, toInstant } from './row-values.ts';

const MOST = 500;

export class MaintenanceRepository implements MaintenanceStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create({ fromAt, untilAt, endedAt: _, areaId, clusterId, madeBy, ...rest }: MaintenanceWindow): Promise<void> {
    const place = { areaId: areaId ?? null, clusterId: clusterId ?? null };
    const times = { fromAt: toDate(fromAt), untilAt: toDate(untilAt) };
    await this.#database.maintenanceWindow.create({ data: { ...rest, ...place, ...times, madeBy: { ...madeBy } } });
  }

  async find(id: string): Promise<MaintenanceWindow | undefined> {
    const row = await this.#database.maintenanceWindow.findUnique({ where: { id } });
    return row === null ? undefined : windowOf(row);
  }

  async coming(at: number) {
    const rows = await this.#database.maintenanceWindow.findMany({
      where: { untilAt: { gt: toDate(at) }, endedAt: null },
      orderBy: [{ fromAt: 'asc' }, { id: 'asc' }],
      take: MOST,
    });
    const clusters = await this.#database.cluster.findMany({
      where: { id: { in: rows.flatMap(({ clusterId }) => clusterId ?? []) } },
      select: { id: true, hamletId: true },
    });
    const hamlets = new Map(clusters.map(({ id, hamletId }) => [id, hamletId]));
    return rows.map((row) => ({ ...windowOf(row), hamletId: hamlets.get(row.clusterId ?? '') }));
  }

  async end(id: string, at: number): Promise<boolean> {
    const where = { id, endedAt: null, untilAt: { gt: toDate(at) } };
    return (await this.#database.maintenanceWindow.updateMany({ where, data: { endedAt: toDate(at) } })).count === 1;
  }
}

const windowOf = (row: Prisma.MaintenanceWindowGetPayload<object>): MaintenanceWindow => ({
  ...{ id: row.id, communeId: row.communeId, reason: row.reason, madeBy: row.madeBy as unknown as PersonRef },
  ...{ areaId: orUndefined(row.areaId), clusterId: orUndefined(row.clusterId) },
  ...{ fromAt: row.fromAt.getTime(), untilAt: row.untilAt.getTime(), endedAt: toInstant(row.endedAt) },
});
