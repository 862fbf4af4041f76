/** Emergencies and drills over HTTP: what is planned, what is refused, who answers for it. */

import { type Caller, STATION } from '@loa-lang/controller/domain/people/person';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { addCommune, addReadyBulletin, type HttpApp, startHttpApp, untilMade } from '../../support/http-app.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let databases: TestDatabases;
let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;

beforeAll(async () => {
  databases = await startTestDatabases();
}, 60_000);
afterAll(() => databases.stop());
beforeEach(async () => {
  app = await startHttpApp(await databases.fresh());
  commune = await addCommune(app);
});
afterEach(() => app.stop());

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

  it('that says it is a drill is not sent as the real thing', async () => {
    for (const text of ['Đây là diễn tập. Bà con sơ tán.', '“ĐÂY LÀ BUỔI DIỄN TẬP” chạy ngay']) {
      expect((await send({ text, targets: 'everywhere' })).body.code, text).toBe('emergency-says-drill');
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
    app.setNow(now + 2 * HOUR);
    await expect(tries(prepared([hamlet(0)]))).rejects.toMatchObject({ code: 'not-delegated' });
    app.setNow(now);
    await delegations.revoke(granted.id);
    await expect(tries(prepared([hamlet(0)]))).rejects.toMatchObject({ code: 'not-delegated' });
  });
});
