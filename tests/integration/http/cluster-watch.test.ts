/** How a cluster is named in one word, where clusters stand, their days, and what each plays; over HTTP. */
import { dayStart } from '@loa-lang/controller/domain/health/slots';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { type HttpApp, startHttpApp } from '../../support/http-app.ts';
import { addAreas, addBroadcast, addDevice } from '../../support/rows.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Noon in Vietnam. */
const NOW = dayStart(Date.UTC(2026, 10, 10)) + 12 * HOUR;

describe('watching a cluster', () => {
  let databases: TestDatabases;
  let app: HttpApp;

  beforeAll(async () => {
    databases = await startTestDatabases();
    app = await startHttpApp(await databases.fresh());
    await addAreas(app.database);
    for (const n of [1, 2]) await addDevice(app.database, n);
  }, 60_000);
  afterAll(async () => {
    await app.stop();
    await databases.stop();
  });
  beforeEach(async () => {
    app.setNow(NOW);
    await app.database.device.updateMany({ data: { online: true, health: { sink: 'idle' } } });
  });

  const get = async (path: string) => {
    const answer = await app.call('GET', path);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body;
  };
  const row = async (id: string) => (await get(`/clusters/status?clusterId=${id}`)).clusters[0];

  it('names what matters first: an absence that is expected is none, and a lock is seen', async () => {
    expect(await row('cum-1')).toMatchObject({ state: 'ready', locked: false });
    const sounds = (at: number) => ({ health: { sink: 'sounding' }, healthAt: new Date(at) });
    await app.database.device.update({ where: { id: 'may-1' }, data: sounds(NOW - 100_000) });
    // it would have told of it again by now
    expect((await row('cum-1')).state).toBe('ready');
    await app.database.device.update({ where: { id: 'may-1' }, data: sounds(NOW - 60_000) });
    expect((await row('cum-1')).state).toBe('sounding');
    await app.call('PATCH', '/clusters/cum-1', { muted: true });
    expect((await row('cum-1')).state).toBe('silenced');
    await app.call('PATCH', '/clusters/cum-1', { muted: false });
    const latch = { id: 'khoa', areaId: 'xa', level: 'commune', since: new Date(NOW), reason: 'lễ tang' };
    await app.database.silenceLatch.create({ data: latch });
    expect(await row('cum-2')).toMatchObject({ state: 'silenced', locked: true, muted: false });
    await app.database.silenceLatch.update({ where: { id: 'khoa' }, data: { liftedAt: new Date(NOW) } });
    expect((await row('cum-2')).state).toBe('ready');
    await app.database.device.update({ where: { id: 'may-2' }, data: { online: false } });
    expect((await row('cum-2')).state).toBe('offline');
    const until = '2026-11-10T18:00:00+07:00';
    await app.call('POST', '/maintenance-windows', { clusterId: 'cum-2', until, reason: 'thay ắc quy' });
    expect(await row('cum-2')).toMatchObject({ state: 'maintenance', condition: 'offline', maintenanceUntil: until });
    const listed = await get('/clusters/status?state=maintenance');
    expect(listed.clusters.map(({ clusterId }: { clusterId: string }) => clusterId)).toEqual(['cum-2']);
    expect(listed.byState).toEqual({ sounding: 1, maintenance: 1 });
    app.setNow(NOW + 7 * HOUR);
    expect((await row('cum-2')).state).toBe('offline');
  });

  it('tells a map where clusters stand, and leaves out those whose place nobody knows', async () => {
    expect((await get('/clusters/placed')).clusters).toEqual([]);
    await app.call('PATCH', '/clusters/cum-1', { latitude: 21.35, longitude: 106.1 });
    expect((await get('/clusters/placed?under=xa')).clusters).toEqual([
      { clusterId: 'cum-1', code: '1', name: 'Cụm 1', state: 'ready', latitude: 21.35, longitude: 106.1 },
    ]);
    expect((await get('/clusters/placed?under=thon-2')).clusters).toEqual([]);
  });

  it('tells of each day how long it was there, from its first device on, without the time nobody looked', async () => {
    await app.database.$executeRawUnsafe('DELETE FROM device_presence');
    const there = (from: number, to: number | null, online: boolean) =>
      app.database.$executeRawUnsafe(
        `INSERT INTO device_presence (device_number, cluster_id, online, from_at, to_at)
         SELECT number, 'cum-1', $1, $2, $3 FROM device WHERE id = 'may-1'`,
        ...[online, new Date(from), to === null ? null : new Date(to)],
      );
    const today = dayStart(NOW);
    await there(today - 2 * DAY + 6 * HOUR, today - DAY + 6 * HOUR, true);
    await there(today - DAY + 6 * HOUR, today - DAY + 9 * HOUR, false);
    await there(today - DAY + 9 * HOUR, null, true);
    await app.database.unwatched.create({
      data: { fromAt: new Date(today + HOUR), toAt: new Date(today + 3 * HOUR) },
    });
    const { days } = await get('/clusters/cum-1/uptime/days?days=4');
    expect(days).toEqual([
      { day: '2026-11-07', watchedMs: 0, onlineMs: 0, outages: 0 },
      { day: '2026-11-08', watchedMs: 18 * HOUR, onlineMs: 18 * HOUR, outages: 0 },
      { day: '2026-11-09', watchedMs: 24 * HOUR, onlineMs: 21 * HOUR, outages: 1 },
      { day: '2026-11-10', watchedMs: 10 * HOUR, onlineMs: 10 * HOUR, outages: 0 },
    ]);
    expect((await get('/clusters/cum-1/uptime/days')).days).toHaveLength(30);
  });

  it('tells what is on air for it, what comes, and what became of the latest', async () => {
    const at = (id: string, startAt: number, minutes: number, more = {}) =>
      app.database.broadcast.update({
        where: { id },
        data: {
          ...{ startAt: new Date(startAt), latestStartAt: new Date(startAt), joinUntilAt: new Date(startAt) },
          ...{ endsAt: new Date(startAt + minutes * 60_000), ...more },
        },
      });
    for (const id of ['sang', 'nay', 'chieu', 'huy', 'chua-duyet']) await addBroadcast(app.database, id, ['cum-1']);
    await addBroadcast(app.database, 'noi-khac', ['cum-2']);
    await at('sang', NOW - 6 * HOUR, 30);
    await at('nay', NOW - 60_000, 15);
    // its time came without approval: it is on air nowhere
    await at('chua-duyet', NOW - 120_000, 15, { approval: 'awaiting' });
    await at('noi-khac', NOW - 60_000, 15);
    await at('chieu', NOW + 5 * HOUR, 30, { approval: 'awaiting' });
    await at('huy', NOW - HOUR, 30, { state: 'cancelled', cancelledAt: new Date(NOW - HOUR) });
    const receipt = { broadcastId: 'sang', clusterId: 'cum-1', run: 1, deviceId: 'may-1', version: 1, storeId: 's' };
    await app.database.receiptRow.create({
      data: { ...receipt, number: 1n, state: 'partial', reason: 'interrupted', body: {}, receivedAt: new Date(NOW) },
    });
    const programme = await get('/clusters/cum-1/programme');
    const ids = (entries: { broadcastId: string }[]) => entries.map(({ broadcastId }) => broadcastId);
    expect(ids(programme.now)).toEqual(['nay']);
    expect(programme.next).toMatchObject([{ broadcastId: 'chieu', approval: 'awaiting' }]);
    expect(ids(programme.past)).toEqual(['chua-duyet', 'huy', 'sang']);
    expect(programme.past).toMatchObject([
      { approval: 'awaiting' },
      { cancelled: true },
      { cancelled: false, receipt: { state: 'partial', reason: 'interrupted' } },
    ]);
  });
});
