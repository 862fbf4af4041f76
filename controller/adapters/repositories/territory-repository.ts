/** The whole territory, read by few and short statements. */
import type { Area, Cluster, Group, Territory } from '../../domain/areas/territory.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import type { Database } from '../postgres/database.ts';
import { areaOf } from './area-repository.ts';
import { hoursOf } from './cluster-repository.ts';

const live = { deletedAt: null } as const;
const SERVICES = { hamletId: true, households: true } as const;

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

  async #read(): Promise<Territory> {
    const [areaRows, clusterRows, groupRows] = await this.#database.$transaction(
      [
        this.#database.area.findMany({ where: live, orderBy: { id: 'asc' } }),
        this.#database.cluster.findMany({
          where: live,
          select: {
            id: true,
            hamletId: true,
            code: true,
            name: true,
            kind: true,
            hours: true,
            services: { select: SERVICES },
          },
          orderBy: { id: 'asc' },
        }),
        this.#database.group.findMany({
          where: live,
          include: { areas: true, clusters: true },
          orderBy: { id: 'asc' },
        }),
      ],
      { isolationLevel: 'RepeatableRead' },
    );
    const areas: Area[] = areaRows.map(areaOf);
    const clusters: Cluster[] = clusterRows.map(({ hours, ...row }) => ({ ...row, hours: hoursOf(hours) }));
    const groups: Group[] = groupRows.map((row) => ({
      id: row.id,
      areaIds: row.areas.map((member) => member.areaId),
      clusterIds: row.clusters.map((member) => member.clusterId),
    }));
    return { areas: byId(areas), clusters: byId(clusters), groups: byId(groups) };
  }
}
