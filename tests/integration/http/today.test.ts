import { describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { addCommune, addReadyBulletin, type HttpApp } from '../../support/http-app.ts';
import { OFFICE, person, signedIn } from '../../support/people.ts';

let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
let bulletinId: string;
const NOON = Date.parse('2026-12-05T12:00:00+07:00');
const START = Date.parse('2026-12-05T17:00:00+07:00');
const MINUTE = 60_000;
appForFile(async (fresh) => {
  app = fresh;
  app.setNow(NOON);
  commune = await addCommune(app);
  bulletinId = await addReadyBulletin(app, commune.communeId);
});

const today = async (headers: object = {}, query = '') => {
  const { status, body } = await app.call('GET', `/today${query}`, undefined, headers);
  expect(status).toBe(200);
  return body;
};
const plan = async (more: object = {}, headers: object = {}) => {
  const asked = { bulletins: [{ bulletinId }], targets: { areaIds: [commune.communeId] } };
  const planned = await app.call(
    'POST',
    '/broadcasts',
    { ...asked, start: '2026-12-05T17:00:00+07:00', ...more },
    headers,
  );
  expect(planned.status).toBe(201);
  return planned.body;
};
const pole = (index: number) => commune.clusterIds[index] as string;

async function addDevice(index: number, onlineSince: number): Promise<void> {
  const made = await app.call('POST', '/devices', { publicKey: String(index).repeat(43), clusterId: pole(index) });
  const data = { online: true, onlineSince: new Date(onlineSince) };
  await app.database.device.update({ where: { id: made.body.device.id }, data });
}

async function reports(
  id: string,
  index: number,
  playedMs: number,
  state = 'finished',
  outputLevelDbfs = -20,
): Promise<void> {
  const head = { broadcastId: id, version: 1, clusterId: pole(index), run: 1, state, items: [{ index: 0, playedMs }] };
  const row = { broadcastId: id, clusterId: pole(index), run: 1, version: 1, state, deviceId: 'd', storeId: 's' };
  const body = { ...head, outputLevelDbfs };
  await app.database.receiptRow.create({ data: { ...row, number: 1n, body, receivedAt: new Date(START) } });
}

/** Everybody played it but pole 02, which is back since. */
async function missedByOne(): Promise<string> {
  const { broadcast } = await plan();
  await addDevice(0, NOON);
  await addDevice(1, START + 10 * MINUTE);
  await addDevice(2, NOON);
  await reports(broadcast.id, 0, 20_000);
  await reports(broadcast.id, 2, 20_000);
  app.setNow(START + 20 * MINUTE);
  return broadcast.id;
}

describe('the start page', () => {
  it('tells of an empty commune that nothing is, and of its size', async () => {
    const body = await today();
    expect(body).toMatchObject({
      ...{ commune: { id: commune.communeId, name: 'Ngọc Thiện' }, hamlets: 3, clusters: 3, onAir: [], coming: [] },
      needs: { approvals: [], missed: [], locks: [], emergencies: [], openIncidents: 0, overdueComplaints: 0 },
    });
    expect(body.week).toHaveLength(7);
    expect(body.week.at(-1)).toEqual({ day: '2026-12-05', broadcasts: 0, householdsReached: 0, householdsTotal: 0 });
  });

  it('names the clusters that are not ready for what comes', async () => {
    const { broadcast } = await plan();
    await addDevice(0, NOON);
    const { coming } = await today();
    expect(coming).toMatchObject([
      { broadcastId: broadcast.id, approval: 'approved', clusters: 3, households: 240, ready: 0, illTotal: 3 },
    ]);
    expect(coming[0].ill[0]).toMatchObject({ code: '01', state: 'no-audio', online: true, outage: false });
    expect(coming[0].ill[1]).toMatchObject({ code: '02', state: 'no-device', online: false });
  });

  it('tells what sounds by the word of the clusters, until it is over', async () => {
    const { broadcast } = await plan();
    app.setNow(START + 5_000);
    await reports(broadcast.id, 0, 0, 'started');
    expect((await today()).onAir).toMatchObject([
      { broadcastId: broadcast.id, state: 'sounding', sounding: 1, clusters: 3, households: 240 },
    ]);
    app.setNow(START + 60 * MINUTE);
    expect((await today()).onAir).toEqual([]);
  });

  it('counts the week as coverage over time does, before a make-up and after it was taken back', async () => {
    const id = await missedByOne();
    const both = async () => {
      const { body } = await app.call('GET', `/coverage?areaId=${commune.communeId}&from=2026-11-29&to=2026-12-05`);
      const { week } = await today();
      const sum = (key: 'householdsReached' | 'householdsTotal') =>
        week.reduce((all: number, day: Record<typeof key, number>) => all + day[key], 0);
      expect([sum('householdsReached'), sum('householdsTotal')]).toEqual([
        body.householdsReached,
        body.householdsMeant,
      ]);
      return sum('householdsReached') / sum('householdsTotal');
    };
    const before = await both();
    expect(before).toBeGreaterThan(0);
    const made = await app.call('POST', `/broadcasts/${id}/make-up`, { start: 'now' });
    expect((await app.call('POST', `/broadcasts/${made.body.broadcast.id}/cancel`)).status).toBe(200);
    expect(await both()).toBe(before);
  });

  it('offers a make-up of what was missed to whoever may plan one, until one is under way', async () => {
    const id = await missedByOne();
    await app.putPeople([...OFFICE, person('xem', 'Người Xem', ['viewer'])]);
    const { needs } = await today(signedIn('hoa'));
    expect(needs.missed).toMatchObject([
      {
        broadcastId: id,
        missedAt: [{ id: pole(1), tooQuiet: false }],
        missedClusters: 1,
        missedHouseholds: 50,
        missedHamlets: [{ name: 'Đồng Gai' }],
      },
    ]);
    const viewer = await today(signedIn('xem'));
    expect(viewer.needs.missed).toEqual([]);
    expect(viewer.needs.overdueComplaints).toBeUndefined();
    expect((await app.call('POST', `/broadcasts/${id}/make-up`, { start: 'now' }, signedIn('hoa'))).status).toBe(201);
    expect((await today(signedIn('hoa'))).needs.missed).toEqual([]);
  });

  it('says of who played too quietly that playing again would not help', async () => {
    const { broadcast } = await plan();
    for (const index of [0, 1, 2]) await addDevice(index, NOON);
    for (const index of [0, 1, 2]) await reports(broadcast.id, index, 20_000, 'finished', index === 1 ? -57 : -20);
    app.setNow(START + 20 * MINUTE);
    const { missed } = (await today()).needs;
    expect(missed).toMatchObject([{ broadcastId: broadcast.id, missedAt: [{ id: pole(1), tooQuiet: true }] }]);
  });

  it('counts the households of a day that is over once, and keeps it while others come', async () => {
    await missedByOne();
    const reached = { broadcasts: 1, householdsReached: 130, householdsTotal: 240 };
    expect((await today()).week.at(-1)).toEqual({ day: '2026-12-05', ...reached });
    app.setNow(START + 24 * 60 * MINUTE);
    for (const _ of [1, 2]) {
      const { week } = await today();
      expect(week.map(({ day }: { day: string }) => day.slice(8))).toEqual(['30', '01', '02', '03', '04', '05', '06']);
      expect(week[5]).toEqual({ day: '2026-12-05', ...reached });
      expect(week[6].broadcasts).toBe(0);
    }
  });

  it('tells of each day what coverage over time tells of it, with what was played again', async () => {
    const id = await missedByOne();
    const made = await app.call('POST', `/broadcasts/${id}/make-up`, { start: 'now' });
    await reports(made.body.broadcast.id, 1, 20_000);
    app.setNow(START + 40 * MINUTE);
    const { week } = await today();
    expect(week.at(-1)).toMatchObject({ broadcasts: 1, householdsReached: 180 });
    const { body } = await app.call('GET', `/coverage?areaId=${commune.communeId}&from=2026-11-29&to=2026-12-05`);
    const days = body.days.map(({ householdsMeant: householdsTotal, ...day }: Record<string, unknown>) => ({
      ...{ ...day, householdsTotal },
    }));
    expect(week).toEqual(days);
  });

  it('shows what waits for approval to who may decide, and what was returned to who wrote it', async () => {
    await app.putPeople(OFFICE);
    const { approvalId } = await plan({}, signedIn('hoa'));
    expect((await today(signedIn('hoa'))).needs).toMatchObject({ approvals: [], approvalsTotal: 0 });
    const { needs, coming } = await today(signedIn('chu-tich'));
    expect(needs.approvals).toMatchObject([{ id: approvalId, submittedBy: { name: 'Nguyễn Thị Hoa' } }]);
    expect(coming).toMatchObject([{ approval: 'awaiting' }]);
    const { bindingHash } = (await app.call('GET', `/approvals/${approvalId}`, undefined, signedIn('chu-tich'))).body;
    const decision = { decision: 'return', bindingHash, reason: 'Sai giờ họp' };
    expect((await app.call('POST', `/approvals/${approvalId}/decisions`, decision, signedIn('chu-tich'))).status).toBe(
      200,
    );
    expect((await today(signedIn('hoa'))).needs.returned).toMatchObject([{ id: approvalId, reason: 'Sai giờ họp' }]);
    expect((await today(signedIn('chu-tich'))).needs.approvals).toEqual([]);
    expect((await today(signedIn('hoa'))).coming).toEqual([]);
  });

  it('says that a lock is on, and to whom it is theirs to lift', async () => {
    await app.putPeople(OFFICE);
    const [hamletId] = commune.hamletIds;
    const locked = await app.call('POST', '/silence', { areaId: hamletId, reason: 'Nhà có tang' }, signedIn('hoa'));
    expect(locked.status).toBe(201);
    const lock = { areaName: 'Đồng Gai', reason: 'Nhà có tang' };
    expect((await today(signedIn('hoa'))).needs.locks).toMatchObject([{ ...lock, mayLift: true }]);
    expect((await today(signedIn('ky-thuat'))).needs.locks).toMatchObject([{ ...lock, mayLift: false }]);
  });

  it('asks for the justification of an emergency from anybody but its sender', async () => {
    await app.putPeople(OFFICE);
    const asked = { bulletinId, targets: 'everywhere', communeId: commune.communeId };
    const sent = await app.call('POST', '/emergencies', asked, signedIn('hoa'));
    expect(sent.status).toBe(201);
    const { id } = sent.body.emergency;
    expect((await today(signedIn('hoa'))).needs.emergencies).toMatchObject([{ id, mayJustify: false, flagged: false }]);
    expect((await today(signedIn('pho'))).needs.emergencies).toMatchObject([{ id, mayJustify: true }]);
    await app.call('POST', `/emergencies/${id}/justify`, { reason: 'Nước lũ lên nhanh' }, signedIn('pho'));
    expect((await today(signedIn('pho'))).needs.emergencies).toEqual([]);
  });

  it('shows the head of a hamlet the own hamlet', async () => {
    const [hamletId = ''] = commune.hamletIds;
    await plan();
    await app.putPeople([...OFFICE, person('truong-thon', 'Trưởng Thôn', ['hamlet-head'], { areaIds: [hamletId] })]);
    const { coming, commune: seen } = await today(signedIn('truong-thon'));
    expect(seen.id).toBe(commune.communeId);
    expect(coming).toMatchObject([{ clusters: 2, households: 120, hamlets: [{ id: hamletId }] }]);
  });

  it('is empty for who has no commune, and tells nothing of another commune', async () => {
    await app.putPeople([...OFFICE, person('xa-khac', 'Xã Khác', ['officer'], { areaIds: ['khac'] })]);
    const body = await today(signedIn('xa-khac'));
    expect(body.commune).toBeUndefined();
    expect(body.coming).toEqual([]);
    const asked = await app.call('GET', `/today?communeId=${commune.communeId}`, undefined, signedIn('xa-khac'));
    expect(asked.body.code).toBe('not-permitted');
  });
});
