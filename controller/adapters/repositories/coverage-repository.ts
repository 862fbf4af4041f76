/** Marks of broadcasts and their receipts, in PostgreSQL. */
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import type { BroadcastQuery } from '../../ports/broadcast-store.ts';
import type { CoverageFacts, CoverageMark } from '../../ports/coverage-facts.ts';
import type { Database } from '../postgres/database.ts';
import { broadcastsWhere } from './broadcast-query.ts';
import { broadcastOf } from './broadcast-rows.ts';
import { orUndefined } from './row-values.ts';

export class CoverageRepository implements CoverageFacts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async marks({ limit, ...query }: Pick<BroadcastQuery, 'seen' | 'from' | 'until' | 'limit'>): Promise<CoverageMark[]> {
    const rows = await this.#database.broadcast.findMany({
      where: broadcastsWhere(query),
      orderBy: [{ startAt: 'asc' }, { id: 'asc' }],
      select: {
        ...{ id: true, startAt: true, makeUpOf: true, version: true, approval: true },
        ...{ cancelledAt: true, overAt: true },
      },
      take: limit,
    });
    const receipts = await this.#database.receiptRow.groupBy({
      by: ['broadcastId'],
      where: { broadcastId: { in: rows.map(({ id }) => id) } },
      _count: true,
      _max: { receivedAt: true },
    });
    const byId = new Map(receipts.map((each) => [each.broadcastId, each]));
    return rows.map(({ id, startAt, makeUpOf, ...row }) => {
      const { _count = 0, _max } = byId.get(id) ?? {};
      const seen = [row.version, row.approval, row.cancelledAt, row.overAt, _count, _max?.receivedAt ?? null];
      return { id, startAt: startAt.getTime(), makeUpOf: orUndefined(makeUpOf), mark: JSON.stringify(seen) };
    });
  }

  async byIds(ids: readonly string[]): Promise<Broadcast[]> {
    return (await this.#database.broadcast.findMany({ where: { id: { in: [...ids] } } })).map(broadcastOf);
  }
}
