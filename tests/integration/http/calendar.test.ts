import { beforeEach, describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { addCommune, addReadyBulletin, type HttpApp } from '../../support/http-app.ts';

const MONDAY = Date.parse('2026-03-02T06:30:00+07:00');
const MINUTE = 60_000;

let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
let bulletinId: string;
appForFile(async (fresh) => {
  app = fresh;
  app.setNow(MONDAY);
  commune = await addCommune(app);
});
beforeEach(async () => {
  bulletinId = await addReadyBulletin(app, commune.communeId, 10 * MINUTE, 'a', { title: 'Tin sáng' });
});

const save = (name: string, time: string, more: object = {}) =>
  app.call('POST', '/schedules', {
    ...{ communeId: commune.communeId, kind: 'session', name, windowMinutes: 30, acceptConflicts: true },
    recurrence: { startDate: '2026-03-02', time, rrule: 'FREQ=DAILY', skipDaysOff: true },
    programme: [{ kind: 'bulletin', bulletinId }],
    targets: { areaIds: [commune.communeId] },
    ...more,
  });
const calendar = (from = '2026-03-02', to = '2026-03-08') =>
  app.call('GET', `/calendar?communeId=${commune.communeId}&from=${from}&to=${to}`);
interface Entry {
  key: string;
  startAt: string;
  title: string;
  state: string;
  moved: boolean;
}
const on = (entries: Entry[], day: string) => entries.filter(({ startAt }) => startAt.startsWith(day));

describe('the calendar of a commune', () => {
  it('has the lunar date of each day: Tết of 2026 falls on 17 February', async () => {
    const { body } = await calendar('2026-02-16', '2026-02-17');
    expect(body.days[0].lunar).toMatchObject({ month: 12, day: 29, leap: false });
    expect(body.days[1].lunar).toMatchObject({ month: 1, day: 1, words: { vi: 'mùng 1 tháng Giêng năm Bính Ngọ' } });
  });

  it('shows what comes, what is left out by hand, what is moved and what is off', async () => {
    const made = await save('Buổi sáng', '07:00');
    const { id } = made.body.schedule;
    const skipped = await app.call('PUT', `/schedules/${id}/occurrences/20260304T070000`, { version: 1, skip: true });
    const moved = await app.call('PUT', `/schedules/${id}/occurrences/20260305T070000`, {
      ...{ version: skipped.body.schedule.version, startAt: '2026-03-05T08:00:00+07:00', acceptConflicts: true },
    });
    expect(moved.status).toBe(200);
    await app.call('PUT', `/days-off/${commune.communeId}/2026-03-06`, { name: 'Giỗ làng' });
    const { body } = await calendar();
    expect(on(body.entries, '2026-03-04')).toMatchObject([{ state: 'skipped' }]);
    expect(on(body.entries, '2026-03-05')).toMatchObject([{ moved: true, startAt: '2026-03-05T08:00:00+07:00' }]);
    expect(on(body.entries, '2026-03-06')).toMatchObject([{ state: 'day-off' }]);
    expect(body.days[4]).toMatchObject({ day: '2026-03-06', dayOff: 'Giỗ làng' });
    expect(on(body.entries, '2026-03-07')).toMatchObject([{ kind: 'session', clusters: 3, parts: ['Tin sáng'] }]);
  });

  it('shows a paused schedule as paused', async () => {
    const { id } = (await save('Buổi sáng', '07:00')).body.schedule;
    await app.call('POST', `/schedules/${id}/pause`);
    const { body } = await calendar();
    expect(body.entries.map(({ state }: Entry) => state)).toEqual(Array(7).fill('paused'));
    expect(body.conflicts).toEqual([]);
  });

  it('says who wins where two meet, once for each day, by the broadcasts that meet', async () => {
    const first = (await save('Buổi sáng', '07:00')).body.schedule.id;
    const second = (await save('Tin xã', '07:05')).body.schedule.id;
    const { body } = await calendar();
    expect(body.conflicts).toHaveLength(7);
    expect(body.conflicts[0]).toMatchObject({
      ...{ effect: 'postponed', why: 'earlier', count: 1, loserKey: `${second}_20260302T070500` },
      winnerKey: `${first}_20260302T070000`,
    });
    expect(body.conflicts[0].message.vi).toContain('Tin xã');
    const keys = new Set(body.entries.map(({ key }: Entry) => key));
    for (const { loserKey, winnerKey } of body.conflicts) {
      expect(keys).toContain(loserKey);
      expect(keys).toContain(winnerKey);
    }
  });

  it('shows single broadcasts, coming and over, each once', async () => {
    const targets = { areaIds: [commune.communeId] };
    const start = '2026-03-03T09:00:00+07:00';
    await app.call('POST', '/broadcasts', { bulletins: [{ bulletinId }], targets, start });
    const before = on((await calendar()).body.entries, '2026-03-03');
    expect(before).toMatchObject([{ kind: 'single', title: 'Tin sáng' }]);
    app.setNow(Date.parse('2026-03-03T12:00:00+07:00'));
    const after = on((await calendar()).body.entries, '2026-03-03');
    expect(after).toHaveLength(1);
  });

  it('shows six weeks at most, and only what is a day', async () => {
    expect((await calendar('2026-03-01', '2026-04-11')).status).toBe(200);
    const long = await calendar('2026-03-01', '2026-04-12');
    expect([long.status, long.body.code]).toEqual([422, 'calendar-too-long']);
    expect((await calendar('2026-02-30', '2026-03-02')).status).toBe(400);
    expect((await calendar('2026-03-03', '2026-03-02')).status).toBe(400);
  });
});
