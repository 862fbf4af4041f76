import { MAX_SOURCE_FILE_BYTES } from '@loa-lang/schemas/http/source-bulletins';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sine, wavOf } from '../../support/audio/broken-files.ts';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { type Answer, addCommune, addReadyBulletin, type HttpApp, startHttpApp } from '../../support/http-app.ts';
import { OFFICE, person, signedIn } from '../../support/people.ts';

let databases: TestDatabases;
let databaseUrl: string;
let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
const MONDAY = Date.parse('2026-03-02T06:30:00+07:00');
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());
beforeEach(async () => {
  databaseUrl = await databases.fresh();
  app = await startHttpApp(databaseUrl);
  app.setNow(MONDAY);
  commune = await addCommune(app);
});
afterEach(() => app.stop());

const body = (more: object = {}) => ({
  ...{ sourceId: 'dai-tinh', externalId: 'bn-1', level: 'province', rank: 'routine', title: 'Phòng cháy rừng' },
  ...{ text: 'Bà con không đốt nương trong tuần này.', communeIds: [commune.communeId], ...more },
});
const send = (more: object = {}, headers: object = {}) => app.call('POST', '/source-bulletins', body(more), headers);
const withdraw = (headers: object = {}, reason = 'Gửi nhầm', externalId = 'bn-1') =>
  app.call('POST', '/source-bulletins/withdraw', { sourceId: 'dai-tinh', externalId, reason }, headers);
const only = ({ body: answer }: Answer) => answer.deliveries[0];
const broadcast = async (id: string) => (await app.call('GET', `/broadcasts/${id}`)).body;

/** Once it is on its way to the horns. */
async function planned(more: object = {}, before?: string): Promise<Answer['body']> {
  let delivery: Answer['body'];
  await eventually(
    'the source bulletin is planned',
    async () => {
      delivery = only(await send(more));
      return delivery.state === 'planned' && delivery.broadcastId !== before;
    },
    110_000,
  );
  return broadcast(delivery.broadcastId);
}

