/** What is said of conflicts at save time is what devices then do. */
import { timeline } from '@loa-lang/schemas/timeline/timeline';
import type { Run } from '@loa-lang/schemas/timeline/types';
import { isCancelled, type Plan } from '@loa-lang/schemas/wire/plan';
import { describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { addCommune, addReadyBulletin, type HttpApp } from '../../support/http-app.ts';

const MONDAY = Date.parse('2026-03-02T06:30:00+07:00');
const DAY = '2026-03-02';
const MINUTE = 60_000;

let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
const bulletinOf = new Map<number, string>();
appForFile(async (fresh) => {
  app = fresh;
  app.setNow(MONDAY);
  commune = await addCommune(app);
  bulletinOf.clear();
  for (const [mark, minutes] of [
    ['a', 1],
    ['b', 5],
    ['c', 12],
    ['d', 20],
  ] as const) {
    const more = { title: `${minutes} phút`, category: minutes === 5 ? 'Tin' : 'Khác' };
    bulletinOf.set(minutes, await addReadyBulletin(app, commune.communeId, minutes * MINUTE, mark, more));
  }
  await addReadyBulletin(app, commune.communeId, 5 * MINUTE, 'e', { title: '5 phút nữa', category: 'Tin' });
});

const bulletins = (...minutes: number[]) =>
  minutes.map((each) => ({ kind: 'bulletin' as const, bulletinId: bulletinOf.get(each) ?? '' }));
const save = (name: string, time: string, more: object = {}) =>
  app.call('POST', '/schedules', {
    communeId: commune.communeId,
    kind: 'session',
    name,
    recurrence: { startDate: DAY, time, rrule: 'FREQ=DAILY' },
    windowMinutes: 30,
    programme: bulletins(5),
    targets: { areaIds: [commune.communeId] },
    acceptConflicts: true,
    ...more,
  });
const change = (id: string, version: number, more: object) =>
  app.call('PATCH', `/schedules/${id}`, { version, acceptConflicts: true, ...more });

interface Told {
  effect: string;
  loser: string;
  winner: string;
}
/** Repetitions of content are no matter of who sounds. */
const toldOf = (body: {
  conflicts: { effect: string; loser: { title: string }; winner: { title: string }; dates: string[] }[];
}): Told[] =>
  body.conflicts
    .filter(({ effect, dates }) => effect !== 'repeated' && dates[0]?.startsWith(DAY))
    .map(({ effect, loser, winner }) => ({ effect, loser: loser.title, winner: winner.title }));

/** What the device of a cluster does that day by the plan it follows. */
async function onAir(
  clusterId = commune.clusterIds[0] ?? '',
): Promise<{ title: string; startAt: number; runs: Run[] }[]> {
  const content = await app.stores.documents.planContent(commune.communeId, MONDAY);
  const plan = { ...content, areaId: commune.communeId, epoch: 1, revision: 1 } as unknown as Plan;
  const to = Date.parse(`${DAY}T23:59:59+07:00`);
  const { runs } = timeline({ plans: [plan], clusterId, languages: ['vi'], muted: false, from: MONDAY, to });
  const planned = plan.broadcasts.flatMap((each) => (isCancelled(each) || each.startAt >= to ? [] : [each]));
  const rows = await app.database.broadcast.findMany({ where: { id: { in: planned.map(({ id }) => id) } } });
  const titles = new Map(rows.map(({ id, title }) => [id, title]));
  return planned.map(({ id, startAt }) => ({
    title: titles.get(id) ?? '',
    startAt,
    runs: runs.filter((run) => run.broadcastId === id),
  }));
}

/** Who lost what, read off the plan. */
async function happens(): Promise<Told[]> {
  const all = await onAir();
  const byId = new Map(all.flatMap(({ title, runs }) => runs.map((run) => [run.broadcastId, title] as const)));
  return all.flatMap(({ title, startAt, runs }): Told[] => {
    const at = (instant: number) =>
      all.find(
        (each) => each.title !== title && each.runs.some((run) => run.startAt <= instant && instant < run.endAt),
      );
    const [first] = runs;
    if (first === undefined) return [{ effect: 'prevented', loser: title, winner: at(startAt)?.title ?? '' }];
    const cut = runs.find((run) => run.outcome === 'interrupted');
    if (cut !== undefined) {
      const effect = runs.some((run) => run.outcome === 'completed') ? 'interrupted' : 'cut';
      return [{ effect, loser: title, winner: byId.get(cut.interruptedBy ?? '') ?? '' }];
    }
    return first.startAt > startAt ? [{ effect: 'postponed', loser: title, winner: at(startAt)?.title ?? '' }] : [];
  });
}

describe('what is told at save time happens', () => {
  it('inside a playlist: the next bulletin is a boundary, so what is urgent does not wait for the whole list', async () => {
    await save('Điểm tin', '07:00', { programme: [{ kind: 'playlist', category: 'Tin' }] });
    const { body } = await save('Gấp', '07:02', { class: 'urgent', programme: bulletins(1) });
    expect(toldOf(body)).toEqual([
      { effect: 'interrupted', loser: 'Điểm tin', winner: 'Gấp' },
      { effect: 'postponed', loser: 'Gấp', winner: 'Điểm tin' },
    ]);
    expect(body.conflicts[1].why).toBe('boundary');
    expect(body.conflicts[1].message.vi).toContain('phát muộn nhiều nhất 3 phút');
    expect(await happens()).toEqual(toldOf(body));
  });

  it('no time is left to begin again: it says that the end is not heard', async () => {
    await save('Điểm tin', '07:00', { programme: bulletins(5, 20), windowMinutes: 25 });
    const { body } = await save('Gấp', '07:02', { class: 'urgent', programme: bulletins(1) });
    expect(toldOf(body)).toContainEqual({ effect: 'cut', loser: 'Điểm tin', winner: 'Gấp' });
    expect(body.conflicts[0].message.vi).toContain('không còn đủ giờ để phát lại');
    expect(await happens()).toEqual(toldOf(body));
  });

  it('the same class and time: the schedule that was made first goes first, whatever was edited and planned when', async () => {
    const first = await save('Lập trước', '09:00');
    await save('Lập sau', '07:00');
    const { id, version } = first.body.schedule;
    const recurrence = { startDate: DAY, time: '07:00', rrule: 'FREQ=DAILY' };
    const { body } = await change(id, version, { recurrence });
    expect(toldOf(body)).toEqual([{ effect: 'postponed', loser: 'Lập sau', winner: 'Lập trước' }]);
    expect(body.conflicts[0].why).toBe('order');
    expect(await happens()).toEqual(toldOf(body));
  });

  it('clusters that rest at that hour collide with nothing', async () => {
    const [resting = ''] = commune.clusterIds;
    await app.call('PATCH', `/clusters/${resting}`, { hours: { from: '08:00', until: '18:00' } });
    await save('Cũ', '07:00', { programme: bulletins(20) });
    const { body } = await save('Mới', '07:10');
    expect(body.conflicts[0].clusters).toEqual(['02', '03']);
  });

  it('of pairs of schedules made at random, edited and not', async () => {
    let state = 20261126;
    const pick = <T>(values: readonly T[]): T => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return values[Math.floor((state / 2_147_483_648) * values.length)] as T;
    };
    const kinds = ['urgent', 'priority', 'scheduled', 'relay'];
    const wish = () => ({
      class: pick(kinds),
      rank: pick([null, 1, 2]),
      programme: pick([
        bulletins(1),
        bulletins(5, 1),
        bulletins(12, 5),
        bulletins(20),
        [{ kind: 'playlist', category: 'Tin' }],
        [...bulletins(1), { kind: 'relay', title: 'VOV', minutes: 8 }],
      ]),
      windowMinutes: pick([21, 30, 45]),
    });
    const times = ['07:00', '07:03', '07:10', '07:15'];
    let collided = 0;
    for (let round = 0; round < 15; round++) {
      const one = await save(`A${round}`, pick(['05:00', ...times]), wish());
      const two = await save(`B${round}`, pick(times), wish());
      expect([one.status, two.status]).toEqual([201, 201]);
      let { body } = two;
      if (pick([true, false])) {
        const recurrence = { startDate: DAY, time: pick(times), rrule: 'FREQ=DAILY' };
        body = (await change(one.body.schedule.id, 1, { recurrence, ...wish() })).body;
      }
      const said = toldOf(body).sort((a, b) => (a.loser < b.loser ? -1 : 1));
      const done = (await happens()).sort((a, b) => (a.loser < b.loser ? -1 : 1));
      expect(done, JSON.stringify([one.body.schedule, two.body.schedule, body.schedule])).toEqual(said);
      collided += Math.min(1, said.length);
      for (const made of [one, two]) await app.call('DELETE', `/schedules/${made.body.schedule.id}`);
    }
    console.info(`${collided} of 15 pairs collide, each as it was told`);
    expect(collided).toBeGreaterThan(5);
  }, 300_000);
});

