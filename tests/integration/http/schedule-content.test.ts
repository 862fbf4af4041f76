import { describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { eventually } from '../../support/eventually.ts';
import { addCommune, addReadyBulletin, type HttpApp } from '../../support/http-app.ts';

const MONDAY = Date.parse('2026-03-02T06:30:00+07:00');

let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
let news: string;
appForFile(async (fresh) => {
  app = fresh;
  app.setNow(MONDAY);
  commune = await addCommune(app);
  news = await addReadyBulletin(app, commune.communeId);
});

const save = (time: string, more: object = {}) =>
  app.call('POST', '/schedules', {
    communeId: commune.communeId,
    kind: 'session',
    name: `Buổi ${time}`,
    recurrence: { startDate: '2026-03-02', time, rrule: 'FREQ=DAILY' },
    windowMinutes: 30,
    programme: [{ kind: 'bulletin', bulletinId: news }],
    targets: { areaIds: [commune.communeId] },
    ...more,
  });
const bulletin = (mark: string, more: object = {}, durationMs = 20_000) =>
  addReadyBulletin(app, commune.communeId, durationMs, mark, more);
const live = async () =>
  (await app.call('GET', '/broadcasts?limit=200')).body.broadcasts
    .filter((each: { state: string }) => each.state !== 'cancelled')
    .reverse();
const preview = async (id: string) => (await app.call('GET', `/schedules/${id}/preview`)).body.occurrences;
const until = (day: number) => Date.parse(`2026-03-0${day}T00:00:00+07:00`);

describe('validity', () => {
  it('an expired bulletin leaves by itself, and the slot says what fills it', async () => {
    await bulletin('b', { title: 'cũ', category: 'Tin', createdAt: 1 });
    await bulletin('c', { title: 'mới', category: 'Tin', createdAt: 2, validUntil: until(4) });
    const programme = [{ kind: 'playlist', category: 'Tin', maxItems: 1 }];
    const { body } = await save('07:00', { programme });
    const titles = (await live()).map((each: { bulletins: { title: string }[] }) => each.bulletins[0]?.title);
    expect(titles.slice(0, 3)).toEqual(['mới', 'mới', 'cũ']);
    const shown = await preview(body.schedule.id);
    expect(shown).toHaveLength(20);
    expect(shown[1].lunar.vi).toBe('rằm tháng Giêng năm Bính Ngọ');
    expect(shown[2].skipped).toMatchObject([
      { title: 'mới', reason: 'expired', filledBy: 'cũ', message: { vi: 'Đã hết hạn. Phát thay: cũ.' } },
    ]);
  });

  it('without anything to fill it the slot is shorter; with nothing left it is not planned, and never silently', async () => {
    await app.call('PATCH', `/bulletins/${news}`, { validUntil: '2026-03-03T00:00:00+07:00' });
    const other = await bulletin('b', { validUntil: until(4) });
    const programme = [news, other].map((bulletinId) => ({ kind: 'bulletin', bulletinId }));
    const { body } = await save('07:00', { programme });
    expect(body).toMatchObject({ planned: 2, warnings: [{ code: 'slot-empty' }] });
    const [first, second] = await live();
    expect([first.items.length, second.items.length]).toEqual([2, 1]);
    expect(second.skipped).toMatchObject([{ part: 0, reason: 'expired' }]);
    expect((await preview(body.schedule.id))[2]).toMatchObject({ planned: false, problems: [{ code: 'slot-empty' }] });
    app.setNow(MONDAY + 25 * 3600_000);
    await app.useCases.materialiser.all();
    const [incident] = (await app.call('GET', '/incidents')).body.incidents;
    expect(incident).toMatchObject({ kind: 'slot-empty', detail: expect.stringContaining('Buổi 07:00') });
  });

  it('moved before a planned start it lists the uses and asks', async () => {
    await save('07:00');
    const single = { bulletins: [{ bulletinId: news }], targets: { areaIds: [commune.communeId] } };
    await app.call('POST', '/broadcasts', { ...single, start: '2026-03-05T10:00:00+07:00' });
    const change = { validUntil: '2026-03-04T00:00:00+07:00' };
    const asked = await app.call('PATCH', `/bulletins/${news}`, change);
    expect(asked).toMatchObject({ status: 409, body: { code: 'bulletin-ends-in-use' } });
    expect(asked.body.uses.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'leaves',
      'leaves',
      'stays',
      'leaves',
      'leaves',
      'leaves',
      'leaves',
    ]);
    expect((await app.call('GET', `/bulletins/${news}`)).body.validUntil).toBeUndefined();
    expect((await app.call('PATCH', `/bulletins/${news}?confirm=true`, change)).status).toBe(200);
    expect(await live()).toHaveLength(3);
    expect((await app.call('PATCH', `/bulletins/${news}`, { validUntil: null })).status).toBe(200);
    expect(await live()).toHaveLength(9);
  });

  it('a removed bulletin leaves the programmes, and comes back by restore', async () => {
    await save('07:00');
    expect((await app.call('DELETE', `/bulletins/${news}`)).body.uses[0]).toMatchObject({ outcome: 'leaves' });
    const removed = await app.call('DELETE', `/bulletins/${news}?confirm=true`);
    expect(removed.body.notice.code).toBe('bulletin-uses-leave');
    expect(await live()).toEqual([]);
    await app.call('POST', `/bulletins/${news}/restore`);
    expect(await live()).toHaveLength(8);
  });

  it('a date in the text suggests it', async () => {
    const text = 'Tiêm phòng dại ngày 05/03/2026.';
    const made = await app.call('POST', '/bulletins', { communeId: commune.communeId, text });
    expect(made.body.suggestedValidUntil).toEqual({ until: '2026-03-06T00:00:00+07:00', written: '05/03/2026' });
    const reading = await app.call('POST', '/readings', { communeId: commune.communeId, text });
    expect(reading.body.validUntil).toMatchObject({ until: '2026-03-06T00:00:00+07:00', from: 20, to: 30 });
  });

  it('"hôm nay" and weekdays are looked at for each day of airing', async () => {
    const text = 'Hôm nay, thứ hai ngày 02/03/2026, xã tiêm phòng.';
    const today = await bulletin('b', { text });
    const { body } = await save('07:00', { programme: [{ kind: 'bulletin', bulletinId: today }] });
    const codes = (await preview(body.schedule.id)).map(({ warnings }: { warnings: { code: string }[] }) =>
      warnings.map(({ code }) => code),
    );
    expect(codes[0]).toEqual([]);
    expect(codes[1]).toContain('relative-day-wrong');
  });
});

