import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { addCommune, addReadyBulletin, type HttpApp, startHttpApp } from '../../support/http-app.ts';
import { OFFICE, signedIn } from '../../support/people.ts';

let databases: TestDatabases;
let databaseUrl: string;
let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
let bulletinId: string;
let broadcastId: string;
const NOON = Date.parse('2026-12-05T12:00:00+07:00');
const START = '2026-12-05T17:00:00+07:00';
const MINUTE = 60_000;
const AFTER = Date.parse(START) + 20 * MINUTE;
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());
beforeEach(async () => {
  databaseUrl = await databases.fresh();
  app = await startHttpApp(databaseUrl);
  app.setNow(NOON);
  commune = await addCommune(app);
  bulletinId = await addReadyBulletin(app, commune.communeId);
  broadcastId = (await plan()).body.broadcast.id;
});
afterEach(() => app.stop());

const plan = (more: object = {}) =>
  app.call('POST', '/broadcasts', {
    bulletins: [{ bulletinId }],
    targets: { areaIds: [commune.communeId] },
    start: START,
    ...more,
  });
const pole = (index: number) => commune.clusterIds[index] as string;

/** A device in this cluster that has been there since the instant. */
async function addDevice(index: number, onlineSince: number | undefined): Promise<void> {
  const made = await app.call('POST', '/devices', { publicKey: String(index).repeat(43), clusterId: pole(index) });
  const since = onlineSince === undefined ? {} : { online: true, onlineSince: new Date(onlineSince) };
  await app.database.device.update({ where: { id: made.body.device.id }, data: since });
}

async function reports(
  id: string,
  index: number,
  playedMs: number,
  state = 'finished',
  reason?: string,
): Promise<void> {
  const head = { broadcastId: id, version: 1, clusterId: pole(index), run: 1, state, items: [{ index: 0, playedMs }] };
  const body = { ...head, outputLevelDbfs: -20, ...(reason !== undefined && { reason }) };
  const row = { broadcastId: id, clusterId: pole(index), run: 1, version: 1, state, deviceId: 'd', storeId: 's' };
  await app.database.receiptRow.create({ data: { ...row, number: 1n, body, receivedAt: new Date(clockAt) } });
}
let clockAt = AFTER;
const at = (instant: number) => {
  clockAt = instant;
  app.setNow(instant);
};

/** Poles 01 and 03 played it; 02 was without power and is back. */
async function missedByOne(): Promise<void> {
  await addDevice(0, NOON);
  await addDevice(1, AFTER - 5 * MINUTE);
  await addDevice(2, NOON);
  at(AFTER);
  await reports(broadcastId, 0, 20_000);
  await reports(broadcastId, 2, 20_000);
}
const offer = (id = broadcastId) => app.call('GET', `/broadcasts/${id}/make-up`);
const press = (start: string = 'now', headers: object = {}) =>
  app.call('POST', `/broadcasts/${broadcastId}/make-up`, { start }, headers);
const makeUps = () => app.database.broadcast.findMany({ where: { makeUpOf: broadcastId } });

