/** Measured levels in PostgreSQL. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { PersonRef } from '../../domain/people/person.ts';
import type { Prisma, SoundReading as Row } from '../../generated/prisma/client.ts';
import type { SoundReading, SoundReadingStore } from '../../ports/complaint-store.ts';
import type { Database } from '../postgres/database.ts';
import { orNull, orUndefined, toDate } from './row-values.ts';

const readingOf = ({ removedAt: _, at, createdAt, broadcastId, takenBy, ...row }: Row): SoundReading => ({
  ...row,
  ...{ at: at.getTime(), createdAt: createdAt.getTime(), broadcastId: orUndefined(broadcastId) },
  takenBy: takenBy as unknown as PersonRef,
});

export class SoundReadingRepository implements SoundReadingStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async add({ at, createdAt, broadcastId, takenBy, ...reading }: SoundReading): Promise<void> {
    await this.#database.soundReading.create({
      data: {
        ...{ ...reading, at: toDate(at), createdAt: toDate(createdAt), broadcastId: orNull(broadcastId) },
        takenBy: takenBy as unknown as Prisma.InputJsonValue,
      },
    });
  }

  async find(id: string): Promise<SoundReading | undefined> {
    const row = await this.#database.soundReading.findFirst({ where: { id, removedAt: null } });
    return row === null ? undefined : readingOf(row);
  }

  async remove(id: string, at: EpochMillis): Promise<void> {
    await this.#database.soundReading.update({ where: { id }, data: { removedAt: toDate(at) } });
  }

  async list({
    hamletIds,
    clusterId,
    before,
    limit,
  }: Parameters<SoundReadingStore['list']>[0]): Promise<SoundReading[]> {
    const poles =
      hamletIds === undefined
        ? undefined
        : await this.#database.cluster.findMany({
            where: { hamletId: { in: [...hamletIds] } },
            select: { id: true },
          });
    const rows = await this.#database.soundReading.findMany({
      where: {
        removedAt: null,
        ...(poles !== undefined && { clusterId: { in: poles.map(({ id }) => id) } }),
        AND: [
          clusterId === undefined ? {} : { clusterId },
          before === undefined
            ? {}
            : { OR: [{ at: { lt: toDate(before.at) } }, { at: toDate(before.at), id: { lt: before.id } }] },
        ],
      },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: limit,
    });
    return rows.map(readingOf);
  }
}
