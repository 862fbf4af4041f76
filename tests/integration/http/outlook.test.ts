import { describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { addCommune, addReadyBulletin, type HttpApp } from '../../support/http-app.ts';
import { person, signedIn } from '../../support/people.ts';

const MONDAY = Date.parse('2026-03-02T06:30:00+07:00');
const MINUTE = 60_000;

let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
appForFile(async (fresh) => {
  app = fresh;
  app.setNow(MONDAY);
  commune = await addCommune(app);
});

const outlook = (start: string, more: object = {}) =>
  app.call('POST', '/broadcasts/outlook', {
    ...{ title: 'Lịch tiêm phòng', targets: { areaIds: [commune.communeId] }, start, durationMs: 5 * MINUTE },
    ...more,
  });
const rules = (quietHours: object | null, sessions: object | null = null) =>
  app.call('PUT', `/commune-rules/${commune.communeId}`, { quietHours, sessions });
const FIVE = '2026-03-02T17:00:00+07:00';

describe('the look ahead at a broadcast that nobody has planned', () => {
  it('says when, where and to how many households, and plans nothing', async () => {
    const { status, body } = await outlook(FIVE);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ communeId: commune.communeId, clusters: 3, hamlets: 3, households: 240 },
      ...{ startAt: FIVE, endsAt: '2026-03-02T17:05:00+07:00', conflicts: [], warnings: [] },
    });
    expect(body.refusal).toBeUndefined();
    const one = await outlook('now', { targets: { clusterIds: [commune.clusterIds[0]] } });
    expect(one.body).toMatchObject({ clusters: 1, hamlets: 1, households: 120 });
    expect((await app.call('GET', '/broadcasts')).body.broadcasts).toEqual([]);
  });

  it('names what it collides with, as planning it would find', async () => {
    const bulletinId = await addReadyBulletin(app, commune.communeId, 10 * MINUTE);
    const planned = await app.call('POST', '/broadcasts', {
      ...{ title: 'Tin chiều', bulletins: [{ bulletinId }], targets: { areaIds: [commune.communeId] } },
      start: '2026-03-02T16:55:00+07:00',
    });
    const { body } = await outlook(FIVE);
    expect(body.conflicts).toMatchObject([
      { effect: 'postponed', loser: { title: 'Lịch tiêm phòng' }, winner: { title: 'Tin chiều' }, why: 'earlier' },
    ]);
    expect((await outlook(FIVE, { class: 'urgent' })).body.conflicts).not.toEqual([]);
    const own = await outlook(FIVE, { broadcastId: planned.body.broadcast.id });
    expect(own.body.conflicts, 'not with the version that it replaces').toEqual([]);
  });

  it('tells whoever writes for all from one hamlet of a rival elsewhere without its title', async () => {
    const bulletinId = await addReadyBulletin(app, commune.communeId, 10 * MINUTE);
    const rival = async (title: string, clusterId: string | undefined) => {
      const asked = { bulletins: [{ bulletinId }], start: '2026-03-02T16:55:00+07:00' };
      const made = await app.call('POST', '/broadcasts', { ...asked, title, targets: { clusterIds: [clusterId] } });
      expect(made.status).toBe(201);
      return made.body.broadcast.id;
    };
    await rival('Họp chi bộ', commune.clusterIds[0]);
    const elsewhere = await rival('Chuyện riêng của thôn bên', commune.clusterIds[2]);
    const ask = async (who: object = {}) => {
      const wanted = { title: 'Lịch', targets: { areaIds: [commune.communeId] }, start: FIVE, durationMs: 5 * MINUTE };
      return (await app.call('POST', '/broadcasts/outlook', wanted, who)).body.conflicts;
    };
    expect(JSON.stringify(await ask())).toContain('Chuyện riêng');
    const areaIds = commune.hamletIds.slice(0, 1);
    await app.putPeople([person('truong', 'Đỗ Văn Trưởng', ['hamlet-head'], { areaIds })]);
    const told = await ask(signedIn('truong'));
    expect(told).toHaveLength(2);
    expect(JSON.stringify(told)).toContain('Họp chi bộ');
    expect(JSON.stringify(told)).not.toContain('Chuyện riêng');
    const untold = told.find(({ winner }: { winner: { id: string } }) => winner.id === elsewhere);
    expect(untold.winner).toEqual({ id: elsewhere });
    expect(untold.message.vi).toMatch(/^"Lịch" lúc .* phải chờ một lượt phát ở nơi khác, phát muộn/);
  });

  it('answers with the quiet hours and the session rules instead of refusing', async () => {
    await rules({ from: '21:00', until: '05:00' }, { maxPerDay: 2, maxMinutes: 3 });
    const night = (await outlook('2026-03-02T22:00:00+07:00')).body;
    expect(night.refusal.code).toBe('quiet-hours');
    expect(night.startAt).toBeUndefined();
    expect(night.households).toBe(240);
    expect((await outlook('2026-03-02T22:00:00+07:00', { class: 'emergency' })).body.refusal).toBeUndefined();
    expect((await outlook(FIVE)).body.warnings).toMatchObject([{ code: 'rule-reason-needed' }]);
    expect((await outlook('2026-03-01T17:00:00+07:00')).body.refusal.code).toBe('start-in-past');
  });

  it('leaves out clusters that keep shorter hours', async () => {
    const [clusterId] = commune.clusterIds;
    await app.call('PATCH', `/clusters/${clusterId}`, { hours: { from: '06:00', until: '12:00' } });
    expect((await outlook(FIVE)).body).toMatchObject({
      clusters: 2,
      leftOut: [{ clusterId, reason: 'cluster-hours' }],
    });
  });

  it('refuses targets that are unknown', async () => {
    expect((await outlook(FIVE, { targets: { areaIds: ['nowhere'] } })).body.code).toBe('targets-unknown');
    expect((await outlook(FIVE, { targets: {} })).status).toBe(422);
  });
});
