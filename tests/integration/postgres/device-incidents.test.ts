/** The watch over devices on a real database: what it reads, writes, explains, and finds again after a restart. */
import { connect, type Database } from '@loa-lang/controller/adapters/postgres/database';
import { PostgresDeviceRegistry } from '@loa-lang/controller/adapters/postgres/device-registry';
import { PostgresIncidentBook } from '@loa-lang/controller/adapters/postgres/incident-book';
import { DeviceStateRepository } from '@loa-lang/controller/adapters/repositories/device-states';
import { IncidentRepository } from '@loa-lang/controller/adapters/repositories/incident-repository';
import { DeviceIncidents } from '@loa-lang/controller/services/incidents/watch-devices';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { HandClock } from '../../support/fake-clock.ts';
import { FakeFeed } from '../../support/fake-feed.ts';
import { addAreas, addDevice } from '../../support/rows.ts';

const SECOND = 1000;
let databases: TestDatabases;
let database: Database;
let clock: HandClock;
let feed: FakeFeed;
let registry: PostgresDeviceRegistry;
let watch: DeviceIncidents;
let hearing: { since: number | undefined; isDown: boolean };
let ours: boolean;
const problems: unknown[] = [];

beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());
beforeEach(async () => {
  database = connect(await databases.fresh());
  clock = new HandClock();
  feed = new FakeFeed();
  registry = new PostgresDeviceRegistry(database);
  await addAreas(database);
  for (const n of [1, 2, 3]) {
    await addDevice(database, n);
    await say(n, 'online', 1);
  }
  hearing = { since: clock.monotonicNow() - 3600 * SECOND, isDown: false };
  ours = true;
  problems.length = 0;
  watch = newWatch();
});
afterEach(async () => {
  await watch.stop();
  await database.$disconnect();
  expect(problems).toEqual([]);
});

function newWatch(): DeviceIncidents {
  return new DeviceIncidents({
    ...{ feed, clock, hearing },
    states: new DeviceStateRepository(database),
    book: new PostgresIncidentBook(database),
    leases: { take: async () => ours, release: async () => undefined },
    onProblem: (_, cause) => problems.push(cause),
  });
}

const say = (n: number, state: 'online' | 'offline', connection: number) =>
  registry.recordPresence(
    `may-${n}`,
    { state, connection, installationId: `may-${n}`, protocol: 1, agentVersion: '1', capabilities: [] },
    clock.now(),
  );
async function after(seconds: number): Promise<void> {
  for (let left = seconds; left > 0; left -= 5) {
    clock.advance(5 * SECOND);
    await watch.look();
  }
}
async function open(): Promise<string[]> {
  const rows = await database.incident.findMany({
    where: { clearedAt: null },
    orderBy: [{ kind: 'asc' }, { subject: 'asc' }],
  });
  const byId = new Map(rows.map((row) => [row.id, row.subject]));
  return rows.map(
    (row) => `${row.kind} ${row.subject}${row.explainedBy === null ? '' : ` <${byId.get(row.explainedBy)}`}`,
  );
}
const told = () => feed.of('incident').map(({ kind, subject, state }) => `${state} ${kind} ${subject}`);

it('a device that is lost has an incident with its place and its time, and none once it is back', async () => {
  await watch.look();
  await say(2, 'offline', 1);
  await after(60);
  expect(await database.incident.findFirstOrThrow()).toMatchObject({
    ...{ kind: 'device-offline', subject: 'may-2', clusterId: 'cum-2', communeId: 'xa', explainedBy: null },
    dueAt: new Date(clock.now() - 15 * SECOND + 4 * 3600 * SECOND),
  });
  await say(2, 'online', 2);
  await after(65);
  expect(await open()).toEqual([]);
  expect(told()).toEqual(['raised device-offline may-2', 'cleared device-offline may-2']);
});

