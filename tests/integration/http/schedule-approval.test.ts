import { describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { addCommune, addReadyBulletin, type HttpApp } from '../../support/http-app.ts';
import { OFFICE, signedIn } from '../../support/people.ts';

const MONDAY = Date.parse('2026-03-02T06:30:00+07:00');

let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
let news: string;
appForFile(async (fresh) => {
  app = fresh;
  app.setNow(MONDAY);
  commune = await addCommune(app);
  news = await addReadyBulletin(app, commune.communeId);
  await app.putPeople(OFFICE);
});

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
const as = (id: string, method: Method, path: string, body?: unknown) => app.call(method, path, body, signedIn(id));
const save = (who: string, more: object = {}) =>
  as(who, 'POST', '/schedules', {
    communeId: commune.communeId,
    kind: 'session',
    name: 'Buổi sáng',
    recurrence: { startDate: '2026-03-02', time: '07:00', rrule: 'FREQ=DAILY' },
    windowMinutes: 30,
    programme: [{ kind: 'bulletin', bulletinId: news }],
    targets: { areaIds: [commune.communeId] },
    ...more,
  });
const waiting = async () =>
  (await as('chu-tich', 'GET', '/approvals')).body.approvals.filter(
    (each: { state: string }) => each.state === 'submitted',
  );
async function approve(): Promise<number> {
  const all = await waiting();
  for (const { id, bindingHash } of all) {
    const body = { decision: 'approve', bindingHash };
    expect((await as('chu-tich', 'POST', `/approvals/${id}/decisions`, body)).status).toBe(200);
  }
  return all.length;
}
const planned = async () =>
  (await as('hoa', 'GET', '/broadcasts?limit=200')).body.broadcasts
    .filter((each: { state: string }) => each.state !== 'cancelled')
    .reverse();
const preview = async (id: string) => (await as('hoa', 'GET', `/schedules/${id}/preview`)).body.occurrences;
/** As when somebody has read the text anew. */
async function renewAudio(bulletinId: string, mark: string): Promise<void> {
  const assetId = mark.repeat(64);
  const facts = { sizeBytes: 1, durationMs: 20_000, levelDbfs: -20, loudness: {}, provenance: {} };
  await app.stores.bulletins.keepEncoding(`key-${mark}`, { assetId, ...facts });
  const version = await app.stores.bulletins.addVersion({
    ...{ id: `v-${mark}`, bulletinId, language: 'vi', state: 'processing', warnings: [], asset: undefined },
    ...{ text: undefined, fileName: undefined, voice: undefined, parts: undefined, fault: undefined },
  });
  await app.stores.bulletins.finish(version.id, assetId, []);
  await app.useCases.materialiser.run(commune.communeId);
}

describe('what an officer plans', () => {
  it('is in no plan until somebody else approves it; then all of it is, with one act', async () => {
    const { status, body } = await save('hoa');
    expect(status, JSON.stringify(body)).toBe(201);
    expect(body).toMatchObject({ planned: 0, warnings: [{ code: 'slot-empty' }] });
    expect(await planned()).toEqual([]);
    const [occurrence] = await preview(body.schedule.id);
    expect(occurrence).toMatchObject({ planned: false, approved: false, skipped: [{ reason: 'not-approved' }] });
    expect(await waiting()).toMatchObject([{ subjectKind: 'schedule', title: 'Buổi sáng' }]);
    expect(await approve()).toBe(1);
    expect(await planned()).toHaveLength(8);
  });

  it('a technician may not, and a hamlet head may not', async () => {
    expect((await save('ky-thuat')).body.code).toBe('not-permitted');
  });

  it('a slot near that nothing may fill is an incident, until something does', async () => {
    await save('hoa');
    const open = async () =>
      (await as('hoa', 'GET', '/incidents')).body.incidents.map((each: { kind: string }) => each.kind);
    expect(await open()).toEqual(['slot-empty']);
    await approve();
    expect(await open()).toEqual([]);
  });

  it('a part that is not approved at its time is left out, the rest plays, and the row says so', async () => {
    const { body } = await save('hoa');
    await approve();
    const more = await addReadyBulletin(app, commune.communeId, 20_000, 'b', { title: 'Tin mới' });
    const programme = [
      { kind: 'bulletin', bulletinId: news },
      { kind: 'bulletin', bulletinId: more },
    ];
    await as('hoa', 'PATCH', `/schedules/${body.schedule.id}`, { version: 1, programme });
    const [first] = await planned();
    expect(first.items).toHaveLength(1);
    expect(first.skipped).toMatchObject([
      {
        part: 1,
        title: 'Tin mới',
        reason: 'not-approved',
        message: { vi: 'Chưa duyệt. Không có gì thay, buổi phát ngắn hơn.' },
      },
    ]);
    await approve();
    expect((await planned())[0]).toMatchObject({ version: 2, skipped: [], items: [{ part: 0 }, { part: 1 }] });
  });

  it('a new version of a bulletin is dropped until it is approved', async () => {
    const other = await addReadyBulletin(app, commune.communeId, 20_000, 'b');
    const programme = [news, other].map((bulletinId) => ({ kind: 'bulletin', bulletinId }));
    await save('hoa', { programme });
    await approve();
    await renewAudio(other, 'c');
    const [first] = await planned();
    expect(first.items.map((item: { assetId: string }) => item.assetId[0])).toEqual(['a']);
    expect(first.skipped).toMatchObject([{ reason: 'not-approved' }]);
    expect(await approve()).toBe(1);
    expect((await planned())[0].items.map((item: { assetId: string }) => item.assetId[0])).toEqual(['a', 'c']);
  });

  it('other times or other places are another thing to approve', async () => {
    const { body } = await save('hoa');
    await approve();
    const recurrence = { startDate: '2026-03-02', time: '08:00', rrule: 'FREQ=DAILY' };
    const changed = await as('hoa', 'PATCH', `/schedules/${body.schedule.id}`, { version: 1, recurrence });
    expect(changed.body).toMatchObject({ planned: 0, cancelled: 8 });
    await approve();
    expect(await planned()).toHaveLength(8);
    const targets = { areaIds: [commune.hamletIds[0]] };
    await as('hoa', 'PATCH', `/schedules/${body.schedule.id}`, { version: 2, targets });
    expect(await planned()).toEqual([]);
  });

  it('a moved occurrence is approved by itself, the others go on', async () => {
    const { body } = await save('hoa');
    await approve();
    const path = `/schedules/${body.schedule.id}/occurrences/20260303T070000`;
    await as('hoa', 'PUT', path, { startAt: '2026-03-03T09:00:00+07:00' });
    expect(await planned()).toHaveLength(7);
    expect(await approve()).toBe(1);
    const starts = (await planned()).map((each: { startAt: string }) => each.startAt);
    expect(starts).toContain('2026-03-03T09:00:00+07:00');
    expect(starts).toHaveLength(8);
  });

  it('a playlist takes up a new bulletin once it is approved, and not before', async () => {
    const add = (mark: string, title: string, createdAt: number) =>
      addReadyBulletin(app, commune.communeId, 20_000, mark, { title, category: 'Tin', createdAt });
    await add('b', 'cũ', MONDAY - 2);
    await save('hoa', { programme: [{ kind: 'playlist', category: 'Tin', maxItems: 1 }] });
    await approve();
    await add('c', 'mới', MONDAY - 1);
    await app.useCases.materialiser.run(commune.communeId);
    const [first] = await planned();
    expect(first.bulletins).toMatchObject([{ title: 'cũ' }]);
    expect(first.skipped).toMatchObject([{ title: 'mới', reason: 'not-approved', filledBy: 'cũ' }]);
    await approve();
    expect((await planned())[0].bulletins).toMatchObject([{ title: 'mới' }]);
  });

  it('what was returned stays out, and is not asked for again', async () => {
    await save('hoa');
    const [{ id, bindingHash }] = await waiting();
    await as('chu-tich', 'POST', `/approvals/${id}/decisions`, { decision: 'return', bindingHash, reason: 'sai ngày' });
    await app.useCases.materialiser.all();
    expect(await waiting()).toEqual([]);
    expect(await planned()).toEqual([]);
  });
});

describe('what waits', () => {
  const HOUR = 3600_000;
  const MINUTE = 60_000;
  const remindersOf = async (id: string) =>
    (await as('chu-tich', 'GET', `/approvals/${id}`)).body.reminders.map((each: { kind: string }) => each.kind);
  const look = async (now: number) => {
    app.setNow(now);
    await app.useCases.materialiser.run(commune.communeId);
    await app.useCases.approvalUpkeep.look();
  };

  it('says its times in words, to its approver and on the page of a link', async () => {
    await save('hoa');
    const [request] = await waiting();
    expect(request).toMatchObject({ startAt: '2026-03-02T07:00:00+07:00', timesWords: { vi: expect.any(String) } });
    expect(request.timesWords.vi).toContain('07:00 hằng ngày');
    const { body } = await as('hoa', 'POST', `/approvals/${request.id}/link`, { approverId: 'chu-tich' });
    expect(body.messages.zalo).toContain('Phát: 07:00 hằng ngày');
    const open = async (language: string) =>
      (
        await app.server.inject({
          url: `${new URL(body.url, 'http://x').pathname}?lang=${language}`,
          headers: { host: 'x' },
        })
      ).body;
    const page = await open('vi');
    expect(page).toContain('Sẽ phát ở 3 thôn, 3 cụm loa, 240 hộ: 07:00 hằng ngày');
    expect(page).toContain('lần tới 07:00 thứ Hai 02/03 · còn 30 phút');
    expect(await open('en')).toContain('next at 07:00, Monday 2 March');
    // the day after it still says when it airs, and not that it should have
    await look(MONDAY + 12 * HOUR);
    expect(await open('vi')).toContain('lần tới 07:00 thứ Ba 03/03 · còn 12 giờ 30 phút');
    const answer = await app.server.inject({
      method: 'POST',
      url: new URL(body.url, 'http://x').pathname,
      headers: { host: 'x', origin: 'null', 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'decision=approve',
    });
    expect(answer.statusCode).toBe(303);
    expect(await planned()).toHaveLength(8);
  });

  it('is recalled before each airing it waits over, and once for each', async () => {
    await save('hoa', { recurrence: { startDate: '2026-03-02', time: '09:00', rrule: 'FREQ=DAILY' } });
    const [{ id }] = await waiting();
    const nine = Date.parse('2026-03-02T09:00:00+07:00');
    const day = 24 * HOUR;
    for (const before of [60, 59]) await look(nine - before * MINUTE);
    expect(await remindersOf(id)).toEqual(['hour-before', 'hour-before']);
    await look(nine + MINUTE);
    expect(await remindersOf(id)).toHaveLength(2);
    await look(nine + day - 60 * MINUTE);
    expect(await remindersOf(id)).toHaveLength(4);
    expect(await waiting()).toMatchObject([{ id, startAt: '2026-03-03T09:00:00+07:00' }]);
  });

  it('has its audio on the devices before somebody approves it', async () => {
    app.publisher.forget();
    await save('hoa');
    expect(app.publisher.plans).toContain(commune.communeId);
    const ahead = async (now: number) =>
      (await app.stores.documents.planContent(commune.communeId, now)).keepAssets.length;
    expect([await ahead(MONDAY), await ahead(MONDAY + HOUR)]).toEqual([1, 0]);
    await look(MONDAY + HOUR);
    expect(await ahead(MONDAY + HOUR)).toBe(1);
  });
});
