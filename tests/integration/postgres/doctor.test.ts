/** What a doctor sees of a database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEpochFile } from '@loa-lang/controller/adapters/epoch-file';
import { connect } from '@loa-lang/controller/adapters/postgres/database';
import { migrationNames } from '@loa-lang/controller/adapters/postgres/migration-files';
import { readConfig } from '@loa-lang/controller/config';
import { Machine } from '@loa-lang/device-agent/doctor/machine/machine';
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Around } from '#deploy/doctor/around';
import { checkClock } from '#deploy/doctor/checks/clock';
import { checkDatabase } from '#deploy/doctor/checks/database';
import { checkDevices } from '#deploy/doctor/checks/devices';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { fakeMachine } from '../../support/doctor/fake-machine.ts';
import { addAreas, addDevice } from '../../support/rows.ts';

let databases: TestDatabases;
let dataDir: string;
beforeAll(async () => {
  databases = await startTestDatabases();
  dataDir = mkdtempSync(join(tmpdir(), 'loa-doctor-'));
}, 60_000);
afterAll(async () => {
  rmSync(dataDir, { recursive: true, force: true });
  await databases.stop();
});

const codes = (found: readonly Finding[]): string[] => found.map(({ check, code }) => `${check}/${code}`);

async function beside<T>(url: string, work: (around: Around) => Promise<T>, over: Partial<Around> = {}): Promise<T> {
  const read = readConfig({ DATA_DIR: dataDir, DATABASE_URL: url });
  if (!read.ok) throw new Error('configuration');
  const client = connect(url);
  const around: Around = {
    ...{ machine: new Machine(), config: read.config, controller: { state: 'running', pid: 1 } },
    ...{ database: { url, client }, backups: undefined, patienceMs: 500, now: Date.now() },
    ...over,
  };
  return work(around).finally(() => client.$disconnect());
}

it('is well, or not there', async () => {
  const url = await databases.fresh();
  expect(codes(await beside(url, checkDatabase))).toEqual(['database/fine']);
  const nowhere = new URL(url);
  nowhere.port = '9';
  expect(codes(await beside(nowhere.href, checkDatabase))).toEqual(['database/unreachable']);
  const stranger = new URL(url);
  stranger.password = 'wrong';
  const [found] = await beside(stranger.href, checkDatabase);
  expect(found?.found.vi).toContain('không kết nối được');
});

it('lacks a migration, was left half-way, or comes from a newer program', async () => {
  const url = await databases.fresh();
  const last = (await migrationNames()).at(-1) ?? '';
  await databases.query(url, `UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '${last}'`);
  expect(codes(await beside(url, checkDatabase))).toEqual(['migrations/broken']);
  await databases.query(url, `DELETE FROM _prisma_migrations WHERE migration_name = '${last}'`);
  expect(codes(await beside(url, checkDatabase))).toEqual(['migrations/missing']);
  // the start brings it up to date
  expect(codes(await beside(url, checkDatabase, { controller: { state: 'stopped' } }))).toEqual(['migrations/to-do']);
  await databases.query(
    url,
    "UPDATE _prisma_migrations SET migration_name = '29990101000000_next' WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations)",
  );
  expect(codes(await beside(url, checkDatabase))).toEqual(['migrations/newer']);
});

it('is an older copy than what devices know', async () => {
  const url = await databases.fresh();
  await databases.query(url, "INSERT INTO deployment (id, epoch) VALUES ('d', 2)");
  await openEpochFile(dataDir).write({ epoch: 5, mark: undefined });
  const [found] = await beside(url, checkDatabase);
  expect(found).toMatchObject({ check: 'epoch', code: 'ahead', values: { kept: 5, epoch: 2 } });
  await openEpochFile(dataDir).write({ epoch: 2, mark: undefined });
  expect(codes(await beside(url, checkDatabase))).toEqual(['database/fine']);
});

it('has another time than this machine', async () => {
  const url = await databases.fresh();
  const fake = fakeMachine();
  fake.program('timedatectl', 'echo NTPSynchronized=yes');
  const { machine } = fake;
  expect(codes(await beside(url, checkClock, { machine }))).toEqual(['clock/fine']);
  const real = Date.now;
  Date.now = () => real() - 90_000;
  try {
    const [found] = await beside(url, checkClock, { machine });
    expect(found).toMatchObject({ code: 'off', verdict: 'fail' });
    expect(Number(found?.values.offMs)).toBeLessThan(-80_000);
  } finally {
    Date.now = real;
    fake.remove();
  }
});

it('tells of the devices: connected, silent, of different versions', async () => {
  const url = await databases.fresh();
  expect(codes(await beside(url, checkDevices))).toEqual(['devices/none']);
  const look = async () => codes(await beside(url, checkDevices));
  await beside(url, async ({ database }) => {
    if (database === undefined) throw new Error('no database');
    await addAreas(database.client);
    for (const n of [1, 2, 3]) await addDevice(database.client, n);
  });
  expect(await look()).toEqual(['devices/many-offline']);
  await databases.query(
    url,
    "UPDATE device SET online = true, last_sync_at = now(), agent_version = '1.10.0' WHERE id <> 'may-3'",
  );
  expect(await look()).toEqual(['devices/long-silent']);
  await databases.query(
    url,
    "UPDATE device SET online = true, last_sync_at = now(), agent_version = '1.9.0' WHERE id = 'may-3'",
  );
  const [found] = await beside(url, checkDevices);
  expect(found).toMatchObject({ code: 'mixed', values: { oldest: '1.9.0', newest: '1.10.0' } });
  await databases.query(url, "UPDATE device SET revoked_at = now() WHERE id = 'may-3'");
  expect(await look()).toEqual(['devices/fine']);
});
