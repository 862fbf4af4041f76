/** Charts, uptime, states and data of clusters over HTTP, on the history as it is kept. */
import { BACKGROUND, openPool } from '@loa-lang/controller/adapters/postgres/database';
import { PostgresHealthHistory } from '@loa-lang/controller/adapters/postgres/health/health-history';
import { PostgresHealthStore } from '@loa-lang/controller/adapters/postgres/health/health-store';
import { PostgresIncidentLog } from '@loa-lang/controller/adapters/postgres/incident-log';
import { dayStart } from '@loa-lang/controller/domain/health/slots';
import { SimWatch } from '@loa-lang/controller/services/health/sim-watch';
import type { Health } from '@loa-lang/schemas/wire/health';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { type HttpApp, startHttpApp } from '../../support/http-app.ts';
import { addAreas, addBroadcast, addDevice } from '../../support/rows.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Midnight in Vietnam. */
const START = dayStart(Date.UTC(2026, 10, 10));
const NOW = START + 10 * DAY;
const iso = (at: number): string => encodeURIComponent(new Date(at).toISOString());
const during = (from: number, until: number): string => `from=${iso(from)}&until=${iso(until)}`;

describe('health of clusters', () => {
  let databases: TestDatabases;
  let app: HttpApp;
  let pool: pg.Pool;
  let store: PostgresHealthStore;
  let history: PostgresHealthHistory;

  beforeAll(async () => {
    databases = await startTestDatabases();
    const url = await databases.fresh();
    app = await startHttpApp(url);
    pool = openPool(url, BACKGROUND);
    store = new PostgresHealthStore(pool);
    history = new PostgresHealthHistory(pool);
    await addAreas(app.database);
    for (const n of [1, 2, 3]) await addDevice(app.database, n);
    await pool.query(`INSERT INTO health_progress VALUES ('day', $1), ('5min', $1)`, [new Date(START)]);
    for (let at = START; at <= NOW; at += DAY) await history.divide(at);
  }, 60_000);
  afterAll(async () => {
    await pool.end();
    await app.stop();
    await databases.stop();
  });
  beforeEach(() => app.setNow(NOW));

  const told = (at: number, health: Partial<Health> = {}, deviceId = 'may-1') => ({
    ...{ deviceId, at },
    health: { uptimeMs: 9 * DAY, agentVersion: '1.0.0', at, ...health },
  });
  const there = (deviceId: string, online: boolean, at: number) =>
    app.database.device.update({
      where: { id: deviceId },
      data: online ? { online, onlineSince: new Date(at) } : { online, offlineSince: new Date(at) },
    });
  const get = async (path: string) => {
    const answer = await app.call('GET', path);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body;
  };

  it('draws a chart that keeps every spike, however long the time, and shows gaps as gaps', async () => {
    await there('may-1', true, START);
    const spikeAt = START + 2 * DAY + 3 * HOUR + 7 * MINUTE;
    const samples = [];
    for (let at = START + MINUTE; at < NOW; at += 30 * MINUTE) {
      // away for a night
      if (at > START + 5 * DAY && at < START + 5 * DAY + 9 * HOUR) continue;
      const network = { kind: 'mobile' as const, receivedBytes: (at - START) / 10, sentBytes: (at - START) / 20 };
      samples.push(told(at, { cpu: { temperatureC: 40 }, supply: { source: 'mains' }, network }));
    }
    samples.push(told(spikeAt, { cpu: { temperatureC: 95 } }));
    for (let first = 0; first < samples.length; first += 200) await store.store(samples.slice(first, first + 200));
    await history.sumUp(NOW);

    const long = await get(`/clusters/cum-1/health?${during(START, NOW)}&figures=cpuTemperature,onBattery&points=20`);
    expect(long).toMatchObject({ source: 'five-minutes', stepMs: 12 * HOUR });
    const [temperature, battery] = long.series;
    expect(temperature.points.length).toBeLessThanOrEqual(20);
    const spike = temperature.points.find(({ largest }: { largest: number }) => largest > 40);
    expect(spike).toMatchObject({ least: 40, largest: 95, at: '2026-11-12T00:00:00+07:00' });
    expect(spike.mean).toBeCloseTo((24 * 40 + 95) / 25, 3);
    expect(battery).toMatchObject({ figure: 'onBattery', unit: '1', points: expect.arrayContaining([]) });
    expect(
      long.use.reduce((sum: number, { mobileBytes }: { mobileBytes: number }) => sum + mobileBytes, 0),
    ).toBeGreaterThan(0.9 * 0.15 * 9 * DAY);

    const night = await get(
      `/clusters/cum-1/health?${during(START + 4 * DAY + 18 * HOUR, START + 6 * DAY)}&points=100`,
    );
    expect(night.source).toBe('samples');
    expect(night.series.map(({ figure }: { figure: string }) => figure)).toEqual(['cpuTemperature', 'signal']);
    expect(night.gaps).toHaveLength(1);
    expect(new Date(night.gaps[0].until).getTime() - new Date(night.gaps[0].from).getTime()).toBeGreaterThan(
      8.4 * HOUR,
    );

    app.setNow(NOW + 100 * DAY);
    const old = await get(`/clusters/cum-1/health?${during(START, NOW)}`);
    expect(old).toMatchObject({ source: 'days', stepMs: DAY });
    expect(Math.max(...old.series[0].points.map(({ largest }: { largest: number }) => largest))).toBe(95);
  });

  it('shows what hung at the pole when, not what hangs there now', async () => {
    await there('may-2', true, START);
    await store.store([told(NOW - HOUR, { cpu: { temperatureC: 22 } }, 'may-2')]);
    await pool.query(`UPDATE device_presence SET to_at = $1 WHERE cluster_id = 'cum-2' AND to_at IS NULL`, [
      new Date(NOW - 30 * MINUTE),
    ]);
    await pool.query(
      `INSERT INTO device_presence (device_number, cluster_id, online, from_at) SELECT number, 'cum-2', true, $1 FROM device WHERE id = 'may-3'`,
      [new Date(NOW - 20 * MINUTE)],
    );
    await store.store([told(NOW - 10 * MINUTE, { cpu: { temperatureC: 33 } }, 'may-3')]);
    await store.store([told(NOW - 50 * MINUTE, { cpu: { temperatureC: 99 } }, 'may-3')]);
    const chart = await get(`/clusters/cum-2/health?${during(NOW - 2 * HOUR, NOW)}&figures=cpuTemperature`);
    expect(chart.series[0].points.map(({ mean }: { mean: number }) => mean)).toEqual([22, 33]);
  });

  it('refuses what is no period and no figure', async () => {
    const code = async (query: string) => (await app.call('GET', `/clusters/cum-1/health?${query}`)).body.code;
    expect(await code(during(NOW, START))).toBe('period-wrong');
    expect(await code(during(START - 3000 * DAY, NOW))).toBe('period-wrong');
    expect(await code(`${during(START, NOW)}&figures=cpuTemperature,secret`)).toBe('figure-unknown');
    expect((await app.call('GET', `/clusters/nobody/uptime?${during(START, NOW)}`)).status).toBe(200);
  });

  it('counts uptime, outages and what repairs took, per cluster, hamlet and model', async () => {
    await pool.query('DELETE FROM device_presence');
    await app.database.device.updateMany({ data: { online: false, onlineSince: null, offlineSince: null } });
    await app.call('PATCH', '/clusters/cum-1', { model: 'LT-50' });
    // of the ten days: 4 h away in two outages, a blink, and three hours in which no controller ran
    await there('may-1', true, START);
    await there('may-1', false, START + DAY);
    await there('may-1', true, START + DAY + 3 * HOUR);
    await there('may-1', false, START + 2 * DAY);
    await there('may-1', true, START + 2 * DAY + MINUTE);
    await there('may-1', false, START + 3 * DAY);
    await there('may-1', true, START + 3 * DAY + HOUR);
    await app.database.unwatched.create({
      data: { fromAt: new Date(START + 6 * DAY), toAt: new Date(START + 6 * DAY + 3 * HOUR) },
    });
    // its first device came on the fifth day, and it is away for good since the ninth
    await there('may-2', true, START + 5 * DAY);
    await there('may-2', false, START + 9 * DAY);
    const incidents = new PostgresIncidentLog(app.database);
    await incidents.raise('device-offline', 'may-1', '', START + DAY);
    await incidents.clear('device-offline', 'may-1', START + DAY + 3 * HOUR);
    await incidents.raise('device-offline', 'may-2', '', START + 9 * DAY);

    const one = await get(`/clusters/cum-1/uptime?${during(START, NOW)}`);
    const onlineMs = 10 * DAY - 3 * HOUR - 4 * HOUR - MINUTE;
    expect(one).toMatchObject({
      ...{ watchedMs: 10 * DAY - 3 * HOUR, onlineMs },
      outages: { count: 2, longestMs: 3 * HOUR, meanRepairMs: 2 * HOUR, meanBetweenMs: Math.round(onlineMs / 2) },
      faults: { count: 1, meanRepairMs: 3 * HOUR },
    });
    expect(one.share).toBeCloseTo(onlineMs / (10 * DAY - 3 * HOUR), 9);

    const area = await get(`/areas/xa/uptime?${during(START, NOW + 30 * DAY)}`);
    expect(area).toMatchObject({
      clusters: 2,
      until: new Date(NOW + 7 * HOUR).toISOString().replace('.000Z', '+07:00'),
      whole: { watchedMs: 15 * DAY - 6 * HOUR, outages: { count: 3, meanRepairMs: 2 * HOUR }, faults: { count: 2 } },
      hamlets: [{ hamletId: 'thon-1', clusters: 2 }],
    });
    expect(area.models.map(({ model, clusters }: { model?: string; clusters: number }) => [model, clusters])).toEqual(
      expect.arrayContaining([
        ['LT-50', 1],
        [undefined, 1],
      ]),
    );
    expect(area.worst.map(({ clusterId }: { clusterId: string }) => clusterId)).toEqual(['cum-2', 'cum-1']);
  });

  it('lists states, what matters first, by pages', async () => {
    await pool.query('DELETE FROM incident');
    await app.database.device.updateMany({ data: { online: true } });
    await app.database.device.update({ where: { id: 'may-2' }, data: { online: false } });
    await app.database.clusterService.create({ data: { clusterId: 'cum-3', hamletId: 'thon-2', households: 70 } });
    const incidents = new PostgresIncidentLog(app.database);
    await incidents.raise('device-hot', 'may-3', '', NOW);
    await app.database.cluster.create({
      data: { id: 'cum-4', hamletId: 'thon-2', code: 'TRONG', name: 'Cụm trống', searchName: 'cum trong' },
    });
    const all = await get('/clusters/status');
    expect(all.clusters.map((row: { clusterId: string; condition: string }) => [row.clusterId, row.condition])).toEqual(
      [
        ['cum-2', 'offline'],
        ['cum-3', 'major'],
        ['cum-1', 'well'],
        ['cum-4', 'empty'],
      ],
    );
    expect(all.counts).toEqual({ offline: 1, major: 1, well: 1, empty: 1 });
    expect(all.byState).toEqual({ offline: 1, degraded: 1, ready: 1, empty: 1 });
    expect(all.clusters.map(({ state }: { state: string }) => state)).toEqual([
      'offline',
      'degraded',
      'ready',
      'empty',
    ]);
    expect(all.clusters[1]).toMatchObject({ households: 70, cpuTemperature: 33, openIncidents: { major: 1 } });
    const paged = [];
    for (let next = ''; ; ) {
      const page = await get(`/clusters/status?limit=1${next}`);
      paged.push(...page.clusters.map(({ clusterId }: { clusterId: string }) => clusterId));
      if (page.next === undefined) break;
      next = `&after=${page.next}`;
    }
    expect(paged).toEqual(['cum-2', 'cum-3', 'cum-1', 'cum-4']);
    const ids = async (query: string) =>
      (await get(`/clusters/status?${query}`)).clusters.map(({ clusterId }: { clusterId: string }) => clusterId);
    expect(await ids('condition=major')).toEqual(['cum-3']);
    expect(await ids('under=thon-2')).toEqual(['cum-4']);
    expect(await ids('q=tr%E1%BB%91ng')).toEqual(['cum-4']);
    expect(await ids('q=%25')).toEqual([]);
  });

  it('knows the card: what it will have used, before it was measured and after, and when it ends', async () => {
    const sim = { number: '0912 345 678', carrier: 'Viettel', renewsOn: '2026-11-30', monthlyMegabytes: 30 };
    expect((await app.call('PATCH', '/clusters/cum-3', { sim: { ...sim, renewsOn: '2026-02-30' } })).status).toBe(400);
    expect((await app.call('PATCH', '/clusters/cum-3', { sim })).body.cluster.sim).toEqual(sim);
    const before = await get('/clusters/cum-3/data');
    expect(before).toMatchObject({
      month: '2026-11',
      basis: 'programme',
      allowanceBytes: 30_000_000,
      daysLeft: 10,
      sim,
    });
    expect(before.projectedBytes).toBeCloseTo(25_000_000, -4);
    expect(before.measuredBytes).toBeUndefined();
    // an hour of relay every day of the coming week, and 2 MB of audio that is fetched once
    const stream = { kind: 'stream', part: 0, durationMs: HOUR, streamId: 's' };
    const asset = { kind: 'asset', part: 1, durationMs: 1000, assetId: 'a', sizeBytes: 2_000_000, language: 'vi' };
    for (let day = 0; day < 7; day++) {
      const at = new Date(NOW + day * DAY + HOUR);
      await addBroadcast(app.database, `b${day}`, ['cum-3']);
      await app.database.broadcast.update({
        where: { id: `b${day}` },
        data: {
          startAt: at,
          latestStartAt: at,
          joinUntilAt: at,
          endsAt: new Date(at.getTime() + 2 * HOUR),
          items: [stream, asset],
        },
      });
    }
    const planned = await get('/clusters/cum-3/data');
    expect(planned.projectedBytes).toBeCloseTo(25_000_000 + 30 * (3600 * 4000 + 2_000_000 / 7), -5);
    // the first cluster was measured for ten days
    await app.call('PATCH', '/clusters/cum-1', { sim: { monthlyMegabytes: 100_000 } });
    const measured = await get('/clusters/cum-1/data');
    expect(measured.basis).toBe('measured');
    expect(measured.projectedBytes).toBeCloseTo(measured.measuredBytes * 3, -7);

    const watch = new SimWatch({
      dataUse: app.stores.health,
      incidents: new PostgresIncidentLog(app.database),
      openIncidents: app.stores.incidents,
      clock: { now: () => now, preciseNow: () => now, monotonicNow: () => now },
      onProblem: (problem, cause) => {
        throw new Error(problem, { cause });
      },
    });
    let now = NOW;
    const open = async () =>
      (await app.stores.incidents.openOf(['data-over', 'sim-renewal']))
        .map(({ kind, subject, detail }) => `${kind} ${subject} ${detail}`)
        .sort();
    await watch.look();
    await watch.look();
    const [over = '', ...others] = await open();
    expect(over).toMatch(/^data-over cum-3 \d+ MB \/ 30 MB$/);
    expect(others).toEqual(['sim-renewal cum-3 30/11/2026 (14)']);
    expect(await app.database.incident.findMany({ where: { kind: 'sim-renewal' } })).toMatchObject([
      { count: 1, clusterId: 'cum-3' },
    ]);
    now = NOW + 8 * DAY;
    await watch.look();
    expect(await open()).toContain('sim-renewal cum-3 30/11/2026 (3)');
    await app.call('PATCH', '/clusters/cum-3', { sim: { ...sim, renewsOn: '2027-05-01', monthlyMegabytes: 3000 } });
    await watch.look();
    expect(await open()).toEqual([]);
  });
});
