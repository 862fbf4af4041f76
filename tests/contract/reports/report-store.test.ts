import { BACKGROUND, connect, type Database, openPool } from '@loa-lang/controller/adapters/postgres/database';
import { PostgresReportStore } from '@loa-lang/controller/adapters/postgres/report-store';
import type { IncomingReport } from '@loa-lang/controller/ports/report-store';
import { LAST_REVISION } from '@loa-lang/schemas/wire/common';
import { MAX_COUNT, type ReceiptState, type ReportBody, ReportSchema } from '@loa-lang/schemas/wire/report';
import fc from 'fast-check';
import type pg from 'pg';
import { Value } from 'typebox/value';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { addAreas, addAsset, addBroadcast, addDevice } from '../../support/rows.ts';

const NOW = Date.UTC(2026, 2, 2, 0, 1);
const ASSET = 'a'.repeat(64);

const receipt = (state: ReceiptState, more: Partial<ReportBody & { kind: 'receipt' }> = {}): ReportBody => ({
  kind: 'receipt',
  broadcastId: 'buoi-sang',
  version: 1,
  run: 1,
  state,
  items: [],
  ...more,
});
const asset = (state: 'cached' | 'evicted', assetId = ASSET): ReportBody => ({ kind: 'asset', assetId, state });
const fault = (detail: string): ReportBody => ({ kind: 'fault', code: 'disk-full', state: 'raised', detail });

const report = (number: number, body: ReportBody, more: Partial<IncomingReport> = {}): IncomingReport => ({
  deviceId: 'may-1',
  storeId: 'kho-1',
  lowestHeld: 1,
  entry: { number, reportedAt: NOW, body },
  receivedAt: NOW + number,
  ...more,
});

