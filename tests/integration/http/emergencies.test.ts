/** Emergencies and drills over HTTP: what is planned, what is refused, who answers for it. */

import { type Caller, STATION } from '@loa-lang/controller/domain/people/person';
import { describe, expect, it } from 'vitest';
import { appForEachTest } from '../../support/app-for-each-test.ts';
import { eventually } from '../../support/eventually.ts';
import { addCommune, addReadyBulletin, type HttpApp, untilMade } from '../../support/http-app.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;

appForEachTest(async (fresh) => {
  app = fresh;
  commune = await addCommune(app);
});

const send = (body: object, headers: object = {}) => app.call('POST', '/emergencies', body, headers);
const everywhere = () => ({ areaIds: [commune.communeId] });
const hamlet = (index: number) => commune.hamletIds[index] ?? '';
const asCaller = (caller: Partial<Caller>): Caller => ({
  ...STATION,
  kind: 'person',
  personId: 'p1',
  name: 'A',
  ...caller,
});

const VI_DAY = /(thứ|Chủ nhật) /i;
const EN_DAY = /(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day/;

describe('an emergency from a bulletin', () => {
  it('sounds at once, louder, three times, again every ten minutes, for two hours', async () => {
    const bulletinId = await addReadyBulletin(app, commune.communeId, 20_000);
    const { status, body } = await send({ bulletinId, targets: everywhere() });
    expect(status, JSON.stringify(body)).toBe(201);
    const { broadcast } = body;
    expect(broadcast).toMatchObject({ class: 'emergency', level: 'commune', repeat: { everyMs: 10 * MINUTE } });
    expect(broadcast.items).toHaveLength(3);
    const startAt = Date.parse(broadcast.startAt);
    expect(Date.parse(broadcast.endsAt) - startAt).toBe(2 * HOUR);
    // it waits behind another emergency rather than being given up after two seconds
    expect(Date.parse(broadcast.latestStartAt) - startAt).toBe(10 * MINUTE);
    const [entry] = (await app.stores.documents.planContent(commune.communeId, startAt)).broadcasts;
    expect(entry).toMatchObject({ volumeRule: { gainDb: 6 } });
    expect(body.notices.map((notice: { code: string }) => notice.code)).toEqual(['emergency-unjustified']);
    expect(body.notices[0].message).toMatchObject({
      vi: expect.stringMatching(VI_DAY),
      en: expect.stringMatching(EN_DAY),
    });

    const { active } = (await app.call('GET', '/emergencies')).body;
    expect(active).toMatchObject([{ id: body.emergency.id, state: 'active', clusters: 3, until: broadcast.endsAt }]);
    app.setNow(startAt + 25 * MINUTE);
    const [later] = (await app.call('GET', '/emergencies')).body.active;
    expect(Date.parse(later.nextReadingAt) - startAt).toBe(30 * MINUTE);
    app.setNow(startAt + 119 * MINUTE);
    expect((await app.call('GET', '/emergencies')).body.active[0].nextReadingAt).toBeUndefined();
    app.setNow(startAt + 121 * MINUTE);
    const over = (await app.call('GET', '/emergencies')).body;
    expect([over.active.length, over.recent[0].state]).toEqual([0, 'over']);
  });

  it('the same key makes one, also at the same moment', async () => {
    const bulletinId = await addReadyBulletin(app, commune.communeId);
    const key = { 'idempotency-key': 'bam-hai-lan' };
    const body = { bulletinId, targets: everywhere() };
    const answers = await Promise.all([send(body, key), send(body, key), send(body, key)]);
    expect(new Set(answers.map((answer) => answer.body.emergency?.id))).toEqual(new Set(['bam-hai-lan']));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await app.database.broadcast.count()).toBe(1);
  });

  it('the same key with another wish, or by somebody else, is refused and not taken for sent', async () => {
    const bulletinId = await addReadyBulletin(app, commune.communeId);
    const key = 'bam-hai-lan';
    const wish = { bulletinId, targets: everywhere() };
    expect((await send(wish, { 'idempotency-key': key })).status).toBe(201);
    const elsewhere = await send({ bulletinId, targets: { areaIds: [hamlet(0)] } }, { 'idempotency-key': key });
    expect([elsewhere.status, elsewhere.body.code]).toEqual([409, 'idempotency-conflict']);
    const request = { bulletinId, targets: { ...everywhere(), groupIds: [], clusterIds: [] } };
    const other = asCaller({ personId: 'p2', roles: ['officer'] });
    const again = app.useCases.emergencies.send({ ...request, drill: false, liftAndSend: false }, other, key);
    await expect(again).rejects.toMatchObject({ code: 'idempotency-conflict' });
    expect(await app.database.broadcast.count()).toBe(1);
  });

  it('pressed again with its key after it failed goes on air then, while it still is one', async () => {
    const bulletinId = await addReadyBulletin(app, commune.communeId);
    const wish = { bulletinId, targets: everywhere() };
    const { broadcasts } = app.stores;
    const create = broadcasts.create.bind(broadcasts);
    broadcasts.create = () => Promise.reject(new Error('the database went away'));
    const keys = ['lan-thu-nhat', 'hom-qua-bam'].map((key) => ({ 'idempotency-key': key }));
    for (const key of keys) expect((await send(wish, key)).status).toBe(500);
    broadcasts.create = create;
    const state = async (id: string) => (await app.call('GET', `/emergencies/${id}`)).body;
    await eventually('written down', async () => (await state('lan-thu-nhat')).state === 'failed');
    expect((await state('lan-thu-nhat')).justification).toMatchObject({ needed: false, flagged: false });
    const { status, body } = await send(wish, keys[0]);
    expect([status, body.emergency.state, body.repeated]).toEqual([200, 'active', true]);
    expect(body.notices.map(({ code }: { code: string }) => code)).toEqual(['emergency-unjustified']);
    expect(await state('lan-thu-nhat')).toMatchObject({ state: 'active', justification: { needed: true } });
    expect((await state('lan-thu-nhat')).fault).toBeUndefined();
    app.setNow(Date.now() + HOUR);
    expect((await send(wish, keys[1])).body.code).toBe('emergency-key-old');
    expect(await app.database.broadcast.count()).toBe(1);
  });

  it('can be stopped, and says what the stop met', async () => {
    const bulletinId = await addReadyBulletin(app, commune.communeId);
    const { emergency, broadcast } = (await send({ bulletinId, targets: everywhere() })).body;
    app.setNow(Date.parse(broadcast.startAt) + 1000);
    const { body } = await app.call('POST', `/emergencies/${emergency.id}/stop`);
    expect(body.broadcasts).toMatchObject([{ outcome: 'stopped', scope: 'everywhere' }]);
    expect((await app.call('GET', `/emergencies/${emergency.id}`)).body.state).toBe('stopped');
  });

  it('says when a bulletin does not begin with the instruction, and airs it all the same', async () => {
    const text = 'Bà con lên nơi cao ngay.';
    const made = await app.call('POST', '/bulletins', { communeId: commune.communeId, kind: 'urgent', text });
    await untilMade(app, made.body.id);
    const { status, body } = await send({ bulletinId: made.body.id, targets: everywhere() });
    expect(status).toBe(201);
    expect(body.notices.map(({ code }: { code: string }) => code)).toContain('emergency-after-tune');
  });

  it('needs exactly one content and a place', async () => {
    const bulletinId = await addReadyBulletin(app, commune.communeId);
    expect((await send({ targets: everywhere() })).body.code).toBe('emergency-content');
    expect((await send({ bulletinId, text: 'Chạy ngay.', targets: everywhere() })).body.code).toBe('emergency-content');
    expect((await send({ bulletinId, targets: {} })).body.code).toBe('emergency-nowhere');
    expect((await send({ bulletinId, targets: { areaIds: ['x'] } })).body.code).toBe('targets-unknown');
    expect((await send({ bulletinId: 'x', targets: everywhere() })).body.code).toBe('bulletin-unknown');
    expect(await app.database.emergencyAct.count()).toBe(0);
  });
});

