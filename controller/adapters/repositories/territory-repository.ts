/** The whole territory, read by few and short statements. */
import { type Area, type Cluster, type Group, hamletsWithin, type Territory } from '../../domain/areas/territory.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { NamedClusters, TerritoryReader } from '../../ports/register.ts';
import type { Database } from '../postgres/database.ts';
import { areaOf } from './area-repository.ts';
import { hoursOf } from './cluster-repository.ts';

const live = { deletedAt: null } as const;
const AT_ONE_MOMENT = { isolationLevel: 'RepeatableRead' } as const;
const inOrder = { id: 'asc' } as const;
const AREAS = { where: live, orderBy: inOrder } as const;
const CLUSTERS = {
  where: live,
  orderBy: inOrder,
  select: {
    ...{ id: true, hamletId: true, code: true, name: true, kind: true, hours: true },
    services: { select: { hamletId: true, households: true } },
  },
} as const;
const GROUPS = { where: live, orderBy: inOrder, include: { areas: true, clusters: true } } as const;

const byId = <T extends { id: string }>(rows: readonly T[]): Map<string, T> =>
  new Map(rows.map((row) => [row.id, row]));

export class TerritoryRepository implements TerritoryReader {
  readonly #database: Database;
  #running: Promise<Territory> | undefined;
  #next: Promise<Territory> | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Never older than the call. Calls that come while a read is under way share the one that begins after it, so that
   * publishing the settings of thousands of devices does not read the territory thousands of times at once.
   */
  territory(): Promise<Territory> {
    if (this.#running === undefined) {
      this.#running = this.#read().finally(() => {
        this.#running = undefined;
      });
      return this.#running;
    }
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.territory();
      });
    return this.#next;
  }

  async areas(): Promise<Territory['areas']> {
    return areasOf(await this.#database.area.findMany(AREAS));
  }

  async near(areaId: string, { clusterIds, groupIds }: NamedClusters): Promise<Territory> {
    return this.#database.$transaction(async (transaction) => {
      const areas = areasOf(await transaction.area.findMany(AREAS));
      const groups = groupsOf(await transaction.group.findMany(GROUPS));
      const hamletId = { in: hamletsWithin(areas, areaId).map(({ id }) => id) };
      const named = [...clusterIds, ...groupIds.flatMap((id) => groups.get(id)?.clusterIds ?? [])];
      const OR = [{ hamletId }, { services: { some: { hamletId } } }, { id: { in: named } }];
      const rows = await transaction.cluster.findMany({ ...CLUSTERS, where: { ...live, OR } });
      return { areas, groups, clusters: clustersOf(rows) };
    }, AT_ONE_MOMENT);
  }

  async #read(): Promise<Territory> {
    const { area, cluster, group } = this.#database;
    const [areas, clusters, groups] = await this.#database.$transaction(
      [area.findMany(AREAS), cluster.findMany(CLUSTERS), group.findMany(GROUPS)],
      AT_ONE_MOMENT,
    );
    return { areas: areasOf(areas), clusters: clustersOf(clusters), groups: groupsOf(groups) };
  }
}

const areasOf = (rows: readonly Parameters<typeof areaOf>[0][]): Map<string, Area> => byId(rows.map(areaOf));

const clustersOf = (rows: readonly Prisma.ClusterGetPayload<typeof CLUSTERS>[]): Map<string, Cluster> =>
  byId(rows.map(({ hours, ...row }) => ({ ...row, hours: hoursOf(hours) })));

const groupsOf = (rows: readonly Prisma.GroupGetPayload<typeof GROUPS>[]): Map<string, Group> =>
  byId(
    rows.map(({ id, areas, clusters }) => ({
      id,
      areaIds: areas.map((member) => member.areaId),
      clusterIds: clusters.map((member) => member.clusterId),
    })),
  );
