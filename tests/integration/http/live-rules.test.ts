/** Who may speak where, what a live waits for, and what ends it. */
import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { addReadyBulletin, untilMade } from '../../support/http-app.ts';
import { type LiveApp, liveAppForEachTest } from '../../support/live/live-app.ts';
import { Speaker } from '../../support/live/speaker.ts';
import { person, signedIn } from '../../support/people.ts';

const MINUTE = 60_000;

let app: LiveApp['app'];
let commune: LiveApp['commune'];
let port: number;

liveAppForEachTest((fresh) => {
  ({ app, commune, port } = fresh);
});

const hamlet = (index: number): string => commune.hamletIds[index] ?? '';
const people = () =>
  app.putPeople([
    person('hoa', 'Nguyễn Thị Hoa', ['officer'], { areaIds: [commune.communeId] }),
    person('lan', 'Lê Thị Lan', ['officer'], { areaIds: [commune.communeId] }),
    person('truong-thon', 'Trần Văn Trưởng', ['hamlet-head'], { areaIds: [hamlet(0)] }),
    person('ky-thuat', 'Phạm Kỹ Thuật', ['technician'], { areaIds: [commune.communeId] }),
  ]);
const begin = (id: string | undefined, body: object) =>
  app.call('POST', '/live', { chime: false, ...body }, id === undefined ? {} : signedIn(id));
const audio = (liveId: string, headers: Record<string, string> = {}) =>
  Speaker.open(port, `/api/v1/live/${liveId}/audio`, headers);
const asPage = (id: string) => ({ cookie: signedIn(id).cookie, origin: `http://127.0.0.1:${port}` });
const opened = async (liveId: string, id?: string): Promise<Speaker> => {
  const speaker = await audio(liveId, id === undefined ? {} : asPage(id));
  if (typeof speaker === 'number') throw new Error(`not upgraded: ${speaker}`);
  return speaker;
};
const closeCodeOf = async (liveId: string, headers: Record<string, string> = {}): Promise<number> => {
  const speaker = await audio(liveId, headers);
  return typeof speaker === 'number' ? speaker : speaker.untilClosed();
};