describe('conflicts', () => {
  it('are told at save time in words, and the officer decides', async () => {
    const long = await bulletin('b', {}, 20 * 60_000);
    await save('07:00', { programme: [{ kind: 'bulletin', bulletinId: long }] });
    const asked = await save('07:10');
    expect(asked).toMatchObject({ status: 409, body: { code: 'schedule-conflicts' } });
    const [conflict] = asked.body.conflicts;
    expect(conflict).toMatchObject({ effect: 'postponed', why: 'earlier', clusters: ['01', '02', '03'], count: 400 });
    expect(conflict.dates).toEqual([1, 2, 3].map((day) => `2026-03-0${day + 1}T07:10:00+07:00`));
    expect(conflict.message.vi).toBe(
      '"Buổi 07:10" lúc 07:10 02/03/2026, 07:10 03/03/2026, 07:10 04/03/2026 phải chờ "Buổi 07:00", phát muộn nhiều nhất 10 phút, tại cụm 01, 02, 03 (400 lần). Lượt bắt đầu trước được phát cho xong.',
    );
    expect(conflict.message.en).toContain('What began first is let finish.');
    expect((await app.call('GET', '/schedules')).body.schedules).toHaveLength(1);
    const saved = await save('07:10', { acceptConflicts: true });
    expect(saved.status).toBe(201);
    const shown = await preview(saved.body.schedule.id);
    expect(shown[0].conflicts).toMatchObject([{ effect: 'postponed' }]);
  });

  it('with single broadcasts too; elsewhere is no conflict', async () => {
    const long = await bulletin('b', {}, 20 * 60_000);
    const [first, , third] = commune.hamletIds;
    await app.call('POST', '/broadcasts', {
      bulletins: [{ bulletinId: long }],
      targets: { areaIds: [first] },
      start: '2026-03-03T07:00:00+07:00',
      class: 'priority',
    });
    expect(third).toBeDefined();
    expect((await save('07:10', { targets: { areaIds: [commune.hamletIds[1]] } })).status).toBe(201);
    const asked = await save('06:55', {
      programme: [{ kind: 'bulletin', bulletinId: long }],
      targets: { areaIds: [first] },
    });
    const [conflict, repeated] = asked.body.conflicts;
    expect(conflict).toMatchObject({ why: 'boundary', count: 1, winner: { title: 'Buổi 06:55' } });
    expect(repeated.effect).toBe('repeated');
  });

  it('the same content twice a day in one hamlet is said, and stops nothing', async () => {
    await save('07:00');
    const { status, body } = await save('17:00');
    expect(status).toBe(201);
    expect(body.conflicts).toMatchObject([{ effect: 'repeated', winner: { title: 'Buổi 07:00' } }]);
    expect(body.conflicts[0].message.vi).toContain('nghe hai lần');
  });

  it('single priority broadcasts are put in order without asking for approval again', async () => {
    const air = (more: object = {}) =>
      app.call('POST', '/broadcasts', {
        ...{ bulletins: [{ bulletinId: news }], targets: { areaIds: [commune.communeId] }, class: 'priority' },
        ...{ start: '2026-03-02T07:00:00+07:00', ...more },
      });
    const ids = [(await air()).body.broadcast.id, (await air()).body.broadcast.id];
    const rank = (id: string, value: number | null) => app.call('PUT', `/broadcasts/${id}/rank`, { rank: value });
    expect((await rank(ids[1], 1)).body).toMatchObject({ broadcast: { rank: 1, version: 2, state: 'planned' } });
    const { broadcasts } = await app.stores.documents.planContent(commune.communeId, MONDAY);
    expect(broadcasts.find((each) => each.id === ids[1])).toMatchObject({ rank: 1, version: 2 });
    expect((await rank(ids[1], null)).body.broadcast.rank).toBeUndefined();
    const routine = await air({ class: 'scheduled', start: '2026-03-02T09:00:00+07:00' });
    expect((await rank(routine.body.broadcast.id, 1)).body.code).toBe('rank-without-priority');
    app.setNow(Date.parse('2026-03-02T07:00:01+07:00'));
    expect((await rank(ids[0], 1)).body.code).toBe('broadcast-begun');
  });

  it('priority sessions are ordered by the commune’s rank', async () => {
    const priority = { class: 'priority', acceptConflicts: true };
    await save('07:00', { ...priority, rank: 2 });
    const { body } = await save('07:00', { ...priority, name: 'Trước', rank: 1 });
    expect(body.conflicts[0]).toMatchObject({ why: 'rank', winner: { title: 'Trước' } });
    const changed = await app.call('PATCH', `/schedules/${body.schedule.id}`, {
      version: 1,
      rank: null,
      acceptConflicts: true,
    });
    expect(changed.body.conflicts[0]).toMatchObject({ why: 'rank', winner: { title: 'Buổi 07:00' } });
  });
});