describe('an emergency from a text', () => {
  it('is on air as soon as it is spoken, beginning with its own words', async () => {
    const { status, body } = await send({ text: 'Bà con rời vùng trũng ngay. Nước đang lên.', targets: 'everywhere' });
    expect(status).toBe(202);
    expect(body).toMatchObject({ emergency: { state: 'preparing' }, notices: [{ code: 'emergency-preparing' }, {}] });
    const get = async () => (await app.call('GET', `/emergencies/${body.emergency.id}`)).body;
    await eventually('on air', async () => (await get()).state === 'active', 60_000);
    const { broadcastId, bulletinId } = await get();
    const bulletin = await app.stores.bulletins.find(bulletinId);
    expect(bulletin?.versions[0]?.parts?.map((part) => part.kind)[0]).toBe('body');
    // the bulletin reads three times itself
    expect((await app.call('GET', `/broadcasts/${broadcastId}`)).body.items).toHaveLength(1);
    expect(await app.database.broadcast.count()).toBe(1);
  });

  it('that says it is a drill is not sent as the real thing, by no door', async () => {
    const said = { communeId: commune.communeId, text: 'Chú ý! Đây là diễn tập. Bà con sơ tán.' };
    const { id } = (await app.call('POST', '/bulletins', said)).body;
    await untilMade(app, id);
    expect((await send({ bulletinId: id, targets: 'everywhere' })).body.code).toBe('emergency-says-drill');
    const planned = { bulletins: [{ bulletinId: id }], targets: everywhere(), start: 'now', class: 'emergency' };
    expect((await app.call('POST', '/broadcasts', planned)).body.code).toBe('emergency-says-drill');

    for (const text of ['Đây là diễn tập. Bà con sơ tán.', '“ĐÂY LÀ BUỔI DIỄN TẬP” chạy ngay']) {
      expect((await send({ text, targets: 'everywhere' })).body.code, text).toBe('emergency-says-drill');
    }
  });
});

