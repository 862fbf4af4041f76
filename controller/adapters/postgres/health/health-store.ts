/** Samples into PostgreSQL. */
import type pg from 'pg';
import { rowOf } from '../../../domain/health/figures.ts';
import type { HealthSample, HealthStore } from '../../../ports/health-store.ts';
import { safeJson } from '../safe-json.ts';
import { transaction } from '../transaction.ts';
import { STORE_SAMPLES } from './store-statement.ts';

const toRow = ({ deviceId, at, health }: HealthSample) => ({
  device_id: deviceId,
  at: new Date(at).toISOString(),
  health,
  ...rowOf(health),
});

export class PostgresHealthStore implements HealthStore {
  readonly #pool: pg.Pool;

  /** @param pool of `openPool(url, BACKGROUND)`; one connection is used at a time */
  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async store(batch: readonly HealthSample[]): Promise<number> {
    if (batch.length === 0) return 0;
    return transaction(this.#pool, async (client) => {
      // a sample that is lost with the power was told for nothing, which devices bear; ten waits for the disk a second are dear
      await client.query('SET LOCAL synchronous_commit = off');
      const { rowCount } = await client.query(STORE_SAMPLES, [safeJson(batch.map(toRow))]);
      return rowCount ?? 0;
    });
  }
}
