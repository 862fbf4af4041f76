import { describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { addCommune, addReadyBulletin, type HttpApp } from '../../support/http-app.ts';
import { OFFICE, signedIn } from '../../support/people.ts';

const MONDAY = Date.parse('2026-03-02T06:30:00+07:00');
const QUIET = { from: '21:00', until: '05:00' };
const SESSIONS = { maxPerDay: 2, maxMinutes: 30, middayRest: { from: '12:00', until: '13:30' } };

let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
let news: string;
appForFile(async (fresh) => {
  app = fresh;
  app.setNow(MONDAY);
  commune = await addCommune(app);
  news = await addReadyBulletin(app, commune.communeId);
});

const rules = (quietHours: object | null, sessions: object | null = null) =>
  app.call('PUT', `/commune-rules/${commune.communeId}`, { quietHours, sessions });
const session = (time: string, more: object = {}) => ({
  communeId: commune.communeId,
  kind: 'session',
  name: `Buổi ${time}`,
  recurrence: { startDate: '2026-03-02', time, rrule: 'FREQ=DAILY' },
  windowMinutes: 15,
  programme: [{ kind: 'bulletin', bulletinId: news }],
  targets: { areaIds: [commune.communeId] },
  ...more,
});
const save = (time: string, more: object = {}) => app.call('POST', '/schedules', session(time, more));
const air = (start: string, more: object = {}) =>
  app.call('POST', '/broadcasts', {
    bulletins: [{ bulletinId: news }],
    targets: { areaIds: [commune.communeId] },
    start,
    ...more,
  });
const live = async () =>
  (await app.call('GET', '/broadcasts?limit=200')).body.broadcasts
    .filter((each: { state: string }) => each.state !== 'cancelled')
    .reverse();

describe('vnexpress 3/12/2025, dantri 13/12/2025: 04:30 reveille', () => {
  it('a commune that is made in the usual way has quiet hours, a trial area has none', async () => {
    const usual = await app.call('POST', '/areas', { kind: 'commune', name: 'Khác', parentId: commune.provinceId });
    const of = async (id: string) => (await app.call('GET', `/commune-rules/${id}`)).body;
    expect(await of(usual.body.area.id)).toMatchObject({ version: 0, rules: { quietHours: QUIET } });
    expect(await of(commune.communeId)).toMatchObject({ rules: { quietHours: null, sessions: null } });
  });

  it('a routine item at 04:30 is refused with a reason, an emergency is not', async () => {
    await rules(QUIET);
    const refused = await save('04:30');
    expect(refused).toMatchObject({ status: 422, body: { code: 'quiet-hours' } });
    expect(refused.body.message.vi).toContain('21:00–05:00');
    expect((await save('20:50')).body.code).toBe('quiet-hours');
    expect((await save('05:00')).status).toBe(201);
    for (const kind of ['scheduled', 'priority', 'urgent']) {
      expect((await air('2026-03-03T04:30:00+07:00', { class: kind })).body.code).toBe('quiet-hours');
    }
    expect((await air('2026-03-03T04:30:00+07:00', { class: 'emergency' })).status).toBe(201);
  });

  it('a season that moves the start into the quiet hours is seen half a year ahead', async () => {
    await rules({ from: '21:00', until: '05:15' });
    const recurrence = {
      ...{ startDate: '2026-03-02', time: '05:30', rrule: 'FREQ=DAILY' },
      seasons: [{ from: '05-01', to: '08-31', time: '05:00' }],
    };
    expect((await save('05:30', { recurrence })).body.code).toBe('quiet-hours');
  });

  it('a start that is postponed never runs into them', async () => {
    await rules(QUIET);
    const { body } = await air('2026-03-02T20:55:00+07:00');
    expect(body.broadcast).toMatchObject({
      endsAt: '2026-03-02T21:00:00+07:00',
      latestStartAt: '2026-03-02T20:59:40+07:00',
    });
    expect((await air('2026-03-02T20:59:50+07:00')).body.code).toBe('quiet-hours');
  });

  it('wider quiet hours take back what is planned in them; narrower ones bring it again', async () => {
    await save('05:00');
    expect(await live()).toHaveLength(8);
    const answer = await rules({ from: '21:00', until: '05:30' });
    expect(answer.body).toMatchObject({ version: 2 });
    expect(await live()).toEqual([]);
    expect((await app.call('GET', '/incidents')).body.incidents).toMatchObject([{ kind: 'slot-empty' }]);
    await rules(QUIET);
    expect(await live()).toHaveLength(8);
  });

  it('only communes have rules, and days off of their own', async () => {
    const put = (id: string) => app.call('PUT', `/commune-rules/${id}`, { quietHours: QUIET, sessions: null });
    for (const id of [commune.provinceId, commune.hamletIds[0] ?? ''])
      expect((await put(id)).body.code).toBe('not-a-commune');
    const day = await app.call('PUT', `/days-off/${commune.hamletIds[0]}/2026-03-04`, { name: 'Giỗ làng' });
    expect(day.body.code).toBe('not-a-commune');
  });

  it('rules have versions', async () => {
    const put = (version: number) =>
      app.call('PUT', `/commune-rules/${commune.communeId}`, { quietHours: QUIET, sessions: null, version });
    expect((await put(1)).body.version).toBe(2);
    expect(await put(1)).toMatchObject({ status: 412, body: { code: 'rules-changed' } });
  });

  it('a cluster with narrower hours is left out, the reason shown, the hamlet still counted', async () => {
    const [first = ''] = commune.clusterIds;
    await save('07:00');
    const hours = { from: '08:00', until: '18:00' };
    expect((await app.call('PATCH', `/clusters/${first}`, { hours })).body.cluster).toMatchObject({ hours });
    const [occurrence] = await live();
    expect(occurrence).toMatchObject({ version: 2, clusters: 2, hamlets: 3 });
    expect(occurrence.leftOut).toMatchObject([{ clusterId: first, code: '01', reason: 'cluster-hours' }]);
    expect(occurrence.placements[0].targets.only).not.toContain(first);
    const single = await air('2026-03-02T07:30:00+07:00');
    expect(single.body.broadcast).toMatchObject({ clusters: 2, leftOut: [{ clusterId: first }] });
    const only = await air('2026-03-02T07:30:00+07:00', { targets: { clusterIds: [first] } });
    expect(only.body.code).toBe('cluster-hours-none');
    await app.call('PATCH', `/clusters/${first}`, { hours: null });
    expect((await live())[0]).toMatchObject({ clusters: 3 });
  });
});

describe('session rules', () => {
  it('count sessions, not urgent broadcasts, and yield to the approver’s written reason', async () => {
    await rules(null, SESSIONS);
    expect((await save('07:00')).status).toBe(201);
    expect((await save('17:00')).status).toBe(201);
    const third = await save('18:00');
    expect(third.body.details).toHaveLength(1);
    expect(third.body.message.vi).toContain('Ngày 02/03/2026 có 3 buổi, nhiều nhất 2. Cùng 59 ngày khác.');
    expect(third).toMatchObject({ status: 422, body: { code: 'session-rules' } });
    expect(third.body.details[0]).toMatchObject({ problem: 'sessions-a-day' });
    expect(third.body.message.vi).toContain('nhiều nhất 2');
    expect((await save('18:30', { class: 'urgent' })).status).toBe(201);
    const allowed = await save('18:00', { ruleReason: 'Hội làng' });
    expect(allowed.body.schedule).toMatchObject({ ruleReason: { reason: 'Hội làng' } });
  });

  it('an officer’s reason is no reason', async () => {
    await rules(null, { ...SESSIONS, maxPerDay: 0 });
    await app.putPeople(OFFICE);
    const by = (who: string) =>
      app.call('POST', '/schedules', session('07:00', { ruleReason: 'Hội làng' }), signedIn(who));
    expect((await by('hoa')).body.code).toBe('rule-reason-not-yours');
    expect((await by('chu-tich')).status).toBe(201);
  });

  it('what was over before its schedule was made counts nowhere', async () => {
    await rules(null, { ...SESSIONS, maxPerDay: 1 });
    app.setNow(Date.parse('2026-03-02T10:00:00+07:00'));
    expect((await save('07:00')).status).toBe(201);
    expect((await air('2026-03-02T17:00:00+07:00')).status).toBe(201);
    expect((await air('2026-03-03T17:00:00+07:00')).body.code).toBe('session-rules');
  });

  it('a schedule is renamed whatever the rules have become', async () => {
    const { body } = await save('07:00');
    await rules({ from: '21:00', until: '08:00' });
    const path = `/schedules/${body.schedule.id}`;
    const named = await app.call('PATCH', path, { name: 'Buổi sớm', version: 1 });
    expect(named).toMatchObject({ status: 200, body: { schedule: { name: 'Buổi sớm' }, planned: 0 } });
    expect((await app.call('PATCH', path, { windowMinutes: 20, version: 2 })).body.code).toBe('quiet-hours');
    const { incidents } = (await app.call('GET', '/incidents')).body;
    expect(incidents[0].detail).toContain('07:00 02/03/2026: Lần phát này chạm giờ nghỉ');
  });

  it('single broadcasts of the same class count and are held to them', async () => {
    await rules(null, { ...SESSIONS, maxPerDay: 1 });
    expect((await air('2026-03-02T08:00:00+07:00')).status).toBe(201);
    expect((await air('2026-03-02T09:00:00+07:00')).body.code).toBe('session-rules');
    expect((await air('2026-03-02T09:00:00+07:00', { class: 'urgent' })).status).toBe(201);
    expect((await air('2026-03-02T12:10:00+07:00', { ruleReason: 'Bão số 3' })).status).toBe(201);
  });

  it('a single broadcast is not counted beside itself, and what sounds nowhere is not counted', async () => {
    await rules(null, { ...SESSIONS, maxPerDay: 1 });
    await app.putPeople(OFFICE);
    const by = (who: string, method: 'POST' | 'PUT', path: string, body: object) =>
      app.call(method, path, body, signedIn(who));
    const wish = {
      ...{ bulletins: [{ bulletinId: news }], targets: { areaIds: [commune.communeId] } },
      start: '2026-03-02T08:00:00+07:00',
    };
    const codes = ({ body }: { body: { warnings: { code: string }[] } }) => body.warnings.map(({ code }) => code);
    const first = await by('hoa', 'POST', '/broadcasts', wish);
    expect([first.status, codes(first)]).toEqual([201, ['awaiting-approval']]);
    const moved = await by('hoa', 'PUT', `/broadcasts/${first.body.broadcast.id}`, {
      ...wish,
      start: '2026-03-02T09:00:00+07:00',
    });
    expect([moved.status, codes(moved)]).toEqual([200, ['awaiting-approval']]);
    const { approvalId } = moved.body;
    const { bindingHash } = (await app.call('GET', `/approvals/${approvalId}`, undefined, signedIn('pho'))).body;
    const no = { decision: 'return', bindingHash, reason: 'Sai ngày' };
    expect((await by('pho', 'POST', `/approvals/${approvalId}/decisions`, no)).status).toBe(200);
    expect(codes(await by('hoa', 'POST', '/broadcasts', wish))).toEqual(['awaiting-approval']);
    expect(codes(await by('hoa', 'POST', '/broadcasts', wish))).toEqual(['awaiting-approval', 'rule-reason-needed']);
  });

  it('what an officer plans beyond them waits for the approver’s written reason, which is kept', async () => {
    await rules(null, { ...SESSIONS, maxPerDay: 0 });
    await app.putPeople(OFFICE);
    const wish = {
      ...{ bulletins: [{ bulletinId: news }], targets: { areaIds: [commune.communeId] } },
      start: '2026-03-02T08:00:00+07:00',
    };
    const post = (who: string, path: string, body: object) => app.call('POST', path, body, signedIn(who));
    expect((await post('hoa', '/broadcasts', { ...wish, ruleReason: 'Hội làng' })).body.code).toBe(
      'rule-reason-not-yours',
    );
    const planned = await post('hoa', '/broadcasts', wish);
    expect(planned.body.warnings[1]).toMatchObject({ code: 'rule-reason-needed' });
    expect(planned.body.warnings[1].message.en).not.toMatch(/phút|ngày|buổi/);
    expect(planned.body.warnings[1].message.vi).toContain('Ngày 02/03/2026 có 1 buổi, nhiều nhất 0.');
    const path = `/approvals/${planned.body.approvalId}`;
    const shown = (await app.call('GET', path, undefined, signedIn('pho'))).body;
    expect(shown.beyondRules.vi).toContain('nhiều nhất 0');
    const yes = { decision: 'approve', bindingHash: shown.bindingHash };
    for (const reason of [undefined, '  ']) {
      const refused = await post('pho', `${path}/decisions`, { ...yes, ...(reason !== undefined && { reason }) });
      expect(refused.status).toBeGreaterThanOrEqual(400);
    }
    const link = (await post('hoa', `${path}/link`, { approverId: 'pho' })).body.url;
    const url = new URL(link, 'http://x').pathname;
    const page = await app.server.inject({ url, headers: { host: 'x' } });
    expect(page.body).toContain('Vượt quy định phát thanh của xã');
    const form = (payload: string) =>
      app.server.inject({
        ...{ method: 'POST', url, payload },
        headers: { host: 'x', origin: 'null', 'content-type': 'application/x-www-form-urlencoded' },
      });
    expect((await form('decision=approve')).statusCode).toBe(422);
    expect((await form(`decision=approve&reason=${encodeURIComponent('Bão số 3 <gấp>')}`)).statusCode).toBe(303);
    const { body } = await app.call('GET', `/broadcasts/${planned.body.broadcast.id}`, undefined, signedIn('hoa'));
    expect(body).toMatchObject({ state: 'planned', ruleReason: { reason: 'Bão số 3 <gấp>', by: 'Lê Thị Phó' } });
    // one that its planner gave is kept as well, and nobody is asked again
    const own = await post('chu-tich', '/broadcasts', { ...wish, ruleReason: 'Hội làng' });
    expect(own.body.broadcast.ruleReason).toEqual({ reason: 'Hội làng', by: 'Trần Văn Chủ' });
    const again = (await app.call('GET', `/approvals/${own.body.approvalId}`, undefined, signedIn('pho'))).body;
    expect(again.beyondRules).toBeUndefined();
    const second = await post('pho', `/approvals/${own.body.approvalId}/decisions`, {
      decision: 'approve',
      bindingHash: again.bindingHash,
    });
    expect(second.status).toBe(200);
  });

  it('the midday rest, and minutes', async () => {
    await rules(null, SESSIONS);
    expect((await save('12:30')).body.details[0].problem).toBe('midday-rest');
    const long = { windowMinutes: 60, programme: [{ kind: 'relay', title: 'VOV', minutes: 40 }] };
    expect((await save('08:00', long)).body.details[0].problem).toBe('session-minutes');
  });
});

describe('days off', () => {
  it('are left out by schedules that say so, and come back when taken off the list', async () => {
    const recurrence = { startDate: '2026-03-02', time: '07:00', rrule: 'FREQ=DAILY', skipDaysOff: true };
    await save('07:00', { recurrence });
    await save('09:00');
    const path = `/days-off/${commune.communeId}/2026-03-04`;
    const answer = await app.call('PUT', path, { name: 'Ngày lễ' });
    expect(answer.body.daysOff).toEqual([{ communeId: commune.communeId, day: '2026-03-04', name: 'Ngày lễ' }]);
    const starts = async () => (await live()).map((each: { startAt: string }) => each.startAt);
    expect(await starts()).not.toContain('2026-03-04T07:00:00+07:00');
    expect(await starts()).toContain('2026-03-04T09:00:00+07:00');
    await app.call('DELETE', path);
    expect(await starts()).toContain('2026-03-04T07:00:00+07:00');
    expect((await app.call('DELETE', path)).body.code).toBe('day-off-unknown');
    expect((await app.call('PUT', `/days-off/${commune.communeId}/2026-02-30`, { name: 'x' })).status).toBe(400);
  });
});