describe('who speaks', () => {
  it('is an officer in the own areas, and a head in the own hamlet; one at a time', async () => {
    await people();
    const everywhere = { communeId: commune.communeId };
    expect((await begin('ky-thuat', everywhere)).status).toBe(403);
    expect((await begin('truong-thon', everywhere)).status).toBe(403);
    expect((await begin('truong-thon', { areaIds: [hamlet(1)] })).status).toBe(403);
    expect((await begin('hoa', {})).status).toBe(403);
    const { status, body } = await begin('truong-thon', { areaIds: [hamlet(0)] });
    expect([status, body.clusters, body.households]).toEqual([201, 2, 120]);
    const refused = await begin('hoa', everywhere);
    expect([refused.status, refused.body.code]).toEqual([409, 'live-under-way']);
    expect(refused.body.message.vi).toContain('Trần Văn Trưởng');
    expect((await begin('truong-thon', { areaIds: [hamlet(0)] })).body.code).toBe('live-own-open');
    const beside = await begin('hoa', { areaIds: [hamlet(1)] });
    expect(beside.status).toBe(201);
    const { lives } = (await app.call('GET', '/live', undefined, signedIn('truong-thon'))).body;
    expect(
      lives.map(({ speaker, level }: { speaker: { name: string }; level: string }) => [speaker.name, level]),
    ).toEqual([['Trần Văn Trưởng', 'hamlet']]);
    const ofOthers = await app.call('POST', `/live/${body.liveId}/end`, undefined, signedIn('truong-thon'));
    expect([ofOthers.status, ofOthers.body.reason]).toEqual([200, 'ended']);
    const stopped = await app.call('POST', `/live/${beside.body.liveId}/end`, undefined, signedIn('lan'));
    expect([stopped.status, stopped.body.reason]).toEqual([200, 'stopped']);
    const twice = await app.call('POST', `/live/${beside.body.liveId}/end`, undefined, signedIn('lan'));
    expect([twice.status, twice.body.code]).toEqual([409, 'live-over']);
  });

  it('waits at the head of a hamlet for the commune’s live, with its start told', async () => {
    await people();
    const first = (await begin('hoa', { communeId: commune.communeId, title: 'Chủ tịch xã' })).body;
    const speaker = await opened(first.liveId, 'hoa');
    speaker.talk();
    await speaker.until('it is on air', ({ state }) => state === 'on-air');
    const { status, body } = await begin('truong-thon', { areaIds: [hamlet(0)] });
    expect([status, body.state, body.waitsFor?.title]).toEqual([201, 'waiting', 'Chủ tịch xã']);
    const head = await opened(body.liveId, 'truong-thon');
    head.talk();
    await head.until('it waits', ({ state }) => state === 'waiting');
    speaker.say({ type: 'end' });
    await speaker.until('the commune has ended', ({ state }) => state === 'ended');
    await head.until('it is its turn', ({ state }) => state === 'on-air');
  });

  it('is nobody in the quiet hours', async () => {
    const quietHours = { from: '21:00', until: '05:00' };
    const rules = await app.call('PUT', `/commune-rules/${commune.communeId}`, { quietHours, sessions: null });
    expect(rules.status, JSON.stringify(rules.body)).toBe(200);
    app.setNow(Date.parse('2026-12-07T20:50:00+07:00'));
    const everywhere = { communeId: commune.communeId };
    const tooLong = await begin(undefined, everywhere);
    expect([tooLong.status, tooLong.body.code]).toEqual([422, 'quiet-hours']);
    expect((await begin(undefined, { ...everywhere, maxMinutes: 5 })).status).toBe(201);
  });

  it('is let into the line by a page of this system alone, and only into the own', async () => {
    await people();
    const { liveId } = (await begin('hoa', { communeId: commune.communeId })).body;
    expect(await closeCodeOf(liveId)).toBe(4401);
    expect(await closeCodeOf(liveId, asPage('lan'))).toBe(4403);
    expect(await closeCodeOf(liveId, { cookie: signedIn('hoa').cookie })).toBe(4403);
    expect(await closeCodeOf(liveId, { ...asPage('hoa'), origin: 'https://elsewhere.example' })).toBe(403);
    expect(await closeCodeOf('nobody', asPage('hoa'))).toBe(4404);
    expect((await app.call('GET', `/live/${liveId}/audio`, undefined, signedIn('hoa'))).status).toBe(426);
    const speaker = await opened(liveId, 'hoa');
    speaker.talk();
    await speaker.until('it is on air', ({ state }) => state === 'on-air');

    speaker.say({ type: 'bye', why: 'pagehide' });
    expect((await speaker.until('it has ended', ({ state }) => state === 'ended')).reason).toBe('abnormal');
    // a refused upgrade leaves no connection behind
    const connections = () =>
      new Promise<number>((resolve) => app.server.server.getConnections((_, count) => resolve(count)));
    await eventually('all connections are gone', async () => (await connections()) === 0);
  });
});

describe('who speaks and may not any more', () => {
  it.each([
    ['whose right is taken', ['viewer'], 0],
    ['whose hamlet is another now', ['hamlet-head'], 1],
  ] as const)('is cut off: %s', async (_, roles, index) => {
    await people();
    const { liveId } = (await begin('truong-thon', { areaIds: [hamlet(0)] })).body;
    const speaker = await opened(liveId, 'truong-thon');
    speaker.talk();
    await speaker.until('it is on air', ({ state }) => state === 'on-air');
    await app.putPeople([person('truong-thon', 'Trần Văn Trưởng', [...roles], { areaIds: [hamlet(index)] })]);
    expect(await speaker.untilClosed()).toBe(4403);
    await eventually('it has ended', async () => (await app.stores.lives.find(liveId))?.live.ended !== undefined);
  });
});