describe('report store', () => {
  let databases: TestDatabases;
  let database: Database;
  let pool: pg.Pool;
  let store: PostgresReportStore;

  beforeAll(async () => {
    databases = await startTestDatabases();
  }, 60_000);
  afterAll(() => databases.stop());

  beforeEach(async () => {
    const url = await databases.fresh();
    database = connect(url);
    // a stall of the machine is not what is looked at
    pool = openPool(url, { ...BACKGROUND, connectTimeoutMs: 60_000 });
    store = new PostgresReportStore(pool);
    await addAreas(database);
    await addDevice(database, 1);
    await addDevice(database, 2);
    await addBroadcast(database, 'buoi-sang', ['cum-1']);
    await addAsset(database, ASSET);
  });
  afterEach(async () => {
    await pool.end();
    await database.$disconnect();
  });

  const contiguousAfter = async (...batch: IncomingReport[]): Promise<number | undefined> =>
    (await store.store(batch)).progress[0]?.contiguous;
  const states = async () => {
    const rows = await database.receiptRow.findMany({ orderBy: [{ clusterId: 'asc' }, { run: 'asc' }] });
    return rows.map((row) => `${row.clusterId} run ${row.run} ${row.state}`);
  };

  it('stores the largest numbers that a report may carry', async () => {
    const largest = receipt('finished', { run: MAX_COUNT, version: MAX_COUNT });
    expect(await contiguousAfter(report(LAST_REVISION, largest, { lowestHeld: LAST_REVISION, receivedAt: NOW }))).toBe(
      LAST_REVISION,
    );
    const fits = (entry: IncomingReport['entry'], lowestHeld = 1): boolean =>
      Value.Check(ReportSchema, { storeId: 'kho', installationId: 'may', lowestHeld, reports: [entry] });
    expect(fits(report(LAST_REVISION, largest).entry, LAST_REVISION)).toBe(true);
    expect(fits(report(1, largest).entry, 2 ** 63)).toBe(false);
    expect(fits(report(2 ** 63, largest).entry)).toBe(false);
    expect(fits(report(1, receipt('finished', { run: 2 ** 31 })).entry)).toBe(false);
    expect(fits(report(1, receipt('finished', { version: 2 ** 31 })).entry)).toBe(false);
  });

  it('raises and clears incidents together with the faults it stores, so that no crash comes between', async () => {
    const open = async () => {
      const rows = await database.incident.findMany({ where: { clearedAt: null }, orderBy: { kind: 'asc' } });
      return rows.map(({ kind, subject, detail, count }) => `${kind} ${subject} ${detail} ×${count}`);
    };
    const stale: ReportBody = { kind: 'fault', code: 'stale-plan', state: 'raised' };
    await store.store([report(1, fault('a')), report(2, stale), report(3, fault('b\0'))]);
    expect(await open()).toEqual(['device-fault may-1/disk-full b\uFFFD ×2', 'stale-plan may-1 stale-plan ×1']);
    await store.store([report(1, fault('a')), report(4, { ...stale, state: 'cleared' })]);
    expect(await open()).toEqual(['device-fault may-1/disk-full b\uFFFD ×2']);
    await store.store([report(1, fault('x')), report(2, fault('y')), report(3, fault('b\0'))]);
    expect((await open())[1]).toBe('receipt-conflict may-1 another content under kho-1/2; the first one stands ×1');
  });

  it('stores each report once, whoever sends it again', async () => {
    const batch = [report(1, fault('a')), report(2, fault('b')), report(1, fault('a'))];
    expect((await store.store(batch)).added.map((added) => added.entry.number)).toEqual([1, 2]);
    const again = await store.store(batch);
    expect(again).toMatchObject({ added: [], conflicts: [], progress: [{ deviceId: 'may-1', contiguous: 2 }] });
    expect(await database.reportRow.count()).toBe(2);
  });

  it('keeps what a report says, to the millisecond and to the letter', async () => {
    await store.store([report(7, fault('Hết chỗ: thẻ nhớ "SD" \\ 😀'))]);
    const row = await database.reportRow.findFirstOrThrow();
    expect(row).toMatchObject({ number: 7n, kind: 'fault', reportedAt: new Date(NOW), receivedAt: new Date(NOW + 7) });
    expect(row.body).toEqual(fault('Hết chỗ: thẻ nhớ "SD" \\ 😀'));
  });

  it('counts contiguous numbers over gaps as they close', async () => {
    expect(await contiguousAfter(report(2, fault('b')), report(4, fault('d')))).toBe(0);
    expect(await contiguousAfter(report(1, fault('a')))).toBe(2);
    expect(await contiguousAfter(report(3, fault('c')))).toBe(4);
  });

  it('gives up what the device no longer holds', async () => {
    expect(await contiguousAfter(report(9, fault('i'), { lowestHeld: 8 }))).toBe(7);
    expect(await contiguousAfter(report(8, fault('h'), { lowestHeld: 8 }))).toBe(9);
    expect(await contiguousAfter(report(8, fault('h'), { lowestHeld: 1 }))).toBe(9);
    expect(await contiguousAfter(report(20, fault('t'), { lowestHeld: 20 }))).toBe(20);
  });

  it('keeps stores apart', async () => {
    const { progress } = await store.store([
      report(1, fault('a')),
      report(1, fault('other'), { storeId: 'kho-2' }),
      report(2, fault('other'), { deviceId: 'may-2' }),
    ]);
    const found = progress.map(({ deviceId, storeId, contiguous }) => `${deviceId} ${storeId} ${contiguous}`).sort();
    expect(found).toEqual(['may-1 kho-1 1', 'may-1 kho-2 1', 'may-2 kho-1 0']);
  });

  it('names another content under the same number, and the first one stands', async () => {
    await store.store([report(1, receipt('finished'))]);
    const forged = report(1, receipt('missed'));
    const result = await store.store([forged, report(2, fault('x')), report(2, fault('y'))]);
    expect(result.conflicts.map((conflict) => conflict.entry)).toEqual([forged.entry, report(2, fault('y')).entry]);
    expect(await states()).toEqual(['cum-1 run 1 finished']);
  });

  it('never lets a receipt go back', async () => {
    await store.store([report(3, receipt('finished')), report(2, receipt('started'))]);
    expect(await states()).toEqual(['cum-1 run 1 finished']);
    await store.store([report(4, receipt('started'))]);
    expect(await states()).toEqual(['cum-1 run 1 finished']);
    await store.store([report(5, receipt('missed'), { storeId: 'kho-2' })]);
    expect(await states()).toEqual(['cum-1 run 1 finished']);
    await store.store([report(6, receipt('partial'))]);
    expect(await states()).toEqual(['cum-1 run 1 partial']);
    await store.store([report(7, receipt('started', { run: 2 })), report(1, receipt('ready', { run: 2 }))]);
    expect(await states()).toEqual(['cum-1 run 1 partial', 'cum-1 run 2 started']);
  });

  it('takes a receipt for the own cluster of a target only', async () => {
    const result = await store.store([
      report(1, receipt('finished'), { deviceId: 'may-2' }),
      report(1, receipt('finished', { broadcastId: 'khong-co' })),
      report(1, receipt('finished'), { deviceId: 'may-la' }),
    ]);
    expect(result.added).toHaveLength(3);
    expect(await states()).toEqual([]);
  });

  it('knows who holds an asset, in whatever order it is told', async () => {
    await store.store([report(5, asset('evicted')), report(6, asset('cached'))]);
    await store.store([report(4, asset('evicted'), { receivedAt: NOW + 1000 })]);
    await store.store([report(7, asset('cached', 'b'.repeat(64)))]);
    const held = await database.deviceAsset.findMany();
    expect(held).toMatchObject([{ deviceId: 'may-1', assetId: ASSET, state: 'cached', number: 6n }]);
  });

  it('swallows text that PostgreSQL cannot store rather than failing for ever', async () => {
    const { added } = await store.store([
      report(1, fault('a\0b')),
      report(2, fault('c\ud800d')),
      report(3, fault('ok')),
    ]);
    expect(added).toHaveLength(3);
    const rows = await database.reportRow.findMany({ orderBy: { number: 'asc' } });
    expect(rows.map((row) => (row.body as { detail: string }).detail)).toEqual(['a\ufffdb', 'c\ufffdd', 'ok']);
    expect(await store.store([report(1, fault('a\0b'))])).toMatchObject({ conflicts: [] });
  });

  it('lets two controllers store the same reports at the same time', async () => {
    const other = new PostgresReportStore(pool);
    const batches = Array.from({ length: 20 }, (_, batch) =>
      Array.from({ length: 20 }, (_, at) => report(batch * 10 + at + 1, fault(`${batch * 10 + at}`))),
    );
    const results = await Promise.all(
      batches.flatMap((batch) => [store.store(batch), other.store([...batch].reverse())]),
    );
    expect(results.flatMap((result) => result.added)).toHaveLength(210);
    expect(await contiguousAfter(report(1, fault('0')))).toBe(210);
  });

  it('comes to the same receipts whatever the order and the batches', async () => {
    const life = [
      receipt('ready', { run: 0 }),
      receipt('started'),
      receipt('stopped', { reason: 'interrupted' }),
      receipt('started', { run: 2 }),
      receipt('finished', { run: 2 }),
      asset('cached'),
    ].map((body, at) => report(at + 1, body, { receivedAt: NOW }));
    const order = fc.shuffledSubarray([...life, ...life], { minLength: 12, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(order, fc.integer({ min: 1, max: 12 }), async (reports, size) => {
        for (const table of ['report', 'report_progress', 'receipt', 'device_asset']) {
          await database.$executeRawUnsafe(`DELETE FROM ${table}`);
        }
        let last: number | undefined;
        for (let at = 0; at < reports.length; at += size) last = await contiguousAfter(...reports.slice(at, at + size));
        expect(last).toBe(6);
        expect(await states()).toEqual(['cum-1 run 0 ready', 'cum-1 run 1 stopped', 'cum-1 run 2 finished']);
      }),
      { numRuns: 25 },
    );
  }, 30_000);

  it('fails as a whole and leaves nothing', async () => {
    await database.$executeRawUnsafe(`ALTER TABLE receipt ADD CONSTRAINT broken CHECK (state <> 'finished')`);
    await expect(store.store([report(1, fault('a')), report(2, receipt('finished'))])).rejects.toThrow(/broken/);
    expect([await database.reportRow.count(), await database.reportProgress.count()]).toEqual([0, 0]);
    expect(await contiguousAfter(report(1, fault('a')))).toBe(1);
  });
});
