/** The communes' own words in PostgreSQL. */
import type { StationTexts } from '@loa-lang/schemas/http/composition';
import type { StationTextStore } from '../../ports/station-texts.ts';
import type { Database } from '../postgres/database.ts';
import { toDate } from './row-values.ts';

export class StationTextRepository implements StationTextStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async of(communeId: string): Promise<Map<string, StationTexts>> {
    const rows = await this.#database.stationTexts.findMany({ where: { communeId }, orderBy: { language: 'asc' } });
    return new Map(rows.map((row) => [row.language, row.texts as StationTexts]));
  }

  async put(communeId: string, language: string, texts: StationTexts, at: number): Promise<void> {
    if (Object.keys(texts).length === 0) {
      await this.#database.stationTexts.deleteMany({ where: { communeId, language } });
      return;
    }
    const fields = { texts, updatedAt: toDate(at) };
    await this.#database.stationTexts.upsert({
      where: { communeId_language: { communeId, language } },
      create: { communeId, language, ...fields },
      update: fields,
    });
  }
}