describe('a make-up', () => {
  it('is offered for those who missed it, and names the neighbours who hear it twice', async () => {
    await missedByOne();
    const { status, body } = await offer();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ broadcastId, possible: true, durationMs: 20_000, leftOut: [], makeUps: [] },
      clusters: [{ id: pole(1), state: 'missed', online: true, households: 50 }],
      twice: [{ id: pole(0), because: 'same-hamlet', households: 70, beside: [pole(1)] }],
    });
    expect(body.summary.vi).toBe('Phát bù cho cụm 02 (50 hộ). Khoảng 70 hộ quanh cụm 01 sẽ nghe lại lần thứ hai.');
  });

  it('plays the same audio for just these, and the broadcast says what came of it', async () => {
    await missedByOne();
    const { status, body } = await press();
    expect(status).toBe(201);
    const original = (await app.call('GET', `/broadcasts/${broadcastId}`)).body;
    expect(body.broadcast).toMatchObject({
      ...{ makeUpOf: broadcastId, state: 'planned', class: original.class, level: original.level, clusters: 1 },
      targets: { areaIds: [], clusterIds: [pole(1)] },
      placements: [{ targets: { only: [pole(1)] } }],
    });
    expect(body.broadcast.items).toEqual(original.items);
    const id = body.broadcast.id;
    const [act] = (await app.call('GET', '/audit?limit=1')).body.entries;
    expect(act).toMatchObject({ act: 'POST /broadcasts/:id/make-up', communeId: commune.communeId, subjectId: id });
    expect(act.details.after).toMatchObject({ makeUp: { of: broadcastId, round: 1 } });
    expect((await offer()).body).toMatchObject({
      ...{ possible: false, problem: { code: 'make-up-nothing' }, leftOut: [{ reason: 'under-way' }] },
      makeUps: [{ broadcastId: id, state: 'planned' }],
    });
    await reports(id, 1, 20_000);
    const coverage = async (of: string) => (await app.call('GET', `/broadcasts/${of}/coverage`)).body;
    expect(await coverage(id)).toMatchObject({ clustersReached: 1, clustersTotal: 1, householdsReached: 50 });
    expect(await coverage(broadcastId)).toMatchObject({
      clustersReached: 2,
      afterMakeUp: {
        ...{ clustersReached: 3, clustersTotal: 3, householdsReached: 180, householdsTotal: 240 },
        summary: { vi: 'Sau phát bù: 3/3 cụm, 180 hộ' },
      },
    });
    at(AFTER + 10 * MINUTE);
    expect((await press()).body.code).toBe('make-up-all-reached');
    expect((await offer(id)).body).toMatchObject({ broadcastId, problem: { code: 'make-up-all-reached' } });
  });

  it('pressed twice, by two people at two controllers at once, is one', async () => {
    await missedByOne();
    const other = await startHttpApp(databaseUrl);
    other.setNow(AFTER);
    try {
      const presses = [press(), press(), other.call('POST', `/broadcasts/${broadcastId}/make-up`, { start: 'now' })];
      const answers = await Promise.all(presses);
      expect(answers.map((each) => each.status).sort()).toEqual([200, 200, 201]);
      expect(new Set(answers.map((each) => each.body.broadcast.id)).size).toBe(1);
      expect((await press()).status).toBe(200);
      expect(await makeUps()).toHaveLength(1);
    } finally {
      await other.stop();
    }
  });

  it('there is none while reports come in, of what was cancelled, of what is removed or no longer valid', async () => {
    await addDevice(1, NOON);
    at(Date.parse(START) + MINUTE);
    expect((await press()).body).toMatchObject({ code: 'make-up-not-settled' });
    at(AFTER);
    await app.call('PATCH', `/bulletins/${bulletinId}`, { validUntil: '2026-12-05T17:20:10+07:00' });
    expect((await offer()).body).toMatchObject({ possible: false, problem: { code: 'bulletin-expired' } });
    expect((await press()).body.code).toBe('bulletin-expired');
    await app.call('DELETE', `/bulletins/${bulletinId}?confirm=true`);
    expect((await press()).body.code).toBe('make-up-bulletin-removed');
    expect(await makeUps()).toEqual([]);
    at(NOON);
    await app.call('POST', `/broadcasts/${broadcastId}/cancel`, {});
    at(AFTER);
    expect((await press()).body.code).toBe('make-up-cancelled');
  });

  it('never in quiet hours, except an emergency', async () => {
    await missedByOne();
    await quietFrom('17:19');
    expect((await offer()).body).toMatchObject({ possible: false, problem: { code: 'quiet-hours' } });
    expect((await press()).body.code).toBe('quiet-hours');
    expect((await press('2026-12-06T06:00:00+07:00')).status).toBe(201);
    await app.database.broadcast.deleteMany({ where: { makeUpOf: broadcastId } });
    await app.database.broadcast.update({ where: { id: broadcastId }, data: { class: 'emergency' } });
    expect((await press()).status).toBe(201);
  });

  it('not for who is muted, locked or has not accounted for it', async () => {
    await missedByOne();
    await app.database.device.updateMany({
      where: { clusterId: pole(1) },
      data: { onlineSince: new Date(AFTER - 1000) },
    });
    expect((await offer()).body).toMatchObject({ clusters: [], leftOut: [{ id: pole(1), reason: 'no-report' }] });
    const { body } = await press();
    expect(body).toMatchObject({ code: 'make-up-nothing', message: { vi: expect.stringContaining('02: chưa báo') } });
    await reports(broadcastId, 1, 0, 'missed', 'no-time');
    expect((await offer()).body.leftOut).toMatchObject([{ id: pole(1), reason: 'just-back' }]);
    await app.database.device.updateMany({
      where: { clusterId: pole(1) },
      data: { onlineSince: new Date(AFTER - 30_000) },
    });
    expect((await offer()).body.clusters).toMatchObject([{ id: pole(1) }]);
    const latch = { id: 'l', areaId: commune.communeId, level: 'commune', since: new Date(NOON), reason: 'Thử' };
    await app.database.silenceLatch.create({ data: latch });
    expect((await offer()).body.leftOut).toMatchObject([{ id: pole(1), reason: 'locked' }]);
    await app.database.silenceLatch.update({ where: { id: 'l' }, data: { liftedAt: new Date(NOON + 1) } });
    await app.database.cluster.update({ where: { id: pole(1) }, data: { muted: true } });
    expect((await offer()).body.leftOut).toMatchObject([{ id: pole(1), reason: 'muted' }]);
  });
});