describe('a routine source bulletin', () => {
  it('waits in the inbox; the officer takes it, or declines it with a reason', async () => {
    const sent = await send();
    expect(sent.status).toBe(201);
    expect(only(sent)).toMatchObject({ communeId: commune.communeId, state: 'inbox' });
    const inbox = `/source-bulletins?communeId=${commune.communeId}&state=inbox`;
    const [entry] = (await app.call('GET', inbox)).body.sourceBulletins;
    expect(entry).toMatchObject({ title: 'Phòng cháy rừng', version: 1, rank: 'routine', state: 'inbox' });
    expect((await app.call('GET', `/bulletins/${entry.bulletinId}`)).body.text).toContain('không đốt nương');
    await send({ externalId: 'bn-0', title: 'Cùng lúc' });
    const first = (await app.call('GET', `${inbox}&limit=1`)).body;
    const second = (await app.call('GET', `${inbox}&limit=1&before=${first.next}`)).body;
    const both = [...first.sourceBulletins, ...second.sourceBulletins].map(({ title }) => title).sort();
    expect(both).toEqual(['Cùng lúc', 'Phòng cháy rừng']);
    await withdraw({}, 'Thử', 'bn-0');
    const declined = await app.call('POST', `/source-bulletins/${entry.id}/decline`, { reason: 'Xã không có rừng' });
    expect(declined.body).toMatchObject({
      state: 'declined',
      reason: 'Xã không có rừng',
      decidedBy: 'Đài truyền thanh',
    });
    expect((await app.call('POST', `/source-bulletins/${entry.id}/take`)).body).toMatchObject({ state: 'taken' });
    const again = await app.call('POST', `/source-bulletins/${entry.id}/decline`, { reason: 'Thôi' });
    expect([again.status, again.body.code]).toEqual([409, 'source-closed']);
    expect((await app.call('GET', inbox)).body.sourceBulletins).toEqual([]);
    expect(await app.database.broadcast.count()).toBe(0);
  });

  it('the same again, from many sides at once, is the same; another content is a new version', async () => {
    const other = await startHttpApp(databaseUrl);
    other.setNow(MONDAY);
    try {
      const ways = [send(), send(), other.call('POST', '/source-bulletins', body()), send()];
      const answers = await Promise.all(ways);
      expect(answers.map((each) => each.status).sort()).toEqual([200, 200, 200, 201]);
      expect(new Set(answers.map((each) => only(each).id)).size).toBe(1);
      expect(await app.database.bulletin.count()).toBe(1);
    } finally {
      await other.stop();
    }
    const { id, bulletinId } = only(await send());
    await app.call('POST', `/source-bulletins/${id}/decline`, { reason: 'Xã không có rừng' });
    const changed = await send({ text: 'Bà con không đốt nương đến hết tháng.' });
    expect([changed.status, changed.body.version]).toEqual([200, 2]);
    expect(only(changed)).toMatchObject({ id, bulletinId, state: 'inbox' });
    const { text, versions } = (await app.call('GET', `/bulletins/${bulletinId}`)).body;
    expect([text, versions[0].version]).toEqual(['Bà con không đốt nương đến hết tháng.', 2]);
    expect((await send({ text: 'Bà con không đốt nương đến hết tháng.' })).body.version).toBe(2);
  });

  it('leaves the inbox when it is no longer valid', async () => {
    const until = { validUntil: '2026-03-02T08:00:00+07:00' };
    const { id } = only(await send(until));
    app.setNow(MONDAY + 3 * 3600_000);
    await app.useCases.sourceAdvance.look();
    expect((await app.call('GET', `/source-bulletins/${id}`)).body.state).toBe('expired');
    expect((await app.call('POST', `/source-bulletins/${id}/take`)).body.code).toBe('source-closed');
    // a source that heard no answer asks once more
    const again = await send(until);
    expect([again.status, only(again).state]).toEqual([200, 'expired']);
    expect((await send({ ...until, text: 'Khác' })).body.code).toBe('bulletin-expired');
  });

  it('comes as a form with a file, which is the same as in JSON', async () => {
    const bytes = wavOf([sine(440, 0.3, 3)], 48_000);
    const file = { name: 'Bản tin tỉnh.wav', bytes };
    const { text: _, ...notice } = body();
    const upload = (fields: object, given = file) =>
      app.upload('/source-bulletins/upload', given, { notice: JSON.stringify(fields) });
    const sent = await upload(notice);
    expect([sent.status, sent.body.fileName, only(sent).state]).toEqual([201, 'Bản tin tỉnh.wav', 'inbox']);
    const audio = { fileName: file.name, base64: bytes.toString('base64') };
    expect(await send({ text: undefined, audio })).toMatchObject({ status: 200, body: { version: 1 } });
    expect((await upload(body())).body.code).toBe('source-content-one');
    expect((await upload(notice, { ...file, bytes: Buffer.alloc(0) })).body.code).toBe('source-audio-broken');
    expect((await upload({ ...notice, rank: 'gấp' })).body.code).toBe('bad-request');
    expect((await app.upload('/source-bulletins/upload', file, { notice: '{' })).body.code).toBe('bad-request');
    const large = { ...file, bytes: Buffer.alloc(MAX_SOURCE_FILE_BYTES + 1) };
    expect(await upload({ ...notice, externalId: 'bn-9' }, large)).toMatchObject({ status: 413 });
    expect(await app.database.sourceBulletin.count()).toBe(1);
  });

  it('comes as a recording, too', async () => {
    const audio = { fileName: 'tinh.wav', base64: wavOf([sine(440, 0.3, 3)], 48_000).toString('base64') };
    const { bulletinId } = only(await send({ text: undefined, audio }));
    await eventually(
      'made',
      async () => (await app.call('GET', `/bulletins/${bulletinId}`)).body.state === 'ready',
      60_000,
    );
    const broken = await send({ externalId: 'bn-2', text: undefined, audio: { ...audio, base64: 'không phải' } });
    expect([broken.status, broken.body.code]).toEqual([422, 'source-audio-broken']);
  });
});