describe('called off while its audio is made', () => {
  const preparing = async () => {
    const { body } = await send({ text: 'Bà con rời vùng trũng ngay.', targets: 'everywhere' });
    expect(body.emergency.state).toBe('preparing');
    return body.emergency as { id: string; bulletinId: string };
  };
  const get = async (id: string) => (await app.call('GET', `/emergencies/${id}`)).body;

  it('it never goes on air, and needs no reason', async () => {
    const { id, bulletinId } = await preparing();
    const { status, body } = await app.call('POST', `/emergencies/${id}/stop`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ broadcasts: [], notices: [{ code: 'emergency-called-off' }] });
    await untilMade(app, bulletinId);
    // whoever looks for what was left does not find it either
    await app.useCases.launch.start();
    const act = await app.stores.emergencies.find(id);
    if (act === undefined) throw new Error('forgotten');
    await expect(app.useCases.launch.launch(act)).rejects.toMatchObject({ code: 'emergency-called-off' });
    expect(await get(id)).toMatchObject({ state: 'stopped', justification: { needed: false, flagged: false } });
    expect(await app.database.broadcast.count()).toBe(0);
    expect((await app.call('POST', `/emergencies/${id}/stop`)).body.notices).toMatchObject([
      { code: 'emergency-called-off' },
    ]);
  });

  it('at the moment when it is planned: what was planned is cancelled', async () => {
    const { emergencies } = app.stores;
    const attach = emergencies.attach.bind(emergencies);
    emergencies.attach = async (id, broadcastId) => {
      await app.useCases.launch.callOff(id);
      return attach(id, broadcastId);
    };
    const { id } = await preparing();
    await eventually('planned', async () => (await app.database.broadcast.count()) === 1, 60_000);
    await eventually('cancelled', async () => {
      const [row] = await app.database.broadcast.findMany();
      return row !== undefined && row.cancelledAt !== null;
    });
    expect((await get(id)).state).toBe('stopped');
  });

  it('two that wait for the same bulletin both go on air', async () => {
    const { id, bulletinId } = await preparing();
    const { body } = await send({ bulletinId, targets: { areaIds: [hamlet(0)] } });
    expect(body.emergency.state).toBe('preparing');
    for (const each of [id, body.emergency.id]) {
      await eventually('on air', async () => (await get(each)).state === 'active', 60_000);
    }
  });
});