const quietFrom = async (from: string): Promise<void> => {
  const path = `/commune-rules/${commune.communeId}`;
  const { rules } = (await app.call('GET', path)).body;
  const saved = await app.call('PUT', path, { ...rules, quietHours: { from, until: '05:00' } });
  expect(saved.status).toBe(200);
};

describe('of a bulletin marked important', () => {
  const look = () => app.useCases.makeUpUpkeep.look();
  beforeEach(() => app.call('PATCH', `/bulletins/${bulletinId}`, { important: true }));

  it('it comes by itself once, when those who missed it are back', async () => {
    await missedByOne();
    await app.database.device.updateMany({ where: { clusterId: pole(1) }, data: { online: false } });
    await look();
    expect(await makeUps()).toEqual([]);
    const back = { online: true, onlineSince: new Date(AFTER + 10 * MINUTE) };
    await app.database.device.updateMany({ where: { clusterId: pole(1) }, data: back });
    at(AFTER + 13 * MINUTE);
    await Promise.all([look(), look()]);
    await look();
    const [made, ...others] = await makeUps();
    expect(others).toEqual([]);
    expect(made).toMatchObject({ requested: { clusterIds: [pole(1)] }, approval: 'approved' });
    await reports(made?.id ?? '', 1, 20_000);
    at(AFTER + 60 * MINUTE);
    await look();
    expect(await makeUps()).toHaveLength(1);
  });

  it.each(['silenced', 'cancelled', 'muted'])(
    'never by itself where it was %s on purpose; a person may press',
    async (reason) => {
      await missedByOne();
      await reports(broadcastId, 1, 5_000, 'stopped', reason);
      await look();
      expect(await makeUps()).toEqual([]);
      expect((await press()).status).toBe(201);
    },
  );

  describe('in a programme of two', () => {
    let plainId: string;
    const items = (...playedMs: number[]) => playedMs.map((ms, index) => ({ index, playedMs: ms }));
    const hears = async (id: string, index: number, ...playedMs: number[]) => {
      await reports(id, index, 0);
      const where = { broadcastId: id, clusterId: pole(index) };
      const row = await app.database.receiptRow.findFirstOrThrow({ where });
      const body = { ...(row.body as object), items: items(...playedMs) };
      await app.database.receiptRow.updateMany({ where, data: { body } });
    };
    beforeEach(async () => {
      plainId = await addReadyBulletin(app, commune.communeId, 20_000, 'b');
      const made = await plan({ bulletins: [{ bulletinId: plainId }, { bulletinId }] });
      broadcastId = made.body.broadcast.id;
      await Promise.all([0, 1, 2].map((index) => addDevice(index, NOON)));
      at(AFTER);
    });

    it('only that one comes by itself, for who has not heard it; a person is offered the whole', async () => {
      await hears(broadcastId, 0, 20_000, 20_000);
      await hears(broadcastId, 1, 20_000, 0);
      await hears(broadcastId, 2, 0, 20_000);
      // what nobody marked may be removed or out of date
      await app.call('PATCH', `/bulletins/${plainId}`, { validUntil: '2026-12-05T17:20:05+07:00' });
      await look();
      const [made, ...others] = await makeUps();
      expect(others).toEqual([]);
      expect(made).toMatchObject({ requested: { clusterIds: [pole(1)] }, bulletins: [{ bulletinId }] });
      expect(made?.items).toMatchObject([{ part: 0, durationMs: 20_000 }]);
      await app.call('PATCH', `/bulletins/${plainId}`, { validUntil: null });
      await hears(made?.id ?? '', 1, 20_000);
      at(AFTER + 10 * MINUTE);
      await look();
      expect(await makeUps()).toHaveLength(1);
      // pole 02 has heard both by now, one in each
      const { body } = await offer();
      expect(body).toMatchObject({ possible: true, durationMs: 40_000, clusters: [{ id: pole(2), state: 'partial' }] });
      expect(body.afterMakeUp).toMatchObject({ clustersReached: 2 });
      expect((await press()).body.broadcast.bulletins).toHaveLength(2);
    });

    it('who was given that one only is still offered the whole', async () => {
      await hears(broadcastId, 0, 20_000, 20_000);
      await hears(broadcastId, 2, 20_000, 20_000);
      await reports(broadcastId, 1, 0, 'missed', 'no-power');
      await look();
      const [made] = await makeUps();
      await hears(made?.id ?? '', 1, 20_000);
      at(AFTER + 10 * MINUTE);
      expect((await offer()).body).toMatchObject({ clusters: [{ id: pole(1) }], afterMakeUp: { clustersReached: 2 } });
    });
  });

  it('a cluster that never manages is left alone after the second time; a person may still press', async () => {
    await missedByOne();
    for (let hour = 0; hour < 6; hour++) {
      at(AFTER + hour * 20 * MINUTE);
      await look();
    }
    expect(await makeUps()).toHaveLength(2);
    expect((await press()).status).toBe(201);
  });

  it.each(['cancelled', 'silenced', 'muted'])(
    'not where somebody wanted it quiet (%s); a person may press',
    async (reason) => {
      await missedByOne();
      await reports(broadcastId, 1, 5000, 'stopped', reason);
      await look();
      expect(await makeUps()).toEqual([]);
      expect((await press()).status).toBe(201);
    },
  );

  it('never of an emergency, which would be a false alarm by then; a person may press', async () => {
    await missedByOne();
    await app.database.broadcast.update({ where: { id: broadcastId }, data: { class: 'emergency' } });
    await look();
    expect(await makeUps()).toEqual([]);
    expect((await press()).status).toBe(201);
  });

  it('not in quiet hours, not of what nobody marked, not after three days', async () => {
    await missedByOne();
    await quietFrom('17:19');
    await look();
    expect(await makeUps()).toEqual([]);
    at(Date.parse('2026-12-06T05:00:30+07:00'));
    await app.call('PATCH', `/bulletins/${bulletinId}`, { important: false });
    await look();
    expect(await makeUps()).toEqual([]);
    await app.call('PATCH', `/bulletins/${bulletinId}`, { important: true });
    at(Date.parse(START) + 73 * 3600_000);
    await look();
    expect(await makeUps()).toEqual([]);
    at(Date.parse(START) + 64 * 3600_000);
    await look();
    expect(await makeUps()).toHaveLength(1);
  });
});

describe('with people on record', () => {
  it('the approval of the broadcast covers its make-up; what nobody approved has none', async () => {
    await missedByOne();
    await app.putPeople([...OFFICE]);
    const { status, body } = await press('now', signedIn('hoa'));
    expect([status, body.broadcast.state, body.approvalId]).toEqual([201, 'planned', undefined]);
    const [request] = await app.database.approvalRequest.findMany({ where: { subjectId: body.broadcast.id } });
    expect(request).toMatchObject({ state: 'approved', decision: { by: { name: 'Nguyễn Thị Hoa' } } });
    expect((await press('now', signedIn('ky-thuat'))).body.code).toBe('not-permitted');
    await app.database.broadcast.deleteMany({ where: { makeUpOf: broadcastId } });
    await app.database.approvalRequest.updateMany({ data: { state: 'archived' } });
    expect((await press('now', signedIn('hoa'))).body.broadcast.state).toBe('awaiting');
  });
});
