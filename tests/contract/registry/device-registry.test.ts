import { connect, type Database } from '@loa-lang/controller/adapters/postgres/database';
import { PostgresDeviceRegistry } from '@loa-lang/controller/adapters/postgres/device-registry';
import { PostgresIncidentLog } from '@loa-lang/controller/adapters/postgres/incident-log';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { addAreas, addDevice } from '../../support/rows.ts';

const NOW = Date.UTC(2026, 2, 2, 0, 0);

/** Too late to be the same incident again. */
const LATER = 31 * 60_000;

describe('devices and incidents', () => {
  let databases: TestDatabases;
  let database: Database;
  let registry: PostgresDeviceRegistry;
  let incidents: PostgresIncidentLog;

  beforeAll(async () => {
    databases = await startTestDatabases();
  }, 60_000);
  afterAll(() => databases.stop());

  beforeEach(async () => {
    database = connect(await databases.fresh());
    registry = new PostgresDeviceRegistry(database);
    incidents = new PostgresIncidentLog(database);
    await addAreas(database);
    await addDevice(database, 1);
  });
  afterEach(() => database.$disconnect());

  const presence = (state: 'online' | 'offline', connection: number, installationId = 'may-that') => ({
    state,
    installationId,
    connection,
    protocol: 1,
    agentVersion: '1.0.0',
    capabilities: [],
  });
  const online = async () => (await database.device.findUniqueOrThrow({ where: { id: 'may-1' } })).online;

  it('finds a device with the plans it follows', async () => {
    await database.group.create({
      data: { id: 'nhom', communeId: 'xa', name: 'Ven đê', areas: { create: { areaId: 'thon-1' } } },
    });
    expect(await registry.find('may-1')).toEqual({
      deviceId: 'may-1',
      publicKey: 'khoa-1',
      clusterId: 'cum-1',
      installationId: undefined,
      planIds: ['thon-1', 'xa', 'tinh', 'nhom'],
    });
  });

  it('tells revoked devices from those that are unknown', async () => {
    expect(await registry.find('may-9')).toBeUndefined();
    await database.device.update({ where: { id: 'may-1' }, data: { revokedAt: new Date(NOW) } });
    expect(await registry.find('may-1')).toBe('revoked');
  });

  it('binds the first installation, even when two come at once', async () => {
    const bound = await Promise.all(['a', 'b', 'c'].map((id) => registry.bindInstallation('may-1', id)));
    expect(new Set(bound).size).toBe(1);
    expect(await registry.bindInstallation('may-1', 'd')).toBe(bound[0]);
    expect(await registry.find('may-1')).toMatchObject({ installationId: bound[0] });
  });

  it('never lets an older or foreign connection change who is there', async () => {
    await registry.bindInstallation('may-1', 'may-that');
    await registry.recordPresence('may-1', presence('online', 5), NOW);
    await registry.recordPresence('may-1', presence('offline', 4), NOW);
    await registry.recordPresence('may-1', presence('offline', 9, 'ban-sao'), NOW);
    expect(await online()).toBe(true);
    await registry.recordPresence('may-1', presence('offline', 5), NOW);
    await registry.recordPresence('may-1', presence('online', 5), NOW);
    expect(await online()).toBe(false);
    await registry.recordPresence('may-1', presence('online', 6), NOW + 5);
    const row = await database.device.findUniqueOrThrow({ where: { id: 'may-1' } });
    expect(row).toMatchObject({ online: true, connection: 6n, agentVersion: '1.0.0', lastSeenAt: new Date(NOW + 5) });
  });

  it('what a broker says again of the same connection moves no instant; a goodbye stays one', async () => {
    await registry.bindInstallation('may-1', 'may-that');
    const row = () => database.device.findUniqueOrThrow({ where: { id: 'may-1' } });
    await registry.recordPresence('may-1', presence('online', 50), NOW);
    await registry.recordPresence('may-1', presence('online', 50), NOW + 10);
    expect(await row()).toMatchObject({ onlineSince: new Date(NOW), offlineSince: null, saidGoodbye: false });
    await registry.recordPresence('may-1', { ...presence('offline', 50), goodbye: true }, NOW + 20);
    await registry.recordPresence('may-1', presence('offline', 50), NOW + 30);
    expect(await row()).toMatchObject({ online: false, offlineSince: new Date(NOW + 20), saidGoodbye: true });
    await registry.recordPresence('may-1', presence('online', 51), NOW + 40);
    expect(await row()).toMatchObject({ onlineSince: new Date(NOW + 40), offlineSince: null, saidGoodbye: false });
    await registry.recordPresence('may-1', presence('offline', 51), NOW + 50);
    expect(await row()).toMatchObject({ offlineSince: new Date(NOW + 50), saidGoodbye: false });
  });

  it('keeps the last sync', async () => {
    await registry.recordSync('may-1', 'kho-1', NOW + 1);
    const row = await database.device.findUniqueOrThrow({ where: { id: 'may-1' } });
    expect(row).toMatchObject({ storeId: 'kho-1', lastSyncAt: new Date(NOW + 1), lastSeenAt: new Date(NOW + 1) });
  });

  it('finds a thousand at once by a few statements, each with its own plans', async () => {
    await addDevice(database, 2);
    await database.cluster.update({
      where: { id: 'cum-2' },
      data: { services: { create: { hamletId: 'thon-2', households: 5 } } },
    });
    const asked = Array.from({ length: 1000 }, (_, n) => ['may-1', 'may-2', `may-x${n}`][n % 3] as string);
    const found = await Promise.all(asked.map((id) => registry.find(id)));
    const plansOf = (id: string) =>
      new Set(
        found.filter((_, n) => asked[n] === id).map((each) => JSON.stringify((each as { planIds?: unknown })?.planIds)),
      );
    expect([...plansOf('may-1')]).toEqual(['["thon-1","xa","tinh"]']);
    expect([...plansOf('may-2')]).toEqual(['["thon-2","xa","tinh"]']);
    expect(found.filter((each) => each === undefined)).toHaveLength(333);
  });

  it('knows of whom nothing dated has come, since when, and not of those that were made later or have no cluster', async () => {
    const silent = async (instant: number) => (await registry.silentSince(instant)).map(({ deviceId }) => deviceId);
    await database.device.updateMany({ data: { createdAt: new Date(NOW - 10), lastSyncAt: null } });
    expect(await silent(NOW)).toEqual(['may-1']);
    expect(await silent(NOW - 10)).toEqual([]);
    await registry.recordSync('may-1', 'kho-1', NOW + 1);
    expect(await silent(NOW + 1)).not.toContain('may-1');
    expect(await silent(NOW + 2)).toEqual(['may-1']);
    await database.device.update({ where: { id: 'may-1' }, data: { clusterId: null } });
    expect(await silent(NOW + 2)).toEqual([]);
  });

  it('opens one incident for each kind and subject and counts it up', async () => {
    await Promise.all([1, 2, 3].map((n) => incidents.raise('clone', 'may-1', `lần ${n}`, NOW + n)));
    await incidents.raise('clone', 'may-2', '', NOW);
    const open = await database.incident.findMany({ where: { subject: 'may-1' } });
    expect(open).toMatchObject([{ count: 3, lastAt: new Date(NOW + 3), clearedAt: null }]);
    await incidents.clear('clone', 'may-1', NOW + 10);
    await incidents.clear('clone', 'may-1', NOW + 20);
    await incidents.raise('clone', 'may-1', 'lại', NOW + 10 + LATER);
    const all = await database.incident.findMany({ where: { subject: 'may-1' }, orderBy: { raisedAt: 'asc' } });
    expect(all.map((row) => [row.count, row.clearedAt])).toEqual([
      [3, new Date(NOW + 10)],
      [1, null],
    ]);
  });

  it('opens the same incident again when the fault comes back soon, and tells each turn', async () => {
    for (const at of [0, 60_000, 120_000]) {
      await incidents.raise('device-offline', 'may-3', `lúc ${at}`, NOW + at);
      await incidents.raise('device-offline', 'may-3', `lúc ${at}`, NOW + at + 1);
      await incidents.clear('device-offline', 'may-3', NOW + at + 30_000);
    }
    const rows = await database.incident.findMany({
      where: { subject: 'may-3' },
      include: { events: { orderBy: { seq: 'asc' } } },
    });
    expect(rows).toMatchObject([
      { count: 6, reopened: 2, raisedAt: new Date(NOW), clearedAt: new Date(NOW + 150_000), detail: 'lúc 120000' },
    ]);
    expect(rows[0]?.events.map(({ event, text }) => [event, text])).toEqual([
      ['opened', 'lúc 0'],
      ['cleared', null],
      ['reopened', 'lúc 60000'],
      ['cleared', null],
      ['reopened', 'lúc 120000'],
      ['cleared', null],
    ]);
  });
});
