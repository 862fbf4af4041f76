/** Answers to the question of five faces, in PostgreSQL. */
import { countsOf, type FaceCounts } from '../../domain/public/faces.ts';
import type { FaceStore } from '../../ports/public-reader.ts';
import type { Database } from '../postgres/database.ts';
import { toDate } from './row-values.ts';

export class FaceRepository implements FaceStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async answer({ at, face, ...key }: Parameters<FaceStore['answer']>[0]): Promise<void> {
    const said = { face, answeredAt: toDate(at) };
    const where = { broadcastId_hamletId_voter: key };
    await this.#database.broadcastFace.upsert({ where, create: { ...key, ...said }, update: said });
  }

  async of(broadcastId: string, hamletId: string, voter: string): Promise<number | undefined> {
    const where = { broadcastId_hamletId_voter: { broadcastId, hamletId, voter } };
    return (await this.#database.broadcastFace.findUnique({ where }))?.face;
  }

  async counts(broadcastId: string): Promise<Map<string, FaceCounts>> {
    const by = ['hamletId', 'face'] as const;
    const rows = await this.#database.broadcastFace.groupBy({
      by: [...by],
      where: { broadcastId },
      _count: { _all: true },
    });
    const hamlets = new Set(rows.map(({ hamletId }) => hamletId));
    return new Map(
      [...hamlets].map((hamletId) => {
        const own = rows.filter((row) => row.hamletId === hamletId);
        return [hamletId, countsOf(own.map(({ face, _count }) => ({ face, count: _count._all })))];
      }),
    );
  }
}