describe('a drill', () => {
  it('says so before and after whatever the text says, with the tune of tests, and is no emergency', async () => {
    const text = 'Khẩn cấp! Bà con sơ tán ngay, đây không phải diễn tập.';
    const { body } = await send({ text, targets: 'everywhere', drill: true });
    const get = async () => (await app.call('GET', `/emergencies/${body.emergency.id}`)).body;
    await eventually('on air', async () => (await get()).state === 'active', 60_000);
    const { broadcastId, bulletinId } = await get();
    const parts = (await app.stores.bulletins.find(bulletinId))?.versions[0]?.parts ?? [];
    const words = parts.filter((part) => part.kind !== 'pause').map((part) => ('text' in part ? part.text : part.kind));
    expect(words).toEqual([
      'chime',
      'Đây là diễn tập, không phải tình huống thật.',
      'body',
      'Đây là diễn tập, không phải tình huống thật.',
      'chime',
    ]);
    expect(parts.filter((part) => part.kind === 'chime').map(({ chime }) => chime)).toEqual(['test', 'test']);
    const broadcast = (await app.call('GET', `/broadcasts/${broadcastId}`)).body;
    expect(broadcast).toMatchObject({ class: 'urgent', items: [{}] });
    expect(broadcast.repeat).toBeUndefined();
    expect((await get()).justification).toMatchObject({ needed: false, flagged: false });

    // and it does not become one by another door
    const planned = await app.call('POST', '/broadcasts', {
      bulletins: [{ bulletinId }],
      targets: everywhere(),
      start: 'now',
      class: 'emergency',
    });
    expect(planned.body.code).toBe('drill-as-emergency');
    expect((await send({ bulletinId, targets: 'everywhere' })).body.code).toBe('drill-as-emergency');
    await app.call('POST', '/silence', { areaId: commune.communeId, reason: 'Đám tang' });
    expect((await send({ bulletinId, targets: 'everywhere', drill: true })).body.code).toBe('drill-lifts-nothing');
    const lifting = { bulletinId, targets: 'everywhere', drill: true, liftAndSend: true };
    expect((await send(lifting)).body.code).toBe('drill-lifts-nothing');
  });

  it('of a recording is refused: nothing could be put into it', async () => {
    const bulletinId = await addReadyBulletin(app, commune.communeId);
    expect((await send({ bulletinId, targets: 'everywhere', drill: true })).body.code).toBe('drill-needs-text');
  });
});