describe('a priority source bulletin', () => {
  const session = async () => {
    const bulletinId = await addReadyBulletin(app, commune.communeId);
    const saved = await app.call('POST', '/schedules', {
      ...{ communeId: commune.communeId, kind: 'session', name: 'Buổi sáng', windowMinutes: 30 },
      recurrence: { startDate: '2026-03-02', time: '07:00', rrule: 'FREQ=DAILY' },
      programme: [{ kind: 'bulletin', bulletinId }],
      targets: { areaIds: [commune.communeId] },
    });
    expect(saved.status).toBe(201);
  };

  it('goes to the head of the next programme, without waiting for the commune', async () => {
    await session();
    const made = await planned({ rank: 'priority' });
    expect(made).toMatchObject({ class: 'priority', level: 'province', state: 'planned', title: 'Phòng cháy rừng' });
    expect(Date.parse(made.startAt)).toBe(Date.parse('2026-03-02T07:00:00+07:00'));
    expect(made.targets).toMatchObject({ areaIds: [commune.communeId] });
  });

  it('a clash is ordered by the commune, while it has not begun', async () => {
    const made = await planned({ rank: 'priority' });
    const { id } = only(await send({ rank: 'priority' }));
    const ranked = await app.call('POST', `/source-bulletins/${id}/rank`, { rank: 7 });
    expect([ranked.status, ranked.body.state]).toEqual([200, 'planned']);
    const [act] = (await app.call('GET', '/audit?limit=1')).body.entries;
    expect(act).toMatchObject({ act: 'POST /source-bulletins/:id/rank', communeId: commune.communeId, subjectId: id });
    expect(act.details).toMatchObject({
      before: { rank: null, title: made.title },
      after: { rank: 7, version: made.version + 1 },
    });
    const row = await app.database.broadcast.findUniqueOrThrow({ where: { id: made.id } });
    expect(row).toMatchObject({ rank: 7, version: made.version + 1, startAt: new Date(Date.parse(made.startAt)) });
    app.setNow(Date.parse(made.startAt) + 1);
    const late = await app.call('POST', `/source-bulletins/${id}/rank`, { rank: 8 });
    expect([late.status, late.body.code]).toEqual([409, 'source-rank-not-planned']);
  });

  it('in quiet hours without a programme it waits for their end', async () => {
    const path = `/commune-rules/${commune.communeId}`;
    const { rules } = (await app.call('GET', path)).body;
    await app.call('PUT', path, { ...rules, quietHours: { from: '21:00', until: '07:10' } });
    const made = await planned({ rank: 'priority' });
    expect(Date.parse(made.startAt)).toBe(Date.parse('2026-03-02T07:10:00+07:00'));
  });
});

