/** What the history of one device takes on the disk, indexes and all. */
import { BACKGROUND, openPool } from '@loa-lang/controller/adapters/postgres/database';
import { PostgresHealthHistory } from '@loa-lang/controller/adapters/postgres/health/health-history';
import { columnOf, isShare, rowOf } from '@loa-lang/controller/domain/health/figures';
import { dayStart } from '@loa-lang/controller/domain/health/slots';
import { HEALTH_FIGURE_NAMES } from '@loa-lang/schemas/health/figures';
import type pg from 'pg';
import type { TestDatabases } from '../../support/database.ts';
import { denseSample } from './sample.ts';

const DAY_MS = 86_400_000;
const QUIET_MS = 30 * 60_000;
const DENSE_MS = 60_000;
/** Days of the history: as many as samples are kept. */
const DAYS = 7;
/** More would show how a page is filled on its way, not what it holds in the end. */
const DEVICES = 200;

/** Bytes of one device, of a day of each kind. */
export interface Stored {
  samplesADay: number;
  raw: number;
  fiveMinutes: number;
  day: number;
}

const all = Object.entries(rowOf(denseSample(0))).filter(([, value]) => value !== undefined);
const measured = (column: string): string =>
  HEALTH_FIGURE_NAMES.some((figure) => columnOf(figure) === column && !isShare(figure)) ? 'random() * 100' : '';
const sqlOf = ([column, value]: (typeof all)[number]): string => {
  if (typeof value === 'boolean') return 'false';
  if (column.endsWith('_bytes')) return `extract(epoch FROM at)::int8 * 50`;
  return measured(column) || (column === 'network' ? '2' : 'extract(epoch FROM at)::int4 - 1790000000');
};
const FILL = `
  INSERT INTO device_health (at, device_number, ${all.map(([column]) => column).join(', ')})
  SELECT at, number, ${all.map(sqlOf).join(', ')}
  FROM generate_series($1::timestamptz, $2::timestamptz - interval '1 ms', $3 * interval '1 ms') slot, device,
    LATERAL (SELECT slot + (number % 50) * interval '1 s' AS at) told
  WHERE told.at < $2 ORDER BY at`;

/** @param denseHours of each day, on air */
export async function measureStorage(databases: TestDatabases, denseHours: number): Promise<Stored> {
  const url = await databases.fresh();
  const pool = openPool(url, { ...BACKGROUND, statementTimeoutMs: 120_000 });
  try {
    await pool.query(
      `INSERT INTO device (id, public_key) SELECT n::text, n::text FROM generate_series(1, ${DEVICES}) AS n`,
    );
    const until = dayStart(Date.now());
    const from = until - DAYS * DAY_MS;
    await pool.query(`INSERT INTO health_progress VALUES ('day', $1), ('5min', $1)`, [new Date(from)]);
    const history = new PostgresHealthHistory(pool);
    for (let at = from; at <= until; at += DAY_MS) await history.divide(at);
    for (let day = from; day < until; day += DAY_MS) {
      const denseUntil = day + denseHours * 3_600_000;
      await pool.query(FILL, [new Date(day), new Date(denseUntil), DENSE_MS]);
      await pool.query(FILL, [new Date(denseUntil), new Date(day + DAY_MS), QUIET_MS]);
    }
    await history.sumUp(until + 3_600_000);
    const perDay = async (table: string) => (await bytesOf(pool, table)) / DEVICES / DAYS;
    const { rows } = await pool.query<{ count: number }>('SELECT count(*)::int FROM device_health');
    return {
      samplesADay: (rows[0]?.count ?? 0) / DEVICES / DAYS,
      raw: await perDay('device_health'),
      fiveMinutes: await perDay('device_health_5min'),
      day: await perDay('device_health_day'),
    };
  } finally {
    await pool.end();
  }
}

async function bytesOf(pool: pg.Pool, table: string): Promise<number> {
  const { rows } = await pool.query<{ bytes: string }>(
    `SELECT sum(pg_total_relation_size(inhrelid)) AS bytes FROM pg_inherits WHERE inhparent = $1::regclass`,
    [table],
  );
  return Number(rows[0]?.bytes);
}