describe('under a lock of silence', () => {
  const lock = async (body: object = {}) =>
    (await app.call('POST', '/silence', { areaId: commune.communeId, reason: 'Đám tang', ...body })).body.silence;

  it('it is refused with the reason; lifting and sending is one act of one plan', async () => {
    const bulletinId = await addReadyBulletin(app, commune.communeId);
    const silence = await lock();
    const kinds = async () =>
      (await app.call('GET', '/incidents')).body.incidents.map((row: { kind: string }) => row.kind);
    await eventually('red on every page', async () => (await kinds()).includes('silence-open'));
    const refused = await send({ bulletinId, targets: { areaIds: [hamlet(0)] } });
    expect(refused.body).toMatchObject({ code: 'emergency-silenced', details: [{ path: `silence/${silence.id}` }] });
    expect(refused.body.message.vi).toContain('Đám tang');
    expect(await app.database.broadcast.count()).toBe(0);

    app.publisher.forget();
    const { status, body } = await send({ bulletinId, targets: everywhere(), liftAndSend: true });
    expect(status).toBe(201);
    expect(body.lifted).toEqual([{ silenceId: silence.id, areaId: commune.communeId, reason: 'Đám tang' }]);
    expect(app.publisher.plans).toEqual([commune.communeId]);
    await eventually('no longer red', async () => !(await kinds()).includes('silence-open'));
    // what a plan signed from now on says of both
    await app.useCases.keeper.record.bringIn();
    const plan = await app.stores.documents.planContent(commune.communeId, Date.now());
    expect(plan.silence).toMatchObject([{ id: silence.id, liftedAt: expect.any(Number) }]);
    expect(plan.broadcasts).toMatchObject([{ id: body.broadcast.id, class: 'emergency' }]);
    expect(plan.silence[0]?.liftedAt).toBeLessThanOrEqual(Date.parse(body.broadcast.startAt));
  });

  it('a lock above the place of the emergency is lifted in its own plan', async () => {
    const bulletinId = await addReadyBulletin(app, commune.communeId);
    await lock();
    app.publisher.forget();
    await send({ bulletinId, targets: { areaIds: [hamlet(0)] }, liftAndSend: true });
    expect(app.publisher.plans.sort()).toEqual([hamlet(0), commune.communeId].sort());
  });

  it('also when its audio had to be made first', async () => {
    await lock();
    const asked = { text: 'Bà con rời vùng trũng ngay.', targets: { areaIds: [hamlet(0)] }, liftAndSend: true };
    const { id } = (await send(asked)).body.emergency;
    expect((await app.call('GET', '/silence')).body.open).toHaveLength(1);
    app.publisher.forget();
    const state = async () => (await app.call('GET', `/emergencies/${id}`)).body.state;
    await eventually('on air', async () => (await state()) === 'active', 60_000);
    await eventually('lifted where it lies', async () => app.publisher.plans.includes(commune.communeId));
    expect((await app.stores.documents.planContent(commune.communeId, Date.now())).silence).toMatchObject([
      { liftedAt: expect.any(Number) },
    ]);
  });

  it('one of a strictly higher level passes; one of the same level does not', async () => {
    const bulletinId = await addReadyBulletin(app, commune.communeId);
    const silence = await lock();
    const passing = await send({ bulletinId, targets: everywhere(), level: 'province' });
    expect(passing.status).toBe(201);
    expect(passing.body.lifted).toEqual([]);
    expect((await app.call('GET', '/silence')).body.open[0].id).toBe(silence.id);
  });

  it('lifts no lock of a higher level than the caller’s', async () => {
    const bulletinId = await addReadyBulletin(app, commune.communeId);
    await lock({ level: 'province' });
    const officer = asCaller({ roles: ['officer'] });
    const request = { bulletinId, targets: { ...everywhere(), groupIds: [], clusterIds: [] }, drill: false };
    await expect(app.useCases.emergencies.send({ ...request, liftAndSend: true }, officer)).rejects.toMatchObject({
      code: 'silence-level',
    });
  });
});

it('whoever has a part of the commune lifts no lock of the whole', async () => {
  const bulletinId = await addReadyBulletin(app, commune.communeId);
  const { silence } = (await app.call('POST', '/silence', { areaId: commune.communeId, reason: 'Đám tang' })).body;
  const officer = asCaller({ roles: ['officer'], areaIds: [hamlet(0)] });
  const targets = { areaIds: [hamlet(0)], groupIds: [], clusterIds: [] };
  const sending = app.useCases.emergencies.send({ bulletinId, targets, drill: false, liftAndSend: true }, officer);
  await expect(sending).rejects.toMatchObject({ code: 'not-allowed' });
  expect((await app.call('GET', '/silence')).body.open).toMatchObject([{ id: silence.id }]);
});