describe('the station’s own sounds', () => {
  it('a chime and the closing words are made once, and are in the programme', async () => {
    await app.call('PUT', `/areas/${commune.communeId}/station-texts/vi`, { closing: 'Xin cảm ơn bà con.' });
    const programme = [
      { kind: 'chime', chime: 'opening' },
      { kind: 'bulletin', bulletinId: news },
      { kind: 'closing' },
    ];
    await save('07:00', { programme });
    const done = async () => (await live())[0]?.items.length === 3;
    await eventually('chime and words are made', done, 110_000);
    const [first] = await live();
    expect(first.bulletins.map(({ title }: { title: string }) => title)).toEqual([
      'Nhạc hiệu mở đầu',
      'Lịch tiêm phòng',
      'Lời kết',
    ]);
    expect((await app.call('GET', '/bulletins')).body.bulletins).toHaveLength(1);
    await app.call('PUT', `/areas/${commune.communeId}/station-texts/vi`, {});
    expect((await live())[0].skipped).toMatchObject([{ part: 2, reason: 'no-words' }]);
  }, 120_000);
});

describe('bulletins of a category', () => {
  it('are found by it, and it can be changed', async () => {
    await app.call('PATCH', `/bulletins/${news}`, { category: '  Tin  xã ' });
    const list = (await app.call('GET', `/bulletins?category=${encodeURIComponent('Tin xã')}`)).body.bulletins;
    expect(list).toMatchObject([{ id: news, category: 'Tin xã' }]);
    await app.call('PATCH', `/bulletins/${news}`, { category: null });
    expect((await app.call('GET', `/bulletins/${news}`)).body.category).toBeUndefined();
  });
});