it('a hamlet that went dark explains its devices; who stays behind is somebody’s business from then on', async () => {
  await watch.look();
  for (const n of [1, 2, 3]) await say(n, 'offline', 1);
  await after(60);
  const all = [1, 2, 3].map((n) => `device-offline may-${n} <thon-1`);
  expect(await open()).toEqual(['area-offline thon-1', ...all]);
  // another controller takes over in the middle of it
  watch = newWatch();
  await after(30);
  expect(await open()).toEqual(['area-offline thon-1', ...all]);
  for (const n of [1, 2]) await say(n, 'online', 2);
  await after(12 * 60);
  expect(await open()).toEqual(['device-offline may-3']);
  const incidents = new IncidentRepository(database);
  const row = await database.incident.findFirstOrThrow({ where: { subject: 'may-3' } });
  const events = (await incidents.events(row.id)).map(({ event, text }) => [event, text]);
  expect(events[0]?.[0]).toBe('opened');
  expect(events.slice(1)).toEqual([['reopened', 'explained-over']]);
});

it('what somebody resolved by hand is believed for five minutes, and comes back if it is still so', async () => {
  await watch.look();
  await say(1, 'offline', 1);
  await after(60);
  await database.incident.updateMany({
    data: { clearedAt: new Date(clock.now()), resolvedBy: { personId: 'p', name: 'P' } },
  });
  await after(4 * 60);
  expect(await open()).toEqual([]);
  await after(90);
  expect(await open()).toEqual(['device-offline may-1']);
});

it('a device that was taken from its pole says nothing any more', async () => {
  await watch.look();
  await say(1, 'offline', 1);
  await after(60);
  await database.device.update({ where: { id: 'may-1' }, data: { clusterId: null } });
  await after(6 * 60);
  expect(await open()).toEqual([]);
});

it('one that was removed with its incidents is not missed again', async () => {
  await watch.look();
  await say(1, 'offline', 1);
  await after(60);
  await database.device.update({ where: { id: 'may-1' }, data: { clusterId: null, revokedAt: new Date() } });
  await new PostgresIncidentBook(database).clear('device-offline', 'may-1', clock.now());
  await after(30);
  expect(await open()).toEqual([]);
  expect((await database.incident.findFirstOrThrow()).reopened).toBe(0);
});

it('of one that comes and goes for months the last is told', async () => {
  await new PostgresIncidentBook(database).raise(
    { kind: 'door-open', subject: 'may-1', detail: '', explainedBy: undefined },
    clock.now(),
  );
  const { id: incidentId } = await database.incident.findFirstOrThrow();
  const noted = Array.from({ length: 700 }, (_, n) => ({ incidentId, at: new Date(), event: 'noted', text: `${n}` }));
  await database.incidentEventRow.createMany({ data: noted });
  const events = await new IncidentRepository(database).events(incidentId);
  expect([events.length, events[0]?.text, events.at(-1)?.text]).toEqual([500, '200', '699']);
});

it('a controller that does not hear, or is not the one, judges nobody', async () => {
  await watch.look();
  hearing.since = undefined;
  await say(1, 'offline', 1);
  await after(120);
  expect(await open()).toEqual([]);
  ours = false;
  hearing.since = clock.monotonicNow() - 3600 * SECOND;
  await after(120);
  expect(await open()).toEqual([]);
  ours = true;
  await after(5);
  expect(await open()).toEqual(['device-offline may-1']);
});

it('samples that came late, with the instant at which they were made, are seen too, and each is read once', async () => {
  await watch.look();
  await after(60);
  const states = new DeviceStateRepository(database);
  const at = clock.now() - 55 * SECOND;
  const health = { uptimeMs: 1e9, agentVersion: '1', door: 'open' };
  await database.device.update({ where: { id: 'may-1' }, data: { health, healthAt: new Date(at) } });
  const [first] = await states.changedSince(at - 1, () => undefined);
  expect(first).toMatchObject({ deviceId: 'may-1', healthAt: at, health });
  const again = await states.changedSince(at - 1, () => at);
  expect(again.find(({ deviceId }) => deviceId === 'may-1')).toMatchObject({ healthAt: at, health: undefined });
  await database.device.update({ where: { id: 'may-1' }, data: { onlineSince: new Date(at - 1) } });
  await after(70);
  expect(await open()).toEqual(['door-open may-1']);
});
