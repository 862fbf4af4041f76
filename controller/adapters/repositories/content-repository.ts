/** What assets were made of, read from PostgreSQL. */
import type { ContentReader } from '../../ports/content-reader.ts';
import type { Database } from '../postgres/database.ts';
import { VERSION, versionOf } from './bulletin-rows.ts';

export class ContentRepository implements ContentReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async madeInto(assetIds: readonly string[]) {
    const rows = await this.#database.bulletinVersion.findMany({
      where: { assetId: { in: [...assetIds] } },
      include: { ...VERSION.include, bulletin: { select: { title: true, communeId: true } } },
      orderBy: { createdAt: 'asc' },
      distinct: ['assetId'],
    });
    return rows.map(({ bulletin, ...row }) => ({ ...bulletin, version: versionOf(row) }));
  }
}