describe('a live with its chime', () => {
  it('is on air when the chime is over, and nobody waits for a chime that is not made yet', async () => {
    const { communeId } = commune;
    const without = await app.call('POST', '/live', { communeId });
    expect(without.body).toMatchObject({ chime: false, state: 'ready' });
    const chimeId = `sound-opening-${communeId}`;
    expect((await app.call('POST', `/live/${without.body.liveId}/end`)).status).toBe(200);
    await eventually('it is being made', async () => (await app.stores.bulletins.find(chimeId)) !== undefined);
    await untilMade(app, chimeId);
    const { body } = await app.call('POST', '/live', { communeId });
    expect(body.chime).toBe(true);
    const broadcast = await app.stores.broadcasts.find(body.liveId);
    const [chime, voice] = broadcast?.items ?? [];
    expect([chime, voice]).toMatchObject([
      { kind: 'asset', part: 0, language: 'vi' },
      { kind: 'stream', part: 1, streamId: body.liveId, durationMs: 15 * MINUTE },
    ]);
    expect(Date.parse(body.startAt)).toBe((broadcast?.startAt ?? 0) + (chime?.durationMs ?? 0));
    expect(Date.parse(body.endsAt) - Date.parse(body.startAt)).toBe(15 * MINUTE);
    // given up in the midst of the chime: nothing more of it sounds
    await app.call('POST', `/live/${body.liveId}/end`);
    expect((await app.stores.broadcasts.find(body.liveId))?.cancelledAt).toBeDefined();
    const makeUp = await app.call('GET', `/broadcasts/${body.liveId}/make-up`);
    expect(makeUp.body.problem.code).toBe('make-up-not-recorded');
  });
});

