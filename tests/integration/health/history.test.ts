/** The history of health in PostgreSQL: samples in, sums, parts, retention. */

import { BACKGROUND, connect, type Database, openPool } from '@loa-lang/controller/adapters/postgres/database';
import { PostgresHealthHistory } from '@loa-lang/controller/adapters/postgres/health/health-history';
import { PostgresHealthStore } from '@loa-lang/controller/adapters/postgres/health/health-store';
import { columnOf, isShare, rowOf } from '@loa-lang/controller/domain/health/figures';
import { dayStart, fiveMinutesStart, LATE_MS } from '@loa-lang/controller/domain/health/slots';
import type { HealthSample } from '@loa-lang/controller/ports/health-store';
import { HEALTH_FIGURE_NAMES } from '@loa-lang/schemas/health/figures';
import type { Health } from '@loa-lang/schemas/wire/health';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { type NaiveSum, naiveSums } from '../../support/health/naive-sums.ts';
import { sampleStream } from '../../support/health/sample-stream.ts';
import { addAreas, addDevice } from '../../support/rows.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Midday in Vietnam on the last but one of a year: days, weeks, months and the year change on the way. */
const START = Date.UTC(2026, 11, 30, 5);

const SETTLE = `INSERT INTO health_progress VALUES ('day', $1), ('5min', $2)
  ON CONFLICT (step) DO UPDATE SET settled_until = excluded.settled_until`;

