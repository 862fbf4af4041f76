/** Days, zones and far dates: the same instant, whoever reads it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { addCommune, addReadyBulletin, type HttpApp, startHttpApp } from '../../support/http-app.ts';

let databases: TestDatabases;
let url: string;
let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
let news: string;
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());
afterEach(() => app.stop());

async function start(now: string, zone?: string): Promise<void> {
  url = await databases.fresh();
  if (zone !== undefined) {
    await databases.query(url, `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET TimeZone = '${zone}'`);
  }
  app = await startHttpApp(url);
  app.setNow(Date.parse(now));
  commune = await addCommune(app);
  news = await addReadyBulletin(app, commune.communeId);
}
const save = (recurrence: object | undefined, more: object = {}) =>
  app.call('POST', '/schedules', {
    communeId: commune.communeId,
    kind: 'session',
    name: 'Buổi sáng',
    recurrence,
    windowMinutes: 30,
    programme: [{ kind: 'bulletin', bulletinId: news }],
    targets: { areaIds: [commune.communeId] },
    ...more,
  });
const broadcasts = async (query = '') => (await app.call('GET', `/broadcasts${query}`)).body.broadcasts;
const inPlan = async (now: string) =>
  (await app.stores.documents.planContent(commune.communeId, Date.parse(now))).broadcasts.length;

describe('prisma/orm#28629, #26786: dates written wrongly when the database zone is not UTC', () => {
  it('with the database in Asia/Ho_Chi_Minh, 07:00 saved is 07:00 for plain SQL, and the next look changes nothing', async () => {
    await start('2026-03-02T06:30:00+07:00', 'Asia/Ho_Chi_Minh');
    await save({ startDate: '2026-03-02', time: '07:00', rrule: 'FREQ=DAILY' });
    const read = () =>
      databases.query(
        url,
        `SELECT to_char(start_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24:MI') AS wall, version,
           extract(epoch FROM start_at)::float8 * 1000 AS instant, current_setting('TimeZone') AS zone
         FROM broadcast ORDER BY start_at LIMIT 1`,
      );
    const expected = {
      ...{ wall: '2026-03-02 07:00', instant: Date.parse('2026-03-02T07:00:00+07:00'), version: 1 },
      zone: 'Asia/Ho_Chi_Minh',
    };
    expect(await read()).toEqual([expected]);
    await app.useCases.materialiser.all();
    expect(await read()).toEqual([expected]);
  });
});

describe('libretime#2385: the date flips at UTC midnight', () => {
  it('saved at 06:30 in Vietnam, while UTC has yesterday, the first session is today’s', async () => {
    await start('2026-03-02T06:30:00+07:00');
    await save({ startDate: '2026-03-02', time: '06:45', rrule: 'FREQ=DAILY' });
    const today = await broadcasts(`?communeId=${commune.communeId}&day=2026-03-02`);
    expect(today.map((each: { startAt: string }) => each.startAt)).toEqual(['2026-03-02T06:45:00+07:00']);
    expect(await broadcasts(`?communeId=${commune.communeId}&day=2026-03-01`)).toEqual([]);
  });

  it('weekdays are those of the commune: Monday 05:00 is Sunday in UTC', async () => {
    await start('2026-03-01T12:00:00+07:00');
    await save({ startDate: '2026-03-01', time: '05:00', rrule: 'FREQ=WEEKLY;BYDAY=MO' });
    expect((await broadcasts()).map((each: { startAt: string }) => each.startAt)).toEqual([
      '2026-03-09T05:00:00+07:00',
      '2026-03-02T05:00:00+07:00',
    ]);
  });
});

describe('libretime#2014: the end before the start by the offset of the zone', () => {
  it.each(['Asia/Ho_Chi_Minh', 'UTC', 'America/St_Johns', 'Pacific/Kiritimati'])('database in %s', async (zone) => {
    await start('2026-03-02T06:30:00+07:00', zone);
    await save({ startDate: '2026-03-02', time: '23:50', rrule: 'FREQ=DAILY' });
    const rows = await databases.query(url, 'SELECT (ends_at - start_at)::text AS open FROM broadcast');
    expect(rows).toHaveLength(8);
    expect(new Set(rows.map((row) => row.open))).toEqual(new Set(['00:30:00']));
  });
});

describe('AzuraCast#4962, #1564: windows', () => {
  it('one of zero length is refused', async () => {
    await start('2026-03-02T06:30:00+07:00');
    const answer = await save({ startDate: '2026-03-02', time: '07:00' }, { windowMinutes: 0 });
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    await expect(databases.query(url, 'SELECT count(*)::int AS n FROM schedule')).resolves.toEqual([{ n: 0 }]);
  });

  it('the item before overran: it waits as long as it still ends in its window, and the answer says so beforehand', async () => {
    await start('2026-03-02T06:30:00+07:00');
    const long = await addReadyBulletin(app, commune.communeId, 20 * 60_000, 'b');
    await save({ startDate: '2026-03-02', time: '07:00' }, { programme: [{ kind: 'bulletin', bulletinId: long }] });
    const second = { name: 'Sau', acceptConflicts: true };
    const { body } = await save({ startDate: '2026-03-02', time: '07:10' }, second);
    expect(body.conflicts[0]).toMatchObject({ effect: 'postponed', loser: { title: 'Sau' } });
    const [later] = await broadcasts();
    expect(later).toMatchObject({ startAt: '2026-03-02T07:10:00+07:00', latestStartAt: '2026-03-02T07:39:40+07:00' });
    const narrow = await save(
      { startDate: '2026-03-02', time: '07:10' },
      { ...second, name: 'Chật', windowMinutes: 5 },
    );
    expect(
      narrow.body.conflicts.find(({ loser }: { loser: { title: string } }) => loser.title === 'Chật'),
    ).toMatchObject({
      effect: 'prevented',
    });
  });
});

describe('nodejs/node#4541: far dates', () => {
  it.each([30, 60])('a one-off %i days ahead does not sound today, and is planned in time', async (days) => {
    await start('2026-03-02T06:30:00+07:00');
    const at = new Date(Date.parse('2026-03-02T07:00:00Z') + days * 24 * 3600_000).toISOString();
    const { body } = await save({ startDate: at.slice(0, 10), time: '07:00' }, { kind: 'one-off' });
    expect(body.planned).toBe(0);
    expect(await inPlan('2026-03-02T06:30:00+07:00')).toBe(0);
    const shown = (await app.call('GET', `/schedules/${body.schedule.id}/preview`)).body.occurrences;
    expect(shown.map((each: { startAt: string }) => each.startAt)).toEqual([`${at.slice(0, 10)}T07:00:00+07:00`]);
    const near = `${new Date(Date.parse(at) - 2 * 24 * 3600_000).toISOString().slice(0, 10)}T07:00:00+07:00`;
    app.setNow(Date.parse(near));
    await app.useCases.materialiser.all();
    expect(await inPlan(near)).toBe(1);
  });
});

describe('libretime#874: editing what is on air shifts times', () => {
  it('what sounds keeps its version, its times and its content; the change applies next time', async () => {
    await start('2026-03-02T06:30:00+07:00');
    const { body } = await save({ startDate: '2026-03-02', time: '07:00', rrule: 'FREQ=DAILY' });
    app.setNow(Date.parse('2026-03-02T07:00:05+07:00'));
    const planBefore = await app.stores.documents.planContent(
      commune.communeId,
      Date.parse('2026-03-02T07:00:05+07:00'),
    );
    const change = {
      version: 1,
      windowMinutes: 45,
      recurrence: { startDate: '2026-03-02', time: '07:30', rrule: 'FREQ=DAILY' },
    };
    const answer = await app.call('PATCH', `/schedules/${body.schedule.id}`, change);
    expect(answer.body.onAir).toMatchObject({
      outcome: 'plays-on',
      message: { en: expect.stringContaining('applies from the next time') },
    });
    expect(answer.body.appliesFrom).toBe('2026-03-03T07:30:00+07:00');
    const planAfter = await app.stores.documents.planContent(
      commune.communeId,
      Date.parse('2026-03-02T07:00:05+07:00'),
    );
    expect(planAfter.broadcasts[0]).toEqual(planBefore.broadcasts[0]);
  });
});
