import { readFile } from 'node:fs/promises';
import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { BACKGROUND, connect, type Database, openPool } from '@loa-lang/controller/adapters/postgres/database';
import { PostgresReportStore } from '@loa-lang/controller/adapters/postgres/report-store';
import type { IncomingReport } from '@loa-lang/controller/ports/report-store';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OwnDatabases, startOwnDatabases } from '../../support/database.ts';
import { eventually, sleep } from '../../support/eventually.ts';
import { addAreas, addBroadcast, addDevice } from '../../support/rows.ts';

/** Interactive calls end within 3 s; the rest is room for a busy machine. */
const DEADLINE_MS = 5_000;

const settled = async (work: Promise<unknown>): Promise<'done' | 'failed' | 'hangs'> =>
  Promise.race([
    work.then(
      () => 'done' as const,
      () => 'failed' as const,
    ),
    sleep(DEADLINE_MS).then(() => 'hangs' as const),
  ]);

/** A line to PostgreSQL that can go silent without closing, as a route or a frozen server does. */
class Line {
  readonly #target: URL;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #silent = false;
  constructor(target: string) {
    this.#target = new URL(target);
  }
  async open(): Promise<string> {
    const server = createServer((near) => {
      this.#sockets.add(near);
      near.on('error', () => undefined);
      if (this.#silent) return;
      const far = dial(Number(this.#target.port), this.#target.hostname);
      this.#sockets.add(far);
      far.on('error', () => near.destroy());
      far.on('close', () => near.destroy());
      near.on('close', () => far.destroy());
      near.on('data', (bytes) => this.#silent || far.write(bytes));
      far.on('data', (bytes) => this.#silent || near.write(bytes));
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = new URL(this.#target);
    url.port = String((server.address() as { port: number }).port);
    return url.href;
  }
  setSilent(silent: boolean): void {
    this.#silent = silent;
  }
  close(): void {
    this.#server?.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

describe('prisma/orm#11868: calls hang when PostgreSQL is gone', () => {
  let databases: OwnDatabases;
  let url: string;
  let line: Line;
  let database: Database;

  beforeAll(async () => {
    databases = await startOwnDatabases({ throwaway: true });
  });
  afterAll(() => databases.stop());
  beforeEach(async () => {
    url = await databases.fresh();
    line = new Line(url);
    database = connect(await line.open());
    await Promise.all([database.area.count(), database.area.count(), database.area.count()]);
  });
  afterEach(async () => {
    line.close();
    await database.$disconnect();
  });

  const recovers = () =>
    eventually('the same client answers again', async () => (await settled(database.area.count())) === 'done');

  it('a silent line: each kind of call fails in time, and the same client recovers', async () => {
    line.setSilent(true);
    const calls = [
      database.area.count(),
      database.$queryRaw`SELECT 1`,
      database.$transaction([database.area.count(), database.area.count()]),
      database.$transaction((transaction) => transaction.area.count()),
      ...Array.from({ length: 20 }, () => database.area.count()),
    ];
    expect(new Set(await Promise.all(calls.map(settled)))).toEqual(new Set(['failed']));
    expect(await settled(database.area.count())).toBe('failed');
    line.setSilent(false);
    await recovers();
  });

  it('a line that goes silent within a transaction', async () => {
    const outcome = await settled(
      database.$transaction(async (transaction) => {
        await transaction.area.count();
        line.setSilent(true);
        await transaction.area.count();
      }),
    );
    expect(outcome).toBe('failed');
    line.setSilent(false);
    await recovers();
  });

  it('a statement that is stuck on the server is ended there too', async () => {
    expect(await settled(database.$queryRaw`SELECT pg_sleep(600)::text`)).toBe('failed');
    const running = () =>
      databases.query(
        url,
        `SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(600)%' AND state = 'active'`,
      );
    await eventually('the server has given up', async () => (await running()).length === 0);
  });

  it('a refused connection', async () => {
    line.close();
    expect(await settled(database.area.count())).toBe('failed');
  });
});

describe('PostgreSQL killed in the middle of report batches', () => {
  let databases: OwnDatabases;
  beforeAll(async () => {
    databases = await startOwnDatabases({ throwaway: true });
  });
  afterAll(() => databases.stop());

  it('each report is stored once after the recovery, and what was acknowledged is there', async () => {
    const url = await databases.fresh();
    const database = connect(url);
    await addAreas(database);
    await addDevice(database, 1);
    await addBroadcast(database, 'buoi-sang', ['cum-1']);
    const pool = openPool(url, BACKGROUND);
    const store = new PostgresReportStore(pool);
    const kill = async (): Promise<void> => {
      const text = await readFile(join(databases.dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8').catch(
        () => '',
      );
      const pid = Number.parseInt(text, 10);
      if (pid > 0) process.kill(pid, 'SIGKILL');
    };

    const report = (number: number): IncomingReport => ({
      deviceId: 'may-1',
      storeId: 'kho-1',
      lowestHeld: 1,
      entry: {
        number,
        body: { kind: 'receipt', broadcastId: 'buoi-sang', version: 1, run: number, state: 'finished', items: [] },
      },
      receivedAt: Date.UTC(2026, 2, 2),
    });
    const BATCH = 50;
    const BATCHES = 40;
    let acknowledged = 0;
    const added = new Set<number>();
    let killed = 0;
    for (let batch = 0; batch < BATCHES; ) {
      const reports = Array.from({ length: BATCH }, (_, at) => report(batch * BATCH + at + 1));
      const storing = store.store(reports);
      if (batch % 13 === 5 && killed < 3 && batch > killed * 13) {
        killed += 1;
        await kill();
      }
      try {
        const result = await storing;
        for (const { entry } of result.added) {
          expect(added.has(entry.number)).toBe(false);
          added.add(entry.number);
        }
        const contiguous = result.progress[0]?.contiguous ?? 0;
        expect(contiguous).toBeGreaterThanOrEqual(acknowledged);
        acknowledged = contiguous;
        batch += 1;
      } catch {
        // as a device does: not acknowledged, so sent again
        await sleep(50);
      }
    }
    expect(killed).toBe(3);
    expect(acknowledged).toBe(BATCH * BATCHES);
    expect(await database.reportRow.count()).toBe(BATCH * BATCHES);
    expect(await database.receiptRow.count()).toBe(BATCH * BATCHES);
    await pool.end();
    await database.$disconnect();
  });
});