describe('justification', () => {
  it('is given once, by somebody else, and its lack is flagged after a day', async () => {
    const bulletinId = await addReadyBulletin(app, commune.communeId);
    const { emergencies, flags } = app.useCases;
    const officer = asCaller({ personId: 'officer', roles: ['officer'] });
    const targets = { ...everywhere(), groupIds: [], clusterIds: [] };
    const { act } = await emergencies.send({ bulletinId, targets, drill: false, liftAndSend: false }, officer);
    const get = async () => (await app.call('GET', `/emergencies/${act.id}`)).body.justification;
    expect(await get()).toMatchObject({ needed: true, flagged: false });
    await expect(emergencies.justify(act.id, 'Lũ về', officer)).rejects.toMatchObject({ code: 'justify-own' });
    app.setNow(Date.now() + 23 * HOUR);
    await flags.look();
    expect(await get()).toMatchObject({ flagged: false });
    app.setNow(Date.now() + 25 * HOUR);
    await flags.look();
    await flags.look();
    expect(await get()).toMatchObject({ needed: true, flagged: true, flaggedAt: expect.any(String) });
    const incidents = async () => (await app.call('GET', '/incidents')).body.incidents;
    expect(await incidents()).toMatchObject([{ kind: 'emergency-unjustified', subject: act.id, count: 1 }]);

    const leader = asCaller({ personId: 'leader', name: 'Chủ tịch', roles: ['approver'] });
    await emergencies.justify(act.id, 'Nước vượt báo động 2', leader);
    await flags.justified(act.id);
    expect(await get()).toMatchObject({ needed: false, flagged: false, justifiedBy: { personId: 'leader' } });
    expect(await incidents()).toEqual([]);
    await expect(emergencies.justify(act.id, 'khác', leader)).rejects.toMatchObject({ code: 'already-justified' });
  });
});

describe('a hamlet’s head', () => {
  const head = () => asCaller({ personId: 'truong-thon', roles: ['hamlet-head'], areaIds: [hamlet(0)] });
  const prepared = (areaIds: string[], more: object = {}) => ({
    template: { id: 'leave-low-ground' },
    targets: { areaIds, groupIds: [], clusterIds: [] },
    ...{ drill: false, liftAndSend: false },
    ...more,
  });

  it('triggers what is prepared, for the own hamlet, while the commune has delegated it, and nothing else', async () => {
    const { emergencies, delegations } = app.useCases;
    const tries = (request: ReturnType<typeof prepared>) => emergencies.send(request, head());
    await expect(tries(prepared([hamlet(0)]))).rejects.toMatchObject({ code: 'not-delegated' });
    const officer = asCaller({ roles: ['officer'] });
    const now = Date.now();
    await expect(delegations.grant(hamlet(0), now, now + HOUR, head())).rejects.toMatchObject({ code: 'not-allowed' });
    const granted = await delegations.grant(hamlet(0), now - 1000, now + HOUR, officer);
    const sent = await tries(prepared([hamlet(0)]));
    expect(sent.act.order).toMatchObject({ level: 'hamlet', requested: { areaIds: [hamlet(0)] } });
    await untilMade(app, sent.act.bulletinId);
    await expect(tries(prepared([hamlet(1)]))).rejects.toMatchObject({ code: 'targets-unknown' });
    for (const request of [
      prepared([commune.communeId]),
      prepared([hamlet(0)], { template: undefined, text: 'Chạy đi.' }),
      prepared([hamlet(0)], { level: 'commune' }),
    ]) {
      await expect(tries(request)).rejects.toMatchObject({ code: 'not-allowed' });
    }
    const isOnAir = async () => (await emergencies.get(sent.act.id)).broadcast !== undefined;
    await eventually('on air', isOnAir, 60_000);
    // a false alarm is taken back by who gave it, and by nobody else without the right
    const neighbour = asCaller({ personId: 'thon-khac', roles: ['hamlet-head'], areaIds: [hamlet(1)] });
    await expect(emergencies.stop(sent.act.id, neighbour)).rejects.toMatchObject({ code: 'not-allowed' });
    expect((await emergencies.stop(sent.act.id, head())).stopped).toMatchObject([{ elsewhere: 0 }]);
    app.setNow(now + 2 * HOUR);
    await expect(tries(prepared([hamlet(0)]))).rejects.toMatchObject({ code: 'not-delegated' });
    app.setNow(now);
    const stranger = asCaller({ roles: ['officer'], areaIds: [hamlet(1)] });
    await expect(delegations.revoke(granted.id, stranger)).rejects.toMatchObject({ code: 'not-allowed' });
    await delegations.revoke(granted.id, officer);
    await expect(tries(prepared([hamlet(0)]))).rejects.toMatchObject({ code: 'not-delegated' });
  });
});
