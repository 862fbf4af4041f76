/** The communes' own maps in PostgreSQL. */
import type { MapLayer } from '@loa-lang/schemas/http/map';
import type { BaseFeature, HamletOutline } from '../../domain/maps/shape.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { CommuneMap, LayerFeatures, MapStore } from '../../ports/map-store.ts';
import type { Database } from '../postgres/database.ts';
import { toDate } from './row-values.ts';

export class MapRepository implements MapStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async of(communeIds: readonly string[]): Promise<CommuneMap[]> {
    const rows = await this.#database.communeMap.findMany({
      where: { communeId: { in: [...communeIds] } },
      orderBy: [{ communeId: 'asc' }, { layer: 'asc' }],
    });
    const maps = new Map<string, CommuneMap>();
    for (const { communeId, layer, features, changedAt } of rows) {
      const map = maps.get(communeId) ?? { communeId, hamlets: [], base: [], changedAt: 0 };
      if (layer === 'hamlets') map.hamlets = features as unknown as HamletOutline[];
      else map.base = features as unknown as BaseFeature[];
      map.changedAt = Math.max(map.changedAt, changedAt.getTime());
      maps.set(communeId, map);
    }
    return [...maps.values()];
  }

  async put<Layer extends MapLayer>(
    communeId: string,
    layer: Layer,
    given: LayerFeatures[Layer],
    at: number,
  ): Promise<void> {
    const fields = { features: given as unknown as Prisma.InputJsonArray, changedAt: toDate(at) };
    await this.#database.communeMap.upsert({
      where: { communeId_layer: { communeId, layer } },
      create: { communeId, layer, ...fields },
      update: fields,
    });
  }

  async remove(communeId: string, layer: MapLayer): Promise<boolean> {
    return (await this.#database.communeMap.deleteMany({ where: { communeId, layer } })).count === 1;
  }
}