describe('what is looked at', () => {
  it('a neighbour that another season moves here, months ahead', async () => {
    const seasons = [{ from: '11-01', to: '11-30', time: '05:30' }];
    const recurrence = { startDate: DAY, time: '05:00', rrule: 'FREQ=DAILY', seasons };
    await save('Có mùa', '05:00', { recurrence, programme: bulletins(20) });
    const asked = await save('Mới', '05:40', { acceptConflicts: false });
    expect(asked).toMatchObject({ status: 409, body: { code: 'schedule-conflicts' } });
    expect(asked.body.conflicts[0]).toMatchObject({ effect: 'postponed', loser: { title: 'Mới' }, count: 30 });
    expect(asked.body.conflicts[0].dates[0]).toBe('2026-11-01T05:40:00+07:00');
    expect(asked.body.conflicts[0].message.vi).toContain('05:40 01/11/2026');
  });

  it('the rest of a schedule of which one occurrence is moved', async () => {
    const recurrence = { startDate: DAY, time: '07:00', rrule: 'FREQ=DAILY' };
    const { body } = await save('Sáng', '07:00', { recurrence });
    const sessions = { maxPerDay: 1, maxMinutes: 45 };
    await app.call('PUT', `/commune-rules/${commune.communeId}`, { quietHours: null, sessions });
    const path = `/schedules/${body.schedule.id}/occurrences/20260303T070000`;
    const moved = await app.call('PUT', path, { startAt: '2026-03-04T17:00:00+07:00' });
    expect(moved).toMatchObject({ status: 422, body: { code: 'session-rules' } });
  });

  it('an undone removal tells what has come in its place', async () => {
    const { body } = await save('Sáng', '07:00', { programme: bulletins(20) });
    const path = `/schedules/${body.schedule.id}`;
    await app.call('DELETE', path);
    await save('Thay', '07:10');
    const back = await app.call('POST', `${path}/restore`);
    expect(back.status).toBe(200);
    expect(toldOf(back.body)).toEqual([{ effect: 'postponed', loser: 'Thay', winner: 'Sáng' }]);
  });
});
