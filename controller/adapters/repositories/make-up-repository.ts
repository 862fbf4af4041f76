/** What make-ups need to know, in PostgreSQL. */
import type { Level } from '@loa-lang/schemas/wire/plan';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import type { MakeUpStore, PoleNow } from '../../ports/make-up-store.ts';
import type { Database } from '../postgres/database.ts';
import { broadcastOf } from './broadcast-rows.ts';
import { toDate, toInstant } from './row-values.ts';

export class MakeUpRepository implements MakeUpStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async poles(clusterIds: readonly string[]): Promise<Map<string, PoleNow>> {
    const devices = {
      where: { revokedAt: null },
      select: { online: true, onlineSince: true },
    };
    const rows = await this.#database.cluster.findMany({
      where: { id: { in: [...clusterIds] }, deletedAt: null },
      select: { id: true, muted: true, latitude: true, longitude: true, devices },
    });
    return new Map(
      rows.map(({ id, muted, latitude, longitude, devices: [device] }) => {
        const position = latitude === null || longitude === null ? undefined : { latitude, longitude };
        const online = device?.online ?? false;
        return [id, { muted, position, online, onlineSince: toInstant(device?.onlineSince ?? null) }];
      }),
    );
  }

  async latches(): Promise<{ areaId: string; level: Level }[]> {
    const rows = await this.#database.silenceLatch.findMany({ where: { liftedAt: null } });
    return rows.map(({ areaId, level }) => ({ areaId, level: level as Level }));
  }

  async makeUpsOf(ids: readonly string[]): Promise<Broadcast[]> {
    const rows = await this.#database.broadcast.findMany({
      where: { makeUpOf: { in: [...ids] } },
      orderBy: { makeUpRound: 'asc' },
    });
    return rows.map(broadcastOf);
  }

  async important(from: number, until: number): Promise<string[]> {
    const rows = await this.#database.broadcast.findMany({
      where: {
        endsAt: { gte: toDate(from), lt: toDate(until) },
        ...{ approval: 'approved', cancelledAt: null, makeUpOf: null, class: { not: 'emergency' } },
      },
      select: { id: true, bulletins: true },
      orderBy: { endsAt: 'asc' },
    });
    const partsOf = (row: { bulletins: unknown }) =>
      (row.bulletins as Broadcast['bulletins']).map((each) => each.bulletinId);
    const marked = await this.#database.bulletin.findMany({
      where: { id: { in: [...new Set(rows.flatMap(partsOf))] }, important: true, deletedAt: null },
      select: { id: true },
    });
    const important = new Set(marked.map((each) => each.id));
    return rows.filter((row) => partsOf(row).some((id) => important.has(id))).map((row) => row.id);
  }
}