describe('the history of health', () => {
  let databases: TestDatabases;
  let url: string;
  let database: Database;
  let pool: pg.Pool;
  let store: PostgresHealthStore;
  let history: PostgresHealthHistory;

  beforeAll(async () => {
    databases = await startTestDatabases();
  }, 60_000);
  afterAll(() => databases.stop());
  beforeEach(async () => {
    url = await databases.fresh();
    database = connect(url);
    pool = openPool(url, BACKGROUND);
    store = new PostgresHealthStore(pool);
    history = new PostgresHealthHistory(pool);
    await addAreas(database);
    for (const n of [1, 2, 3]) await addDevice(database, n);
    await settleAt(START);
    await history.divide(START);
  });
  afterEach(async () => {
    await database.$disconnect();
    await pool.end();
  });

  const query = (sql: string, values: unknown[] = []) => databases.query(url, sql, values);
  /** As a controller that was started then. */
  const settleAt = (at: number) => query(SETTLE, [new Date(dayStart(at)), new Date(fiveMinutesStart(at))]);
  const sample = (at: number, health: Partial<Health> = {}, deviceId = 'may-1'): HealthSample => ({
    ...{ deviceId, at },
    health: { uptimeMs: 1000, agentVersion: '1.0.0', at, ...health },
  });
  const figures = HEALTH_FIGURE_NAMES.map(columnOf);
  const extremes = HEALTH_FIGURE_NAMES.filter((figure) => !isShare(figure)).map(columnOf);

  async function sumsIn(table: string): Promise<NaiveSum[]> {
    const rows = await query(
      `SELECT device.id, sums.* FROM ${table} sums JOIN device ON device.number = device_number ORDER BY id, at`,
    );
    const number = (value: unknown) => (value === null ? null : Number(value));
    return rows.map((row) => ({
      deviceId: row.id as string,
      at: (row.at as Date).getTime(),
      samples: row.samples as number,
      restarts: row.restarts as number,
      received: number(row.received_bytes),
      sent: number(row.sent_bytes),
      mobile: number(row.mobile_bytes),
      figures: Object.fromEntries(
        figures
          .filter((name) => row[name] !== null)
          .map((name) => {
            const mean = row[name] as number;
            const has = extremes.includes(name) && row[`${name}_min`] !== null;
            return [name, has ? [mean, row[`${name}_min`], row[`${name}_max`]] : [mean, mean, mean]];
          }),
      ) as NaiveSum['figures'],
    }));
  }

  function expectSame(found: readonly NaiveSum[], wanted: readonly NaiveSum[]): void {
    const inOrder = [...wanted].sort((a, b) => a.deviceId.localeCompare(b.deviceId) || a.at - b.at);
    const plain = ({ figures: _, ...row }: NaiveSum) => row;
    expect(found.map(plain)).toEqual(inOrder.map(plain));
    for (const [index, { figures: wantedFigures }] of inOrder.entries()) {
      const row = found[index]?.figures ?? {};
      expect(Object.keys(row).sort()).toEqual(Object.keys(wantedFigures).sort());
      for (const [name, values] of Object.entries(wantedFigures))
        for (const [place, value] of values.entries())
          expect(Math.abs((row[name]?.[place] ?? Number.NaN) - value), name).toBeLessThanOrEqual(
            1e-6 * Math.abs(value),
          );
    }
  }

  it('keeps a column for each figure, and takes out of a sample what there is', async () => {
    const columns = (
      await query(`SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'device_health'`)
    ).map(({ name }) => name);
    const health = sample(START).health;
    expect([...columns].sort()).toEqual([...Object.keys(rowOf(health)), 'at', 'device_number'].sort());
  });

  it('keeps the latest state of a device, never an older one, and what is said twice once', async () => {
    const late = sample(START - 30_000, { cpu: { temperatureC: 40 } });
    const last = sample(START, { cpu: { temperatureC: 50 }, agentVersion: 'a\0b' });
    expect(await store.store([last, sample(START - 10_000), last])).toBe(2);
    expect(await store.store([late, last])).toBe(1);
    const device = await database.device.findUniqueOrThrow({ where: { id: 'may-1' } });
    expect(device).toMatchObject({ healthAt: new Date(START), lastSeenAt: new Date(START) });
    expect(device.health).toMatchObject({ cpu: { temperatureC: 50 }, agentVersion: 'a\ufffdb' });
    const rows = await query('SELECT cpu_temperature AS c FROM device_health ORDER BY at');
    expect(rows.map(({ c }) => c)).toEqual([40, null, 50]);
  });

  it('takes numbers that no column holds, and forgets devices that are gone', async () => {
    const wild = sample(START, { timeUncertaintyMs: 1e300, cpu: { load: 1e-300 }, uptimeMs: 1e20 });
    expect(await store.store([wild, sample(START, {}, 'nobody')])).toBe(1);
    expect(await query('SELECT uptime_s AS s, cpu_load AS l FROM device_health')).toEqual([{ s: 2 ** 31 - 1, l: 0 }]);
  });

  it.each([1, 2])('sums up as one would by hand, over the ends of days, months and a year (seed %i)', async (seed) => {
    const random = seededRandom(seed);
    const until = START + 2 * DAY + 4 * HOUR;
    const samples = ['may-1', 'may-2', 'may-3'].flatMap((deviceId, n) =>
      sampleStream({ deviceId, from: START, until, random, everyMs: [120_000, 900_000, 1_800_000][n] as number }),
    );
    samples.sort((a, b) => a.at - b.at);
    const asTold = [...samples, ...samples.filter(() => random() < 0.05)];
    // looks come now and then; each finds what came since, late ones among it
    let told = 0;
    for (let now = START; now <= until; now += Math.floor(random() * 9 * HOUR)) {
      await history.divide(now);
      const upTo = asTold.findIndex(({ at }, index) => index >= told && at > now - random() * 60_000);
      const next = upTo < 0 ? asTold.length : upTo;
      await store.store(asTold.slice(told, next));
      told = next;
      await history.sumUp(now);
    }
    await history.divide(until);
    await store.store(asTold.slice(told));
    await history.sumUp(until);
    expectSame(
      await sumsIn('device_health_5min'),
      naiveSums(samples, fiveMinutesStart).filter(({ at }) => at < fiveMinutesStart(until - LATE_MS)),
    );
    expectSame(
      await sumsIn('device_health_day'),
      naiveSums(samples, dayStart).filter(({ at }) => at < dayStart(until - LATE_MS)),
    );
    // all of it again from the beginning changes nothing
    const before = await sumsIn('device_health_5min');
    await settleAt(START);
    await history.sumUp(until);
    expect(await sumsIn('device_health_5min')).toEqual(before);
  });

  it('has done nothing when it dies in the middle, and two that look at once do it once', async () => {
    await store.store([
      sample(START, { cpu: { temperatureC: 40 } }),
      sample(START + 60_000, { cpu: { temperatureC: 60 } }),
    ]);
    // the place of the sums is gone as by a power cut: whoever sums up fails half-way
    await query('ALTER TABLE device_health_5min RENAME TO elsewhere');
    await expect(history.sumUp(START + HOUR)).rejects.toThrow();
    await query('ALTER TABLE elsewhere RENAME TO device_health_5min');
    expect(await sumsIn('device_health_5min')).toEqual([]);
    await Promise.all([history.sumUp(START + HOUR), new PostgresHealthHistory(pool).sumUp(START + HOUR)]);
    const [sum, ...more] = await sumsIn('device_health_5min');
    expect(more).toEqual([]);
    expect(sum).toMatchObject({ samples: 2, figures: { cpu_temperature: [50, 40, 60] } });
  });

  it('takes in what comes late, and leaves nothing out of a time that no controller ran', async () => {
    await store.store([sample(START)]);
    await history.sumUp(START + LATE_MS);
    await store.store([sample(START + 1000, { cpu: { temperatureC: 70 } })]);
    await history.sumUp(START + 10 * 60_000);
    expect(await sumsIn('device_health_5min')).toMatchObject([{ samples: 2 }]);
    // ten days off: what was told before is summed up although its time is over, and only then dropped
    const back = START + 10 * DAY;
    await store.store([sample(START + HOUR, { network: { kind: 'mobile', receivedBytes: 100, sentBytes: 50 } })]);
    await history.divide(back);
    expect(await query('SELECT FROM device_health')).toHaveLength(3);
    await history.sumUp(back);
    await history.divide(back);
    expect(await query('SELECT FROM device_health')).toEqual([]);
    expect(await sumsIn('device_health_day')).toMatchObject([{ at: dayStart(START), samples: 3 }]);
    await store.store([sample(back, { network: { kind: 'mobile', receivedBytes: 300, sentBytes: 60 } })]);
    await history.sumUp(back + HOUR);
    expect((await sumsIn('device_health_5min')).at(-1)).toMatchObject({ at: fiveMinutesStart(back), samples: 1 });
  });

  it('counts what was used since the sample before, from nothing after a start of the machine', async () => {
    const told = (
      minutes: number,
      receivedBytes: number,
      machineMinutes: number,
      kind: 'mobile' | 'ethernet' = 'mobile',
    ) =>
      sample(START + minutes * 60_000, {
        ...{ network: { kind, receivedBytes, sentBytes: 0 }, machineUptimeMs: machineMinutes * 60_000 },
        uptimeMs: machineMinutes * 60_000,
      });
    await store.store([
      ...[told(0, 1000, 100), told(30, 1500, 130), told(60, 5000, 10), told(90, 10, 40, 'ethernet')],
      ...[told(120, 5600, 70), told(150, 30, 100, 'ethernet')],
    ]);
    await history.sumUp(START + 5 * HOUR);
    const sums = await sumsIn('device_health_5min');
    // of the first it is not known; the third machine start used all its counter shows, although that is more than before
    expect(sums.map(({ received }) => received)).toEqual([null, 500, 5000, null, 600, 20]);
    expect(sums.map(({ mobile }) => mobile)).toEqual([null, 500, 5000, null, 600, null]);
    expect(sums.map(({ restarts }) => restarts)).toEqual([0, 0, 1, 0, 0, 0]);
  });

  it('drops parts by age and never before', async () => {
    const tables = async () =>
      (await query(`SELECT relname AS name FROM pg_class WHERE relispartition AND relkind = 'r'`)).map(
        ({ name }) => name as string,
      );
    for (let day = 0; day <= 800; day += 1) {
      if (day % 30 > 2) continue;
      await settleAt(START + day * DAY);
      await history.divide(START + day * DAY);
    }
    const now = START + 780 * DAY + 2 * DAY;
    await settleAt(now);
    await history.divide(now);
    const ages = (kept: string) =>
      tables().then((all) => all.filter((name) => new RegExp(`^${kept}_\\d{8}$`).test(name)).length);
    expect(await ages('device_health')).toBeLessThanOrEqual(8 + 3);
    expect(await ages('device_health_5min')).toBeLessThanOrEqual(14 + 2);
    expect(await ages('device_health_day')).toBeLessThanOrEqual(26 + 2);
    expect(await ages('device_health_day')).toBeGreaterThanOrEqual(24);
  });

  it('begins again where a wrong clock had settled what is still to come', async () => {
    await settleAt(START + 400 * DAY);
    await store.store([sample(START)]);
    await history.sumUp(START + HOUR);
    expect(await sumsIn('device_health_5min')).toHaveLength(1);
    await store.store([sample(START + HOUR)]);
    await history.sumUp(START + 2 * HOUR);
    expect(await sumsIn('device_health_5min')).toHaveLength(2);
  });

  it('knows when no controller ran', async () => {
    await history.noteWatching(START);
    await history.noteWatching(START + 60_000);
    await history.noteWatching(START + HOUR);
    await history.noteWatching(START + HOUR + 60_000);
    expect(await query('SELECT * FROM unwatched')).toEqual([
      { from_at: new Date(START + 60_000), to_at: new Date(START + HOUR) },
    ]);
  });
});
