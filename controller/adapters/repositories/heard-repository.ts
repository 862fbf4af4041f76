/** What microphones heard, in PostgreSQL. */
import type { HeardRun } from '../../generated/prisma/client.ts';
import type { HeardRecord, HeardStore } from '../../ports/heard-store.ts';
import type { Database } from '../postgres/database.ts';
import { orUndefined, toDate } from './row-values.ts';

/** Judged in one look. */
const MOST_UNJUDGED = 500;

const recordOf = ({ delayMs, verdict, ...row }: HeardRun): HeardRecord => ({
  ...{ broadcastId: row.broadcastId, clusterId: row.clusterId, run: row.run },
  verdict: verdict as HeardRecord['verdict'],
  ...{ levelDbfs: row.levelDbfs, confidence: row.confidence, comparedMs: row.comparedMs },
  delayMs: orUndefined(delayMs),
});

export class HeardRepository implements HeardStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async of(broadcastId: string): Promise<HeardRecord[]> {
    const rows = await this.#database.heardRun.findMany({ where: { broadcastId }, orderBy: { run: 'asc' } });
    return rows.map(recordOf);
  }

  async unjudged(): Promise<HeardRecord[]> {
    const orderBy = { receivedAt: 'asc' } as const;
    const rows = await this.#database.heardRun.findMany({ where: { judgedAt: null }, orderBy, take: MOST_UNJUDGED });
    return rows.map(recordOf);
  }

  async judged({ broadcastId, clusterId, run }: Pick<HeardRecord, 'broadcastId' | 'clusterId' | 'run'>, at: number) {
    const where = { broadcastId, clusterId, run };
    await this.#database.heardRun.updateMany({ where, data: { judgedAt: toDate(at) } });
  }

  async deaf(): Promise<string[]> {
    const rows = await this.#database.$queryRaw<{ id: string }[]>`
      SELECT cluster.id FROM incident JOIN cluster ON cluster.id = incident.subject
      WHERE incident.kind = 'not-heard' AND incident.cleared_at IS NULL AND NOT cluster.listen`;
    return rows.map(({ id }) => id);
  }

  async lately(clusterId: string, most: number): Promise<HeardRecord[]> {
    const orderBy = [{ receivedAt: 'desc' }, { run: 'desc' }] as const;
    const rows = await this.#database.heardRun.findMany({ where: { clusterId }, orderBy: [...orderBy], take: most });
    return rows.map(recordOf);
  }
}
