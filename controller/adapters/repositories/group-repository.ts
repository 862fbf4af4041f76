/** Groups in PostgreSQL. */
import type { Prisma } from '../../generated/prisma/client.ts';
import type { GroupRecord, GroupStore } from '../../ports/register.ts';
import type { Database } from '../postgres/database.ts';
import { written } from './database-faults.ts';
import { toDate } from './row-values.ts';

const MEMBERS = { areas: true, clusters: true } as const;
type GroupRow = Prisma.GroupGetPayload<{ include: typeof MEMBERS }>;

const groupOf = (row: GroupRow): GroupRecord => ({
  id: row.id,
  communeId: row.communeId,
  name: row.name,
  automatic: row.automatic,
  areaIds: row.areas.map((member) => member.areaId).sort(),
  clusterIds: row.clusters.map((member) => member.clusterId).sort(),
});

const areasOf = (areaIds: readonly string[]) => [...new Set(areaIds)].map((areaId) => ({ areaId }));
const clustersOf = (clusterIds: readonly string[]) => [...new Set(clusterIds)].map((clusterId) => ({ clusterId }));

export class GroupRepository implements GroupStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async all(): Promise<GroupRecord[]> {
    const rows = await this.#database.group.findMany({ where: { deletedAt: null }, include: MEMBERS });
    return rows.map(groupOf);
  }

  async find(id: string): Promise<GroupRecord | undefined> {
    const row = await this.#database.group.findFirst({ where: { id, deletedAt: null }, include: MEMBERS });
    return row === null ? undefined : groupOf(row);
  }

  async automatic(communeId: string, madeBefore: number): Promise<GroupRecord[]> {
    const where = { communeId, automatic: true, deletedAt: null, createdAt: { lt: toDate(madeBefore) } };
    return (await this.#database.group.findMany({ where, include: MEMBERS })).map(groupOf);
  }

  create({ id, communeId, name, automatic, areaIds, clusterIds }: GroupRecord) {
    return written(() =>
      this.#database.group.create({
        data: {
          id,
          communeId,
          name,
          automatic,
          areas: { create: areasOf(areaIds) },
          clusters: { create: clustersOf(clusterIds) },
        },
      }),
    );
  }

  change(id: string, fields: Partial<Pick<GroupRecord, 'name' | 'areaIds' | 'clusterIds'>>) {
    const { name, areaIds, clusterIds } = fields;
    return written(() =>
      this.#database.group.update({
        where: { id },
        data: {
          ...(name !== undefined && { name }),
          ...(areaIds !== undefined && { areas: { deleteMany: {}, create: areasOf(areaIds) } }),
          ...(clusterIds !== undefined && { clusters: { deleteMany: {}, create: clustersOf(clusterIds) } }),
        },
      }),
    );
  }

  async remove(id: string, at: number): Promise<void> {
    await this.#database.group.update({ where: { id }, data: { deletedAt: toDate(at) } });
  }
}