describe('an emergency from a source', () => {
  it('is on air at once at its level, again and again, and later contents take its place', async () => {
    const rank = { rank: 'emergency' };
    const first = await planned(rank);
    expect(first).toMatchObject({
      ...{ class: 'emergency', level: 'province', state: 'planned' },
      repeat: { everyMs: 600_000 },
    });
    const until = Date.parse(first.repeat.until) - MONDAY;
    expect(until).toBeGreaterThan(119 * 60_000);
    expect(until).toBeLessThan(120 * 60_000);
    const [entry] = (await app.stores.documents.planContent(commune.communeId, MONDAY)).broadcasts;
    expect(entry).toMatchObject({ volumeRule: { gainDb: 6 } });
    const listed = async () => (await app.call('GET', '/emergencies')).body;
    expect((await listed()).active).toMatchObject([
      { broadcastId: first.id, level: 'province', drill: false, justification: { needed: true, flagged: false } },
    ]);
    expect(Date.parse(first.startAt) - MONDAY).toBeLessThan(60_000);
    app.setNow(Date.parse(first.startAt) + 10_000);
    const changed = { ...rank, text: 'Bà con rời nhà ngay, nước đang lên.' };
    const second = await planned(changed, first.id);
    expect(second.id).not.toBe(first.id);
    expect((await broadcast(first.id)).state).toBe('cancelled');
    const { active, recent } = await listed();
    expect([active[0].broadcastId, recent[0].broadcastId, recent[0].state]).toEqual([second.id, first.id, 'stopped']);
    const reason = { reason: 'Nước vượt báo động 2' };
    const justified = await app.call('POST', `/emergencies/${active[0].id}/justify`, reason);
    expect(justified.body.justification).toMatchObject({ needed: false, ...reason });
    expect(second.items[0].assetId).not.toBe(first.items[0].assetId);
    const gone = await withdraw();
    expect(only(gone)).toMatchObject({ state: 'withdrawn', reason: 'Gửi nhầm' });
    expect(await broadcast(second.id)).toMatchObject({ state: 'cancelled', cancelReason: 'Gửi nhầm' });
    expect((await withdraw()).status).toBe(200);
    expect((await send(changed)).body.code).toBe('source-withdrawn');
  });

  it.each(['routine', 'priority'])('called off by a later content that is %s, it stops', async (rank) => {
    const sounding = await planned({ rank: 'emergency' });
    app.setNow(MONDAY + 60_000);
    const answer = await send({ rank, title: 'Hết cháy', text: 'Đám cháy đã được dập tắt.' });
    expect(answer.status).toBe(200);
    await eventually('it is stopped', async () => (await broadcast(sounding.id)).state === 'cancelled', 110_000);
  });

  it('a process killed after it was kept loses nothing: the next look puts it on air, once', async () => {
    const { stores, useCases } = app;
    const notice = { sourceId: 'dai-tinh', externalId: 'bn-1', level: 'province', rank: 'emergency' } as const;
    const kept = { ...notice, title: 'Lũ', content: { text: 'Nước đang lên.' }, language: 'vi', validUntil: undefined };
    const head = { id: 's', contentHash: 'h', receivedAt: MONDAY, receivedBy: { personId: 'station', name: 'Đài' } };
    const requested = { areaIds: [commune.communeId], groupIds: [], clusterIds: [] };
    const place = { communeId: commune.communeId, requested };
    await stores.sources.add({ ...kept, ...head }, [place], () => crypto.randomUUID());
    await eventually(
      'it is planned',
      async () => {
        await Promise.all([useCases.sourceAdvance.look(), useCases.sourceAdvance.look()]);
        return (await app.database.broadcast.count()) > 0;
      },
      110_000,
    );
    await useCases.sourceAdvance.look();
    expect(await app.database.broadcast.count()).toBe(1);
    expect(await app.database.bulletin.count()).toBe(1);
    expect(await stores.sources.pending()).toEqual([]);
  });

  it('what cannot be put on air is an incident, never silent', async () => {
    const audio = { fileName: 'hong.wav', base64: Buffer.from('không phải âm thanh').toString('base64') };
    const hopeless = { rank: 'emergency', text: undefined, audio };
    await eventually(
      'it failed',
      async () => {
        await app.useCases.sourceAdvance.look();
        return only(await send(hopeless)).state === 'failed';
      },
      110_000,
    );
    const [incident] = (await app.call('GET', '/incidents')).body.incidents;
    expect(incident).toMatchObject({ kind: 'source-bulletin-failed', detail: expect.stringContaining('bn-1') });
  });
});