describe('a live', () => {
  it('of a hamlet waits for what the commune has on air, and goes on air when that is stopped', async () => {
    const bulletinId = await addReadyBulletin(app, commune.communeId, 5 * MINUTE);
    const planned = await app.call('POST', '/broadcasts', {
      ...{
        bulletins: [{ bulletinId }],
        targets: { areaIds: [commune.communeId] },
        start: 'now',
        title: 'Bản tin trưa',
      },
    });
    expect(planned.status).toBe(201);
    const { broadcast } = planned.body;
    await people();
    const { body } = await begin('truong-thon', { areaIds: [hamlet(0)] });
    const until = Date.parse(broadcast.startAt) + 5 * MINUTE;
    expect(body).toMatchObject({ state: 'waiting', waitsFor: { title: 'Bản tin trưa' } });
    expect([Date.parse(body.waitsFor.until), Date.parse(body.startAt)]).toEqual([until, until]);
    const speaker = await opened(body.liveId, 'truong-thon');
    speaker.talk(() => speaker.open());
    await speaker.until('it waits', ({ state, waitsFor }) => state === 'waiting' && waitsFor?.title === 'Bản tin trưa');
    expect(app.sent).toEqual([]);
    await app.call('POST', `/broadcasts/${broadcast.id}/cancel`, {}, signedIn('hoa'));
    await speaker.until('it is on air', ({ state }) => state === 'on-air');
    await eventually('silence is sent', () => app.sent.length > 0);
    speaker.say({ type: 'end' });
    await speaker.until('it has ended', ({ state }) => state === 'ended');
  });

  it('is spoken where hours allow all of it, and counts nobody else', async () => {
    app.setNow(Date.parse('2026-03-02T12:00:00+07:00'));
    const [id = ''] = commune.clusterIds;
    const clustersUntil = async (until: string) => {
      expect((await app.call('PATCH', `/clusters/${id}`, { hours: { from: '06:00', until } })).status).toBe(200);
      const { body } = await begin(undefined, { communeId: commune.communeId });
      const { body: broadcast } = await app.call('GET', `/broadcasts/${body.liveId}`);
      await app.call('POST', `/live/${body.liveId}/end`);
      return [body.clusters, broadcast.leftOut?.length ?? 0];
    };
    expect(await clustersUntil('12:30')).toEqual([3, 0]);
    expect(await clustersUntil('12:10')).toEqual([2, 1]);
  });

  it('of the commune waits for nothing that is planned', async () => {
    const bulletinId = await addReadyBulletin(app, commune.communeId, 5 * MINUTE);
    const targets = { areaIds: [commune.communeId] };
    await app.call('POST', '/broadcasts', { bulletins: [{ bulletinId }], targets, start: 'now', title: 'Bản tin' });
    const { body } = await begin(undefined, { communeId: commune.communeId });
    expect(body.state).toBe('ready');
  });

  it('that waits and is given up is cancelled: its chime never sounds', async () => {
    const bulletinId = await addReadyBulletin(app, commune.communeId, 5 * MINUTE);
    const targets = { areaIds: [commune.communeId] };
    await app.call('POST', '/broadcasts', { bulletins: [{ bulletinId }], targets, start: 'now', title: 'Bản tin' });
    await people();
    const { liveId } = (await begin('truong-thon', { areaIds: [hamlet(0)] })).body;
    const speaker = await opened(liveId, 'truong-thon');
    speaker.open();
    await speaker.until('it waits', ({ state }) => state === 'waiting');
    speaker.close(1001);
    const cancelled = async () => (await app.stores.broadcasts.find(liveId))?.cancelledAt !== undefined;
    await eventually('it is cancelled', cancelled);
    await eventually('it is known as ended', async () => {
      return (await app.stores.lives.find(liveId))?.live.ended?.reason === 'abnormal';
    });
    expect(await app.stores.streamGaps.of([liveId], 0)).toEqual([]);
  });

  it.each([
    ['stopped', 'POST', '/stop', () => ({ areaId: commune.communeId })],
    ['silenced', 'POST', '/silence', () => ({ areaId: commune.communeId, reason: 'loa hú' })],
  ] as const)('is %s by who may', async (reason, method, path, body) => {
    const { liveId } = (await begin(undefined, { communeId: commune.communeId })).body;
    const speaker = await opened(liveId);
    speaker.talk();
    await speaker.until('it is on air', ({ state }) => state === 'on-air');
    expect((await app.call(method, path, body())).status).toBeLessThan(300);
    const ended = await speaker.until('it has ended', ({ state }) => state === 'ended');
    expect(ended.reason).toBe(reason);
    expect(await speaker.untilClosed()).toBe(1000);
    if (reason !== 'silenced') return;
    const refused = await begin(undefined, { communeId: commune.communeId });
    expect([refused.status, refused.body.code]).toEqual([409, 'live-silenced']);
    expect(refused.body.message.vi).toContain('loa hú');
  });

  it('ends when its time is up', async () => {
    const { liveId } = (await begin(undefined, { communeId: commune.communeId, maxMinutes: 1 })).body;
    const speaker = await opened(liveId);
    speaker.talk();
    await speaker.until('it is on air', ({ state }) => state === 'on-air');
    app.setNow(Date.now() + MINUTE);
    const ended = await speaker.until('it has ended', ({ state }) => state === 'ended');
    expect(ended.reason).toBe('maximum');
  });

  it('is heard where devices say so and are there', async () => {
    const { liveId, households } = (await begin(undefined, { communeId: commune.communeId })).body;
    expect(households).toBe(240);
    const speaker = await opened(liveId);
    speaker.talk();
    await speaker.until('it is on air', ({ state }) => state === 'on-air');
    expect(speaker.last).toMatchObject({ heard: 0, of: 3, households: 0 });
    const items = [{ index: 0, part: 0, playedMs: 30_000 }];
    const body = { kind: 'receipt', broadcastId: liveId, version: 1, run: 1, state: 'started', items };
    for (const [index, clusterId] of commune.clusterIds.entries()) {
      const id = `device-${index}`;
      await app.database.device.create({ data: { id, clusterId, publicKey: `key-${index}`, online: index !== 2 } });
      const row = { broadcastId: liveId, clusterId, run: 1, deviceId: id, version: 1, state: 'started', body };
      await app.database.receiptRow.create({ data: { ...row, storeId: 's', number: 1n, receivedAt: new Date() } });
    }
    const heard = await speaker.until('two are heard', (state) => state.heard === 2);
    expect(heard.households).toBe(120);
    await app.database.receiptRow.updateMany({
      where: { clusterId: commune.clusterIds[0] as string },
      data: { state: 'stopped' },
    });
    speaker.states.length = 0;
    app.feed.emit({ type: 'receipt', broadcastId: liveId, clusterId: '', run: 1, state: 'stopped' });
    expect((await speaker.until('one is heard', (state) => state.heard === 1)).households).toBe(50);
    const log = await app.call('GET', `/programme-log/${commune.communeId}/${new Date().toISOString().slice(0, 7)}`);
    expect(log.body.lines).toMatchObject([
      { class: 'live', title: 'Phát trực tiếp: Đài truyền thanh', madeBy: 'Đài truyền thanh' },
    ]);
    expect(log.body.lines[0].approvedBy).toBeUndefined();
  });
});
