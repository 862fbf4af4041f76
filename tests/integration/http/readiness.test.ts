import { describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { addCommune, addReadyBulletin, type HttpApp } from '../../support/http-app.ts';
import { OFFICE, person, signedIn } from '../../support/people.ts';

let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
let broadcastId: string;
let assetId: string;
const NOW = Date.parse('2026-12-05T10:00:00+07:00');
appForFile(async (fresh) => {
  app = fresh;
  app.setNow(NOW);
  commune = await addCommune(app);
  const bulletinId = await addReadyBulletin(app, commune.communeId);
  const planned = await app.call('POST', '/broadcasts', {
    bulletins: [{ bulletinId }],
    targets: { areaIds: [commune.communeId] },
    start: '2026-12-05T17:00:00+07:00',
  });
  broadcastId = planned.body.broadcast.id;
  assetId = planned.body.broadcast.items[0].assetId;
});

async function addDevice(index: number): Promise<{ deviceId: string; clusterId: string }> {
  const clusterId = commune.clusterIds[index] as string;
  const created = await app.call('POST', '/devices', { publicKey: String(index).repeat(43), clusterId });
  return { deviceId: created.body.device.id, clusterId };
}

async function saysReady({ deviceId, clusterId }: { deviceId: string; clusterId: string }): Promise<void> {
  const head = { deviceId, storeId: 's', number: 1 };
  const at = new Date(NOW);
  await app.database.deviceAsset.create({ data: { ...head, assetId, state: 'cached', updatedAt: at } });
  const row = { ...head, broadcastId, clusterId, run: 1, version: 1, state: 'ready' };
  await app.database.receiptRow.create({ data: { ...row, body: {}, receivedAt: at } });
}

describe('readiness before the fact', () => {
  it('says how many of how many hold plan and audio, and why the others do not', async () => {
    const [first] = [await addDevice(0), await addDevice(1)];
    await saysReady(first);
    const { status, body } = await app.call('GET', `/broadcasts/${broadcastId}/readiness`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ready: 1,
      expected: 1,
      clustersTotal: 3,
      summary: { vi: '1/3 cụm sẵn sàng', en: '1 of 3 clusters ready' },
      warnings: [],
    });
    expect(body.clusters.map((each: { state: string }) => each.state)).toEqual(['ready', 'no-audio', 'no-device']);
    const list = await app.call('GET', `/readiness?communeId=${commune.communeId}&hours=8`);
    expect(list.body.broadcasts).toMatchObject([{ broadcastId, ready: 1, clustersTotal: 3 }]);
    expect((await app.call('GET', '/readiness?hours=6')).body.broadcasts).toEqual([]);
  });

  it('takes planned outages in and names a start that would be in time', async () => {
    await saysReady(await addDevice(0));
    const hamletIds = [commune.hamletIds[0]];
    const outage = {
      hamletIds,
      from: '2026-12-05T16:30:00+07:00',
      until: '2026-12-05T18:00:00+07:00',
      reason: 'Sửa điện',
    };
    const added = await app.call('POST', '/outages', outage);
    expect(added.status).toBe(201);
    const { body } = await app.call('GET', `/broadcasts/${broadcastId}/readiness`);
    expect(body).toMatchObject({ ready: 1, expected: 0, earlierStartAt: expect.stringMatching(/^2026-12-05T16:1/) });
    expect(body.warnings[0]).toMatchObject({ code: 'outage-start-earlier' });
    expect(body.warnings[0].message.vi).toContain('16:15 ngày 05/12/2026');
    const [made] = added.body.outages;
    expect((await app.call('GET', `/outages?communeId=${commune.communeId}`)).body.outages).toEqual([made]);
    expect((await app.call('DELETE', `/outages/${made.id}`)).status).toBe(200);
    expect((await app.call('DELETE', `/outages/${made.id}`)).body.code).toBe('outage-unknown');
    expect((await app.call('GET', `/broadcasts/${broadcastId}/readiness`)).body.expected).toBe(1);
  });

  it('names no start in the quiet hours', async () => {
    const hamletIds = [commune.hamletIds[0]];
    const times = { from: '2026-12-05T16:30:00+07:00', until: '2026-12-05T18:00:00+07:00', reason: 'Sửa điện' };
    await app.call('POST', '/outages', { hamletIds, ...times });
    const path = `/commune-rules/${commune.communeId}`;
    const { rules } = (await app.call('GET', path)).body;
    const saved = await app.call('PUT', path, { ...rules, quietHours: { from: '11:30', until: '16:20' } });
    expect(saved.status).toBe(200);
    const { body } = await app.call('GET', `/broadcasts/${broadcastId}/readiness`);
    expect(body.clusters[0].outage).toBeDefined();
    expect(body.earlierStartAt).toBeUndefined();
  });

  it('of more than a list holds the soonest are told', async () => {
    await app.database.$executeRaw`
      INSERT INTO broadcast SELECT (jsonb_populate_record(b, jsonb_build_object(
        'id', 'sau-' || n, 'start_at', b.start_at + n * interval '1 second', 'idempotency_key', NULL))).*
      FROM broadcast b, generate_series(1, 230) n`;
    const { broadcasts } = (await app.call('GET', '/readiness?hours=24')).body;
    expect(broadcasts).toHaveLength(200);
    expect(broadcasts[0].broadcastId).toBe(broadcastId);
    expect(broadcasts[1].broadcastId).toBe('sau-1');
  });

  it('refuses outages that end before they begin, and areas that are no hamlet', async () => {
    const hamletIds = [commune.hamletIds[0]];
    const times = { from: '2026-12-05T18:00:00+07:00', until: '2026-12-05T17:00:00+07:00', reason: 'Sửa điện' };
    expect((await app.call('POST', '/outages', { hamletIds, ...times })).body.code).toBe('outage-times-wrong');
    const good = { ...times, until: '2026-12-05T19:00:00+07:00' };
    const wrong = await app.call('POST', '/outages', { hamletIds: [commune.communeId], ...good });
    expect(wrong.body.code).toBe('area-unknown');
    expect(await app.database.plannedOutage.count()).toBe(0);
  });

  it('are made, shown and taken back by whoever plans there, and nobody else', async () => {
    const { communeId } = commune;
    const own = person('can-bo', 'Cán Bộ', ['officer'], { areaIds: [communeId] });
    const other = person('xa-khac', 'Xã Khác', ['officer'], { areaIds: ['khac'] });
    await app.putPeople([...OFFICE, own, other]);
    const as = (id: string, method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) =>
      app.call(method, path, body, signedIn(id));
    const hamletIds = [commune.hamletIds[0]];
    const outage = { hamletIds, from: '2026-12-05T16:30:00+07:00', until: '2026-12-05T18:00:00+07:00', reason: 'Điện' };
    expect((await as('xa-khac', 'POST', '/outages', outage)).body.code).toBe('not-permitted');
    const { id } = (await as('can-bo', 'POST', '/outages', outage)).body.outages[0];
    expect((await as('xa-khac', 'DELETE', `/outages/${id}`)).body.code).toBe('outage-unknown');
    for (const list of ['outages', 'readiness', 'source-bulletins', 'broadcasts', 'bulletins', 'schedules']) {
      expect(Object.values((await as('xa-khac', 'GET', `/${list}`)).body)[0], list).toEqual([]);
      expect((await as('xa-khac', 'GET', `/${list}?communeId=${communeId}`)).body.code, list).toBe('not-permitted');
      expect((await as('can-bo', 'GET', `/${list}?communeId=${communeId}`)).status, list).toBe(200);
      expect((await as('hoa', 'GET', `/${list}`)).status, list).toBe(200);
    }
    expect((await as('can-bo', 'DELETE', `/outages/${id}`)).status).toBe(200);
    expect((await as('can-bo', 'DELETE', `/outages/${id}`)).body.code).toBe('outage-unknown');
  });

  it('of what has begun or was cancelled there is no readiness', async () => {
    app.setNow(Date.parse('2026-12-05T17:00:00+07:00'));
    const { status, body } = await app.call('GET', `/broadcasts/${broadcastId}/readiness`);
    expect([status, body.code]).toEqual([409, 'broadcast-not-coming']);
  });
});