describe('withdrawn', () => {
  it('what an officer made of it stops, too', async () => {
    const { id, bulletinId } = only(await send());
    await app.call('POST', `/source-bulletins/${id}/take`);
    await eventually(
      'made',
      async () => (await app.call('GET', `/bulletins/${bulletinId}`)).body.state === 'ready',
      60_000,
    );
    const single = { bulletins: [{ bulletinId }], targets: { areaIds: [commune.communeId] } };
    const [soon, later] = await Promise.all(
      ['2026-03-02T06:31:00+07:00', '2026-03-02T09:00:00+07:00'].map((start) =>
        app.call('POST', '/broadcasts', { ...single, start }),
      ),
    );
    app.setNow(MONDAY + 61_000);
    await withdraw();
    for (const answer of [soon, later]) {
      expect((await broadcast(answer?.body.broadcast.id)).state).toBe('cancelled');
    }
    expect((await app.call('GET', `/bulletins/${bulletinId}`)).status).toBe(404);
  });
});

describe('who may', () => {
  it('a source delivers for its own area and level, and nothing else; nobody changes what another brought', async () => {
    await app.putPeople([
      ...OFFICE,
      person('tinh', 'Hệ thống tỉnh', ['source'], { areaIds: [commune.provinceId] }),
      person('tinh-khac', 'Hệ thống khác', ['source']),
      person('nguon-xa-khac', 'Nguồn lạ', ['source'], { areaIds: ['khac'] }),
    ]);
    expect((await send({}, signedIn('hoa'))).body.code).toBe('not-permitted');
    expect((await send({}, signedIn('nguon-xa-khac'))).body.code).toBe('not-permitted');
    expect((await send({ level: 'central' }, signedIn('tinh'))).body.code).toBe('source-level-not-yours');
    expect(await app.database.sourceBulletin.count()).toBe(0);
    const sent = await send({}, signedIn('tinh'));
    expect(sent.status).toBe(201);
    expect((await send({ title: 'Khác' }, signedIn('tinh-khac'))).body.code).toBe('source-not-yours');
    expect((await withdraw(signedIn('tinh-khac'))).body.code).toBe('source-not-yours');
    const take = `/source-bulletins/${only(sent).id}/take`;
    expect((await app.call('POST', take, undefined, signedIn('tinh'))).body.code).toBe('not-permitted');
    const taken = await app.call('POST', take, undefined, signedIn('hoa'));
    expect(taken.body).toMatchObject({ state: 'taken', decidedBy: 'Nguyễn Thị Hoa' });
  });

  it('many at once, more than there are connections, hold each other up only in turn', {
    timeout: 120_000,
  }, async () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      send({ externalId: `bn-${index}`, text: `Tin số ${index}.` }),
    );
    const states = (await Promise.all(many)).map((answer) => only(answer).state);
    expect(states).toEqual(Array.from({ length: 12 }, () => 'inbox'));
    // each of these looks through the commune's programmes under a lock of its own
    const back = many.map((_, index) =>
      app.call('POST', '/source-bulletins/withdraw', {
        ...{ sourceId: 'dai-tinh', externalId: `bn-${index}`, reason: 'Gửi nhầm' },
      }),
    );
    const gone = (await Promise.all(back)).map((answer) => only(answer).state);
    expect(new Set(gone)).toEqual(new Set(['withdrawn']));
    expect(await app.stores.sources.pending()).toEqual([]);
  });

  it('says in both languages what is wrong with a request, and keeps nothing', async () => {
    const code = async (more: object) => (await send(more)).body.code;
    expect(await code({ text: undefined })).toBe('source-content-one');
    expect(await code({ targets: { areaIds: [commune.communeId] } })).toBe('source-targets-one');
    expect(await code({ communeIds: ['khac'] })).toBe('targets-unknown');
    expect(await code({ validUntil: '2026-03-01T00:00:00+07:00' })).toBe('bulletin-expired');
    const wrong = await send({ rank: 'gấp' });
    expect(wrong.status).toBe(400);
    expect(wrong.body.message).toMatchObject({ vi: expect.any(String), en: expect.any(String) });
    expect(await app.database.sourceBulletin.count()).toBe(0);
  });
});
