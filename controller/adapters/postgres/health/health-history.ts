/**
 * The history kept in order. Each step is a transaction that holds the step's row: of several controllers one does it,
 * and one that dies in the middle has done nothing.
 */
import type pg from 'pg';
import { DAILY, FIVE_MINUTES, KEPT, type Kept, RAW, startOf } from '../../../domain/health/parts.ts';
import { dayStart, fiveMinutesStart, LATE_MS } from '../../../domain/health/slots.ts';
import type { HealthHistoryUpkeep } from '../../../ports/health-store.ts';
import { transaction } from '../transaction.ts';
import { dropParts, makeParts, partsOf } from './history-parts.ts';
import { SUM_UP_DAY, SUM_UP_FIVE_MINUTES } from './sum-statement.ts';

/** `watching`: until when a controller ran */
type Step = '5min' | 'day' | 'watching';
interface Settled {
  settledUntil: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Devices of one statement: a day of five thousand that are all dense is seven million samples. */
const DEVICES_AT_ONCE = 500;
const LAST_NUMBER = 2 ** 31 - 1;
/** A controller that is started anew is back by then. */
const UNWATCHED_MS = 5 * 60_000;
/** Who was there is kept so long: a year, and the month to compare it with. */
const PRESENCE_KEPT_MS = 400 * DAY_MS;

/** `undefined` when another controller is at it. The first time all is to be done that there may be. */
async function takeStep(client: pg.ClientBase, step: Step, now: number): Promise<Settled | undefined> {
  await client.query('INSERT INTO health_progress VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    step,
    new Date(step === 'watching' ? now : await oldestSample(client, now)),
  ]);
  const { rows } = await client.query<{ until: Date }>(
    'SELECT settled_until AS until FROM health_progress WHERE step = $1 FOR UPDATE SKIP LOCKED',
    [step],
  );
  return rows[0] && { settledUntil: rows[0].until.getTime() };
}

async function settle(client: pg.ClientBase, step: Step, until: number): Promise<void> {
  await client.query('UPDATE health_progress SET settled_until = $2 WHERE step = $1', [step, new Date(until)]);
}

/** Where the oldest samples may lie. */
async function oldestSample(client: pg.ClientBase, now: number): Promise<number> {
  const [name = ''] = await partsOf(client, RAW);
  return startOf(name) ?? now;
}

/** Where a step goes on. What was settled ahead of now was settled by a clock that was wrong: all is done again. */
const from = ({ settledUntil }: Settled, oldest: number, now: number): number =>
  settledUntil > now ? oldest : Math.max(settledUntil, oldest);

export class PostgresHealthHistory implements HealthHistoryUpkeep {
  readonly #pool: pg.Pool;

  /** @param pool of `openPool(url, BACKGROUND)` */
  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async divide(now: number): Promise<void> {
    for (const kept of KEPT) {
      await transaction(this.#pool, async (client) => {
        await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('health parts', 0))`);
        await makeParts(client, kept, now - HOUR_MS, now);
      });
      await transaction(this.#pool, async (client) => {
        await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('health parts', 0))`);
        await dropParts(client, kept, now, kept === RAW ? await this.#settled(client) : now);
      });
    }
  }

  async sumUp(now: number): Promise<void> {
    while (await this.#sumUpHour(now));
    while (await this.#sumUpDay(now));
  }

  /** @returns whether there may be more to do */
  #sumUpHour(now: number): Promise<boolean> {
    return transaction(this.#pool, async (client) => {
      const settled = await takeStep(client, '5min', now);
      if (settled === undefined) return false;
      const limit = fiveMinutesStart(now - LATE_MS);
      const start = fiveMinutesStart(from(settled, await oldestSample(client, now), now));
      if (start >= limit) return false;
      const end = Math.min(start + HOUR_MS, limit);
      await this.#ensure(client, FIVE_MINUTES, start, now);
      await client.query(SUM_UP_FIVE_MINUTES, [new Date(start), new Date(end), 0, LAST_NUMBER]);
      await settle(client, '5min', end);
      return end < limit;
    });
  }

  #sumUpDay(now: number): Promise<boolean> {
    return transaction(this.#pool, async (client) => {
      const settled = await takeStep(client, 'day', now);
      if (settled === undefined) return false;
      const limit = dayStart(now - LATE_MS);
      const start = dayStart(from(settled, await oldestSample(client, now), now));
      if (start >= limit) return false;
      const end = start + DAY_MS;
      await this.#ensure(client, DAILY, start, now);
      const { rows } = await client.query<{ last: number | null }>('SELECT max(number) AS last FROM device');
      for (let first = 0; first <= (rows[0]?.last ?? 0); first += DEVICES_AT_ONCE) {
        const last = first + DEVICES_AT_ONCE - 1;
        await client.query(SUM_UP_DAY, [new Date(start), new Date(end), first, last]);
      }
      await settle(client, 'day', end);
      return end < limit;
    });
  }

  /** What was off for long, or was restored, sums up what lies before the parts that are ready. */
  async #ensure(client: pg.ClientBase, kept: Kept, start: number, now: number): Promise<void> {
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('health parts', 0))`);
    await makeParts(client, kept, start, now);
  }

  /** Until when all steps are done. */
  async #settled(client: pg.ClientBase): Promise<number> {
    const { rows } = await client.query<{ until: Date | null }>(
      `SELECT min(settled_until) AS until FROM health_progress WHERE step IN ('5min', 'day')`,
    );
    return rows[0]?.until?.getTime() ?? 0;
  }

  async noteWatching(now: number): Promise<void> {
    await transaction(this.#pool, async (client) => {
      const seen = await takeStep(client, 'watching', now);
      if (seen === undefined || seen.settledUntil >= now) return;
      if (seen.settledUntil < now - UNWATCHED_MS) {
        await client.query('INSERT INTO unwatched (from_at, to_at) VALUES ($1, $2)', [
          new Date(seen.settledUntil),
          new Date(now),
        ]);
      }
      await settle(client, 'watching', now);
    });
  }

  async forgetPresence(now: number): Promise<void> {
    const before = new Date(now - PRESENCE_KEPT_MS);
    // by device, whose rows lie in order: a year of all is not looked through for a day's worth
    await this.#pool.query(
      `DELETE FROM device_presence USING device
       WHERE device_number = device.number AND from_at < $1 AND to_at < $1`,
      [before],
    );
    await this.#pool.query('DELETE FROM unwatched WHERE to_at < $1', [before]);
  }
}
