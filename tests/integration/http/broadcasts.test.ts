import type { Receipt } from '@loa-lang/schemas/wire/report';
import { describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { eventually } from '../../support/eventually.ts';
import { addCommune, addReadyBulletin, type HttpApp } from '../../support/http-app.ts';
import { seededRandom } from '../../support/seeded-random.ts';

let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
let bulletinId: string;
appForFile(async (fresh) => {
  app = fresh;
  commune = await addCommune(app);
  bulletinId = await addReadyBulletin(app, commune.communeId);
  app.publisher.forget();
});

const plan = (more: object = {}, headers: object = {}) => {
  const body = { bulletins: [{ bulletinId }], targets: { areaIds: [commune.communeId] }, start: 'now', ...more };
  return app.call('POST', '/broadcasts', body, headers);
};
const inVietnam = (instant: number) => new Date(instant + 7 * 3600_000).toISOString().replace('Z', '+07:00');

async function report(broadcastId: string, clusterId: string, more: Partial<Receipt> = {}): Promise<void> {
  const receipt: Receipt = {
    kind: 'receipt',
    broadcastId,
    version: 1,
    run: 1,
    state: 'finished',
    outputLevelDbfs: -20,
    startErrorMs: 0.4,
    items: [{ index: 0, part: 0, playedMs: 20_000 }],
    ...more,
  };
  const { run, version, state } = receipt;
  const row = { broadcastId, clusterId, run, version, state, deviceId: `d-${clusterId}`, storeId: 's', number: 1 };
  await app.database.receiptRow.create({ data: { ...row, body: { ...receipt }, receivedAt: new Date() } });
}

describe('page by page', () => {
  /** As a client does. */
  async function pages(limit: number, between: () => Promise<unknown> = async () => undefined): Promise<string[]> {
    const seen: string[] = [];
    for (let before = ''; ; ) {
      const { status, body } = await app.call('GET', `/broadcasts?limit=${limit}${before && `&before=${before}`}`);
      expect(status).toBe(200);
      seen.push(...body.broadcasts.map((each: { id: string }) => each.id));
      if (body.next === undefined) return seen;
      before = body.next;
      await between();
    }
  }

  const FAR = new Date('2031-01-01');
  const MOVED = { startAt: FAR, latestStartAt: FAR, joinUntilAt: FAR };

  it('each once, whatever starts at the same time, and whatever becomes of the last of a page', async () => {
    const random = seededRandom(7);
    const soon = Date.now();
    const start = (day: number) => inVietnam(soon + (1 + day) * 24 * 3600_000);
    const ids: string[] = [];
    for (let index = 0; index < 24; index++) {
      const { body } = await plan({ start: start(Math.floor(random() * 3)) });
      ids.push(body.broadcast.id);
    }
    for (const limit of [1, 2, 3, 5, 7, 23, 24, 25]) {
      const seen = await pages(limit);
      expect(seen).toHaveLength(24);
      expect(new Set(seen)).toEqual(new Set(ids));
    }
    // a schedule takes back, or a person moves, what ended a page: what stands behind it is neither lost nor told twice
    const order = await pages(50);
    let page = 0;
    const disturbed = await pages(4, async () => {
      const last = order[page++ * 4 + 3] as string;
      const data = page % 2 === 0 ? { withdrawn: true } : { ...MOVED, endsAt: new Date('2031-01-02') };
      await app.database.broadcast.update({ where: { id: last }, data });
    });
    expect(disturbed).toEqual(order);
  });

  it('a page that does not exist is refused', async () => {
    expect((await app.call('GET', '/broadcasts?before=x')).body.code).toBe('bad-request');
  });
});

describe('planning', () => {
  it('now: one publish for the commune, sounding after 300 ms when nobody lacks the audio', async () => {
    const { status, body } = await plan();
    expect(status).toBe(201);
    expect(body.delivery).toEqual({ state: 'sent', waiting: [] });
    expect(app.publisher.plans).toEqual([commune.communeId]);
    expect(Date.parse(body.broadcast.startAt) - Date.parse(body.broadcast.createdAt)).toBe(300);
    expect(body.broadcast).toMatchObject({ clusters: 3, hamlets: 3, households: 240, title: 'Lịch tiêm phòng' });
    const content = await app.stores.documents.planContent(commune.communeId, Date.now());
    expect(content.broadcasts).toMatchObject([{ id: body.broadcast.id, version: 1, targets: 'all' }]);
  });

  it('waits for the push where an online device lacks the audio, and only then', async () => {
    const created = await app.call('POST', '/devices', { publicKey: 'A'.repeat(43), clusterId: commune.clusterIds[0] });
    const deviceId = created.body.device.id;
    const lead = async () => {
      const { body } = await plan();
      return Date.parse(body.broadcast.startAt) - Date.parse(body.broadcast.createdAt);
    };
    expect(await lead()).toBe(300);
    await app.database.device.update({ where: { id: deviceId }, data: { online: true } });
    expect(await lead()).toBe(5000);
    const held = { deviceId, assetId: 'a'.repeat(64), state: 'cached', updatedAt: new Date(), storeId: 's', number: 1 };
    await app.database.deviceAsset.create({ data: held });
    expect(await lead()).toBe(300);
  });

  it('starts earlier once the last listening cluster has the audio', async () => {
    const created = await app.call('POST', '/devices', { publicKey: 'A'.repeat(43), clusterId: commune.clusterIds[0] });
    const deviceId = created.body.device.id;
    await app.database.device.update({ where: { id: deviceId }, data: { online: true } });
    const { body } = await plan();
    const assetId = 'a'.repeat(64);
    const held = { deviceId, assetId, state: 'cached', updatedAt: new Date(), storeId: 's', number: 1 };
    await app.database.deviceAsset.create({ data: held });
    app.feed.emit({ type: 'asset', deviceId, assetId, state: 'cached' });
    const now = async () => (await app.call('GET', `/broadcasts/${body.broadcast.id}`)).body;
    await eventually('it is moved', async () => (await now()).version === 2);
    expect(Date.parse((await now()).startAt)).toBeLessThan(Date.parse(body.broadcast.startAt));
  });

  it('never claims what was not sent', async () => {
    app.publisher.connected = false;
    const { status, body } = await plan();
    expect(status).toBe(201);
    expect(body.delivery).toEqual({ state: 'not-sent', waiting: [commune.communeId] });
  });

  it('the same key never makes two broadcasts, also at the same moment', async () => {
    const key = { 'idempotency-key': 'k1' };
    const answers = await Promise.all([plan({}, key), plan({}, key), plan({}, key)]);
    expect(new Set(answers.map(({ body }) => body.broadcast.id)).size).toBe(1);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    expect((await plan({ title: 'Khác' }, key)).body.code).toBe('idempotency-conflict');
    expect((await app.call('GET', '/broadcasts')).body.broadcasts).toHaveLength(1);
  });

  it('the same key after a revision is that broadcast still, and another wish under it is refused', async () => {
    const key = { 'idempotency-key': 'sua-roi' };
    const [wish, moved] = [1, 2].map((days) => ({ start: inVietnam(Date.now() + days * 24 * 3600_000) }));
    const { id } = (await plan(wish, key)).body.broadcast;
    const body = {
      bulletins: [{ bulletinId }],
      targets: { areaIds: [commune.communeId] },
      ...moved,
    };
    expect((await app.call('PUT', `/broadcasts/${id}`, body)).status).toBe(200);
    const again = await plan(wish, key);
    expect([again.status, again.body.broadcast.id, again.body.broadcast.version]).toEqual([200, id, 2]);
    expect((await plan({ ...wish, title: 'Khác' }, key)).body.code).toBe('idempotency-conflict');
    expect(await app.database.broadcast.count()).toBe(1);
  });

  it('two readings are one part', async () => {
    const { body } = await plan({ bulletins: [{ bulletinId, readings: 2 }, { bulletinId }] });
    expect(body.broadcast.items.map((item: { part: number }) => item.part)).toEqual([0, 0, 1]);
    expect(body.broadcast.durationMs).toBe(60_000);
  });

  it('more than 64 single clusters go by a group of their own, used again the next time', async () => {
    const clusterIds: string[] = [];
    for (let index = 0; index < 65; index++) {
      const cluster = { hamletId: commune.hamletIds[2], code: `n${index}`, name: 'X', services: [] };
      clusterIds.push((await app.call('POST', '/clusters', cluster)).body.cluster.id);
    }
    const first = await plan({ targets: { clusterIds } });
    const second = await plan({ targets: { clusterIds: [...clusterIds].reverse() } });
    const [placement] = first.body.broadcast.placements;
    expect(placement.targets).toBe('all');
    expect(second.body.broadcast.placements).toEqual([placement]);
    const content = await app.stores.documents.planContent(placement.planId, Date.now());
    expect(content.broadcasts).toHaveLength(2);
    expect((await app.call('GET', '/groups')).body.groups).toEqual([]);
  });

  it('a new set of clusters is followed however many sets came before', async () => {
    const clusterIds: string[] = [];
    for (let index = 0; index < 65; index++) {
      const row = { id: `cum-${index}`, hamletId: commune.hamletIds[2] ?? '', code: `n${index}`, name: 'X' };
      await app.database.cluster.create({ data: { ...row, searchName: 'x' } });
      clusterIds.push(row.id);
    }
    const created = await app.call('POST', '/devices', { publicKey: 'A'.repeat(43), clusterId: clusterIds[0] });
    const sets = Array.from({ length: 64 }, (_, n) => ({
      id: `0-${n}`,
      communeId: commune.communeId,
      name: `#${n}`,
      automatic: true,
      createdAt: new Date(Date.now() - 2 * 3600_000),
    }));
    await app.database.group.createMany({ data: sets });
    await app.database.groupCluster.createMany({
      data: sets.map(({ id }) => ({ groupId: id, clusterId: clusterIds[0] ?? '' })),
    });
    const { body } = await plan({ targets: { clusterIds } });
    const settings = await app.stores.documents.settingsContent(created.body.device.id);
    expect(settings?.groupIds).toContain(body.broadcast.placements[0].planId);
  });

  it('a group keeps its plan as long as something is planned in it', async () => {
    const { communeId, clusterIds } = commune;
    const group = { communeId, name: 'Ven đê', areaIds: [], clusterIds: clusterIds.slice(0, 2) };
    const groupId = (await app.call('POST', '/groups', group)).body.group.id;
    const start = inVietnam(Date.now() + 3600_000);
    const { body } = await plan({ targets: { groupIds: [groupId] }, start });
    expect((await app.call('DELETE', `/groups/${groupId}`)).body.code).toBe('group-in-use');
    const content = await app.stores.documents.planContent(groupId, Date.now());
    expect(content.broadcasts).toMatchObject([{ id: body.broadcast.id }]);
    await app.call('POST', `/broadcasts/${body.broadcast.id}/cancel`, {});
    expect((await app.call('DELETE', `/groups/${groupId}`)).status).toBe(200);
  });

  it('nothing lasts so long that devices would refuse the plan it stands in', async () => {
    const repeat = { everyMs: 24 * 3600_000, until: '9999-12-31T23:59:59Z' };
    expect((await plan({ repeat })).body.code).toBe('ends-too-far');
    expect((await plan({ endsAt: '9999-12-31T23:59:59Z' })).body.code).toBe('ends-too-far');
    const content = await app.stores.documents.planContent(commune.communeId, Date.now());
    expect(content.broadcasts).toEqual([]);
  });

  it('AzuraCast#4962: zero length, past starts, unknown targets and nothing to hear are refused', async () => {
    const start = inVietnam(Date.now() + 60_000);
    const code = async (more: object) => (await plan(more)).body.code;
    expect(await code({ start, endsAt: start })).toBe('times-out-of-order');
    expect(await code({ start, endsAt: inVietnam(Date.now() + 61_000) })).toBe('window-too-short');
    expect(await code({ start: inVietnam(Date.now() - 1000) })).toBe('start-in-past');
    expect(await code({ start: '2026-02-30T07:00:00+07:00' })).toBe('bad-request');
    expect(await code({ start: '2026-03-01T07:00:00' })).toBe('bad-request');
    expect(await code({ targets: { areaIds: ['nowhere'] } })).toBe('targets-unknown');
    expect(await code({ targets: { areaIds: [commune.hamletIds[2]] } })).toBe('no-targets');
    expect(await code({ targets: {} })).toBe('no-targets');
    expect(await code({ bulletins: [] })).toBe('bad-request');
    expect(await code({ bulletins: [{ bulletinId: 'nothing' }] })).toBe('bulletin-unknown');
    await app.call('PATCH', `/bulletins/${bulletinId}`, { validUntil: inVietnam(Date.now() + 30_000) });
    expect(await code({ start })).toBe('bulletin-expired');
    expect((await app.call('GET', '/broadcasts')).body.broadcasts).toEqual([]);
    expect(app.publisher.plans).toEqual([]);
  });

  it('prisma/orm#28629: 07:00 stored is 07:00 for plain SQL, and back', async () => {
    const day = new Date(Date.now() + 48 * 3600_000).toISOString().slice(0, 10);
    const { body } = await plan({ start: `${day}T07:00:00+07:00` });
    expect(body.broadcast.startAt).toBe(`${day}T07:00:00+07:00`);
    const [row] = await app.database.$queryRaw<{ at: string }[]>`
      SELECT to_char(start_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24:MI:SS') AS at FROM broadcast`;
    expect(row?.at).toBe(`${day} 07:00:00`);
  });
});

describe('days', () => {
  it('libretime#2385: at 06:30 in Vietnam, while UTC has yesterday, "today" lists what starts at 06:45', async () => {
    const at = (text: string) => Date.parse(text);
    app.setNow(at('2026-03-01T06:30:00+07:00'));
    await plan({ start: '2026-03-01T06:45:00+07:00' });
    await plan({ start: '2026-03-01T23:50:00+07:00' });
    await plan({ start: '2026-03-02T00:10:00+07:00' });
    const starts = async (day: string) => {
      const { body } = await app.call('GET', `/broadcasts?day=${day}&communeId=${commune.communeId}`);
      return body.broadcasts.map((each: { startAt: string }) => each.startAt);
    };
    expect(await starts('2026-03-01')).toEqual(['2026-03-01T23:50:00+07:00', '2026-03-01T06:45:00+07:00']);
    expect(await starts('2026-02-28')).toEqual([]);
    expect(await starts('2026-03-02')).toEqual(['2026-03-02T00:10:00+07:00']);
    expect((await app.call('GET', '/broadcasts?day=2026-02-30')).body.code).toBe('bad-request');
  });

  it('libretime#2014: the end comes after the start, in whatever zone the start was written', async () => {
    const instant = Date.now() + 3600_000;
    for (const hours of [-11, -3, 0, 7, 14]) {
      const sign = hours < 0 ? '-' : '+';
      const local = new Date(instant + hours * 3600_000).toISOString().slice(0, -1);
      const { body } = await plan({ start: `${local}${sign}${String(Math.abs(hours)).padStart(2, '0')}:00` });
      expect(Date.parse(body.broadcast.startAt)).toBe(instant);
      expect(Date.parse(body.broadcast.endsAt)).toBeGreaterThan(Date.parse(body.broadcast.startAt));
    }
  });
});

describe('coverage', () => {
  it('counts what devices did, hamlet by hamlet, and nothing else', async () => {
    const { body } = await plan();
    const { id, endsAt } = body.broadcast;
    const [one = '', two = '', three = ''] = commune.clusterIds;
    const coverage = async () => (await app.call('GET', `/broadcasts/${id}/coverage`)).body;
    expect(await coverage()).toMatchObject({ state: 'planned', complete: false, householdsReached: 0 });
    await report(id, one);
    await report(id, three, { state: 'partial', items: [{ index: 0, part: 0, playedMs: 9000 }], reason: 'late' });
    app.setNow(Date.parse(endsAt) + 30_000);
    expect(await coverage()).toMatchObject({ state: 'reporting', complete: false, hamletsReached: 1 });
    app.setNow(Date.parse(endsAt) + 61_000);
    const final = await coverage();
    expect(final).toMatchObject({
      state: 'done',
      complete: true,
      hamletsReached: 1,
      hamletsTotal: 3,
      householdsReached: 70,
      householdsTotal: 240,
      clustersReached: 1,
    });
    const states = final.clusters.map(({ code, state, reason }: Record<string, string>) => [code, state, reason]);
    expect(states).toEqual([
      ['01', 'reached', undefined],
      ['02', 'missed', 'no-report'],
      ['03', 'partial', 'late'],
    ]);
    await report(id, two);
    expect(await coverage()).toMatchObject({ householdsReached: 120, hamletsReached: 1 });
  });

  it('is that of the day of planning: later changes of the register do not rewrite it', async () => {
    const { body } = await plan();
    await app.call('PATCH', `/areas/${commune.hamletIds[0]}`, { households: 999, name: 'Tên mới' });
    await app.call('DELETE', `/clusters/${commune.clusterIds[0]}`);
    const coverage = await app.call('GET', `/broadcasts/${body.broadcast.id}/coverage`);
    expect(coverage.body).toMatchObject({ householdsTotal: 240, clustersTotal: 3 });
  });
});

const PLAYED_8_S = [{ index: 0, part: 0, playedMs: 8000 }];

describe('cancelling', () => {
  it('stops what was interrupted everywhere and is going to start again', async () => {
    const { body } = await plan({ start: inVietnam(Date.now() + 60_000) });
    const { id, startAt } = body.broadcast;
    app.setNow(Date.parse(startAt) + 10_000);
    const interrupted: Partial<Receipt> = { state: 'partial', reason: 'interrupted', items: PLAYED_8_S };
    for (const clusterId of commune.clusterIds) await report(id, clusterId, interrupted);
    expect((await app.call('GET', `/broadcasts/${id}`)).body.state).toBe('playing');
    expect((await app.call('POST', `/broadcasts/${id}/cancel`, {})).status).toBe(200);
  });

  it('finds what was cut for good done', async () => {
    const { body } = await plan({ start: inVietnam(Date.now() + 60_000), onInterrupted: 'cut' });
    const { id, startAt } = body.broadcast;
    app.setNow(Date.parse(startAt) + 10_000);
    const cut: Partial<Receipt> = { state: 'partial', reason: 'interrupted', items: PLAYED_8_S };
    for (const clusterId of commune.clusterIds) await report(id, clusterId, cut);
    expect((await app.call('GET', `/broadcasts/${id}`)).body.state).toBe('done');
  });

  it('publishes the stop, stays in the plan, and twice is once', async () => {
    const { body } = await plan();
    const { id } = body.broadcast;
    app.publisher.forget();
    const first = await app.call('POST', `/broadcasts/${id}/cancel`, { reason: 'Mưa to' });
    expect(first.body).toMatchObject({
      broadcast: { state: 'cancelled', cancelReason: 'Mưa to' },
      delivery: { state: 'sent' },
    });
    const second = await app.call('POST', `/broadcasts/${id}/cancel`);
    expect(second.body.broadcast.cancelledAt).toBe(first.body.broadcast.cancelledAt);
    expect(app.publisher.plans).toEqual([commune.communeId, commune.communeId]);
    const content = await app.stores.documents.planContent(commune.communeId, Date.now());
    expect(content.broadcasts).toMatchObject([{ id, reason: 'Mưa to' }]);
  });

  it('says so when the stop has not been sent', async () => {
    const { body } = await plan();
    app.publisher.connected = false;
    const { status, body: answer } = await app.call('POST', `/broadcasts/${body.broadcast.id}/cancel`);
    expect([status, answer.delivery.state]).toEqual([200, 'not-sent']);
  });

  it('refuses what is over', async () => {
    const { body } = await plan();
    app.setNow(Date.parse(body.broadcast.endsAt));
    const { status, body: answer } = await app.call('POST', `/broadcasts/${body.broadcast.id}/cancel`);
    expect([status, answer.code]).toEqual([409, 'broadcast-over']);
    expect((await app.call('POST', '/broadcasts/none/cancel')).status).toBe(404);
  });
});
