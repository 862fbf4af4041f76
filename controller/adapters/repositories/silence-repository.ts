/** Latches of silence in PostgreSQL. */
import type { Level } from '@loa-lang/schemas/wire/plan';
import type { SilenceLatch } from '../../generated/prisma/client.ts';
import type { LatchRecord, SilenceConfirmation, SilenceStore } from '../../ports/silence-store.ts';
import type { Database } from '../postgres/database.ts';
import { toDate, toInstant } from './row-values.ts';

/** Shown at most. */
const MOST = 500;

const latchOf = (row: SilenceLatch): LatchRecord => {
  const liftedAt = toInstant(row.liftedAt);
  return {
    id: row.id,
    areaId: row.areaId,
    level: row.level as Level,
    since: row.since.getTime(),
    reason: row.reason,
    ...(liftedAt !== undefined && { liftedAt }),
    ...(row.latchedBy !== null && { latchedBy: row.latchedBy }),
    ...(row.liftedBy !== null && { liftedBy: row.liftedBy }),
  };
};

const dateOrNull = (instant: number | undefined): Date | null => (instant === undefined ? null : toDate(instant));

export class SilenceRepository implements SilenceStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async list(liftedAfter: number): Promise<LatchRecord[]> {
    const where = { OR: [{ liftedAt: null }, { liftedAt: { gt: toDate(liftedAfter) } }] };
    const orderBy = [{ liftedAt: { sort: 'desc', nulls: 'first' } } as const, { since: 'desc' } as const];
    return (await this.#database.silenceLatch.findMany({ where, orderBy, take: MOST })).map(latchOf);
  }

  async find(ids: readonly string[]): Promise<LatchRecord[]> {
    return (await this.#database.silenceLatch.findMany({ where: { id: { in: [...ids] } } })).map(latchOf);
  }

  async take(latches: readonly LatchRecord[]): Promise<void> {
    // least() passes over what is not there
    for (const { id, areaId, level, since, reason, liftedAt, latchedBy, liftedBy } of latches) {
      await this.#database.$executeRaw`
        INSERT INTO silence_latch AS known (id, area_id, level, since, reason, lifted_at, latched_by, lifted_by)
        VALUES (${id}, ${areaId}, ${level}, ${toDate(since)}, ${reason}, ${dateOrNull(liftedAt)},
          ${latchedBy ?? null}, ${liftedBy ?? null})
        ON CONFLICT (id) DO UPDATE SET since = least(known.since, excluded.since),
          lifted_at = least(known.lifted_at, excluded.lifted_at),
          latched_by = coalesce(known.latched_by, excluded.latched_by),
          lifted_by = coalesce(known.lifted_by, excluded.lifted_by)`;
    }
  }

  async confirmations(latchIds: readonly string[]): Promise<SilenceConfirmation[]> {
    const rows = await this.#database.silenceConfirmation.findMany({ where: { latchId: { in: [...latchIds] } } });
    return rows.map(({ latchId, clusterId, latchedAt, liftedAt }) => ({
      ...{ latchId, clusterId },
      ...(latchedAt !== null && { latchedAt: latchedAt.getTime() }),
      ...(liftedAt !== null && { liftedAt: liftedAt.getTime() }),
    }));
  }

  async confirm(confirmations: readonly SilenceConfirmation[]): Promise<void> {
    const rows = confirmations.map(({ latchId, clusterId, latchedAt, liftedAt }) => ({
      ...{ latch_id: latchId, cluster_id: clusterId },
      latched_at: dateOrNull(latchedAt),
      lifted_at: dateOrNull(liftedAt),
    }));
    await this.#database.$executeRaw`
      INSERT INTO silence_confirmation AS known (latch_id, cluster_id, latched_at, lifted_at)
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS given(latch_id text, cluster_id text, latched_at timestamptz, lifted_at timestamptz)
      ON CONFLICT (latch_id, cluster_id) DO UPDATE SET
        latched_at = coalesce(known.latched_at, excluded.latched_at),
        lifted_at = coalesce(known.lifted_at, excluded.lifted_at)`;
  }

  async remind(latchId: string, count: number): Promise<boolean> {
    const where = { id: latchId, liftedAt: null, reminders: { lt: count } };
    return (await this.#database.silenceLatch.updateMany({ where, data: { reminders: count } })).count === 1;
  }
}
