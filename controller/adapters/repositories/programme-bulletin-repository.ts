/** Bulletins as programmes see them, read by few statements however many there are. */
import { FALLBACK_LANGUAGE } from '@loa-lang/schemas/wire/common';
import { currentVersions } from '../../domain/bulletins/current-versions.ts';
import type { SourceBulletin } from '../../domain/schedules/content.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { ProgrammeBulletins } from '../../ports/schedule-store.ts';
import type { Database } from '../postgres/database.ts';
import { toDate, toInstant } from './row-values.ts';

/** More than any session plays. */
const MOST_OF_A_CATEGORY = 100;

const SELECT = {
  id: true,
  title: true,
  category: true,
  validUntil: true,
  createdAt: true,
  versions: {
    where: { removedAt: null },
    select: {
      version: true,
      language: true,
      removedAt: true,
      asset: { select: { id: true, sizeBytes: true, durationMs: true } },
    },
  },
} as const satisfies Prisma.BulletinSelect;
type Row = Prisma.BulletinGetPayload<{ select: typeof SELECT }>;

const sourceOf = ({ id, title, validUntil, createdAt, versions }: Row): SourceBulletin => ({
  id,
  title,
  validUntil: toInstant(validUntil),
  createdAt: createdAt.getTime(),
  versions: currentVersions(versions).flatMap(({ language, asset }) =>
    asset === null ? [] : [{ language, assetId: asset.id, sizeBytes: asset.sizeBytes, durationMs: asset.durationMs }],
  ),
});

export class ProgrammeBulletinRepository implements ProgrammeBulletins {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async byIds(ids: readonly string[]): Promise<SourceBulletin[]> {
    const where = { id: { in: [...ids] }, deletedAt: null };
    return (await this.#database.bulletin.findMany({ where, select: SELECT })).map(sourceOf);
  }

  async ofCategories(
    communeId: string,
    categories: readonly string[],
    validAt: number,
  ): Promise<Map<string, SourceBulletin[]>> {
    const found = await Promise.all(
      [...new Set(categories)].map(async (category) => {
        const rows = await this.#database.bulletin.findMany({
          where: {
            communeId,
            category,
            deletedAt: null,
            stationSound: false,
            OR: [{ validUntil: null }, { validUntil: { gt: toDate(validAt) } }],
          },
          select: SELECT,
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
          take: MOST_OF_A_CATEGORY,
        });
        return [category, rows.map(sourceOf)] as const;
      }),
    );
    return new Map(found);
  }

  async texts(ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.#database.bulletinVersion.findMany({
      where: { bulletinId: { in: [...ids] }, language: FALLBACK_LANGUAGE, removedAt: null, text: { not: null } },
      select: { bulletinId: true, text: true },
      orderBy: { version: 'asc' },
    });
    return new Map(rows.map((row) => [row.bulletinId, row.text ?? '']));
  }
}
