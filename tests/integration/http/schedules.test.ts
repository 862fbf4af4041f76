import { describe, expect, it } from 'vitest';
import { appForEachTest } from '../../support/app-for-each-test.ts';
import { addCommune, addReadyBulletin, type HttpApp } from '../../support/http-app.ts';

/** A Monday, 06:30 in Vietnam. */
const MONDAY = Date.parse('2026-03-02T06:30:00+07:00');

let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
let news: string;
appForEachTest(async (fresh) => {
  app = fresh;
  app.setNow(MONDAY);
  commune = await addCommune(app);
  news = await addReadyBulletin(app, commune.communeId);
  app.publisher.forget();
});

const DAILY = { startDate: '2026-03-02', time: '07:00', rrule: 'FREQ=DAILY' };
const morning = (more: object = {}) => ({
  communeId: commune.communeId,
  kind: 'session',
  name: 'Buổi sáng',
  recurrence: DAILY,
  windowMinutes: 30,
  programme: [{ kind: 'bulletin', bulletinId: news }],
  targets: { areaIds: [commune.communeId] },
  ...more,
});
const save = (more: object = {}) => app.call('POST', '/schedules', morning(more));
const broadcasts = async () => (await app.call('GET', '/broadcasts?limit=200')).body.broadcasts.reverse();
const live = async () => (await broadcasts()).filter((each: { state: string }) => each.state !== 'cancelled');
const starts = async () => (await live()).map((each: { startAt: string }) => each.startAt);
const bulletin = (mark: string, more: object = {}) => addReadyBulletin(app, commune.communeId, 20_000, mark, more);

describe('what is planned', () => {
  it('eight days, each occurrence once, at its time in the commune, with its window', async () => {
    const { status, body } = await save();
    expect(status, JSON.stringify(body)).toBe(201);
    expect(body).toMatchObject({ planned: 8, cancelled: 0, conflicts: [], delivery: { state: 'sent' } });
    const planned = await live();
    expect(planned.map((each: { startAt: string }) => each.startAt)).toEqual(
      Array.from({ length: 8 }, (_, day) => `2026-03-0${2 + day}T07:00:00+07:00`),
    );
    expect(planned[0]).toMatchObject({
      title: 'Buổi sáng',
      endsAt: '2026-03-02T07:30:00+07:00',
      latestStartAt: '2026-03-02T07:29:40+07:00',
      schedule: { scheduleId: body.schedule.id, recurrenceId: '20260302T070000' },
      skipped: [],
    });
    expect(app.publisher.plans).toEqual([commune.communeId]);
    const content = await app.stores.documents.planContent(commune.communeId, MONDAY);
    expect(content.broadcasts).toHaveLength(4);
  });

  it('looking again writes nothing', async () => {
    await save();
    const before = await broadcasts();
    app.publisher.forget();
    await app.useCases.materialiser.all();
    expect(await broadcasts()).toEqual(before);
    expect(app.publisher.plans).toEqual([]);
  });

  it('a day later one more, the heard one untouched', async () => {
    await save();
    app.setNow(MONDAY + 24 * 3600_000);
    await app.useCases.materialiser.all();
    const planned = await live();
    expect(planned).toHaveLength(9);
    expect(planned.every((each: { version: number }) => each.version === 1)).toBe(true);
  });

  it('a one-off so many minutes from now, once', async () => {
    const { body } = await save({ kind: 'one-off', recurrence: undefined, startInMinutes: 5 });
    expect(await starts()).toEqual(['2026-03-02T06:35:00+07:00']);
    expect(body.schedule.recurrence).toMatchObject({ startDate: '2026-03-02', time: '06:35:00' });
  });
});

describe('sent again', () => {
  const key = { 'idempotency-key': 'mat-song' };
  const send = (more: object = {}) => app.call('POST', '/schedules', morning(more), key);

  it('the same key never makes two schedules, also at the same moment, and plans each occurrence once', async () => {
    const answers = await Promise.all([send(), send(), send()]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.schedule.id)).size).toBe(1);
    expect((await app.call('GET', '/schedules')).body.schedules).toHaveLength(1);
    expect(await starts()).toHaveLength(8);
    const [one] = answers;
    // what became of it since is not undone by an old request that arrives late
    const { id, version } = one.body.schedule;
    await app.call('PATCH', `/schedules/${id}`, { name: 'Buổi sớm', version });
    expect((await send()).body.schedule.name).toBe('Buổi sớm');
  });

  it('another wish under the same key is refused, and nothing is planned', async () => {
    await send();
    const { status, body } = await send({ name: 'Buổi khác' });
    expect(status, JSON.stringify(body)).toBe(409);
    expect(body.code).toBe('idempotency-conflict');
    expect((await app.call('GET', '/schedules')).body.schedules).toHaveLength(1);
  });
});

describe('changing', () => {
  it('applies from the next occurrence on; what sounds is untouched, and the answer says so', async () => {
    const { body } = await save();
    const { id, version } = body.schedule;
    app.setNow(Date.parse('2026-03-02T07:00:10+07:00'));
    const onAir = (await live())[0];
    const other = await bulletin('b');
    const answer = await app.call('PATCH', `/schedules/${id}`, {
      version,
      programme: [{ kind: 'bulletin', bulletinId: other }],
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.body.onAir).toMatchObject({ broadcastId: onAir.id, outcome: 'plays-on' });
    expect(answer.body.appliesFrom).toBe('2026-03-03T07:00:00+07:00');
    const [first, second] = await live();
    expect(first).toEqual({ ...onAir, state: 'playing' });
    expect(second).toMatchObject({ version: 2, items: [{ assetId: 'b'.repeat(64) }] });
  });

  it('a new time taken on the day is not heard a second time that day', async () => {
    const { body } = await save();
    app.setNow(Date.parse('2026-03-02T07:00:10+07:00'));
    const recurrence = { ...DAILY, time: '08:00' };
    await app.call('PATCH', `/schedules/${body.schedule.id}`, { recurrence }, { 'if-match': '"1"' });
    expect((await starts()).slice(0, 3)).toEqual([
      '2026-03-02T07:00:00+07:00',
      '2026-03-03T08:00:00+07:00',
      '2026-03-04T08:00:00+07:00',
    ]);
  });

  it('says which version: 428 without, 412 for an old one, and nothing is lost', async () => {
    const { body } = await save();
    const path = `/schedules/${body.schedule.id}`;
    expect((await app.call('PATCH', path, { name: 'A' })).status).toBe(428);
    expect((await app.call('PATCH', path, { name: 'A', version: 1 })).body.schedule.version).toBe(2);
    const stale = await app.call('PATCH', path, { name: 'B', version: 1 });
    expect(stale).toMatchObject({ status: 412, body: { code: 'schedule-changed' } });
    expect((await app.call('GET', path)).body.name).toBe('A');
  });

  it('pause takes all back, resume plans them again; a removed one comes back by restore', async () => {
    const { body } = await save();
    const path = `/schedules/${body.schedule.id}`;
    expect((await app.call('POST', `${path}/pause`)).body).toMatchObject({ cancelled: 8, planned: 0 });
    expect(await live()).toEqual([]);
    expect((await app.call('POST', `${path}/resume`)).body).toMatchObject({ planned: 8 });
    expect((await app.call('DELETE', path)).body).toMatchObject({ cancelled: 8, schedule: { state: 'removed' } });
    expect((await app.call('GET', '/schedules')).body.schedules).toEqual([]);
    expect((await app.call('POST', `${path}/restore`)).body).toMatchObject({ planned: 8 });
    expect(await live()).toHaveLength(8);
    const content = await app.stores.documents.planContent(commune.communeId, MONDAY);
    const playable = content.broadcasts.filter((each) => 'items' in each);
    expect(playable).toHaveLength(4);
  });

  it('stops what is on air only when asked to', async () => {
    const { body } = await save();
    const path = `/schedules/${body.schedule.id}`;
    app.setNow(Date.parse('2026-03-02T07:00:10+07:00'));
    const paused = await app.call('POST', `${path}/pause`);
    expect(paused.body.onAir).toMatchObject({ outcome: 'plays-on' });
    await app.call('POST', `${path}/resume`);
    const removed = await app.call('DELETE', `${path}?onAir=stop`);
    expect(removed.body.onAir).toMatchObject({
      outcome: 'stopped',
      message: { en: expect.stringContaining('stopped') },
    });
    expect((await broadcasts()).every((each: { state: string }) => each.state === 'cancelled')).toBe(true);
    // the act is the schedule's, not that of the broadcast that was stopped with it
    const [act] = (await app.call('GET', '/audit?limit=1')).body.entries;
    const { id, name } = body.schedule;
    expect(act).toMatchObject({ act: 'DELETE /schedules/:id', communeId: commune.communeId, subjectId: id });
    expect(act.reason).toBeUndefined();
    expect(act.details).toMatchObject({
      before: { name, removedAt: null },
      after: { name, removedAt: expect.any(Number) },
    });
  });

  it('what comes to its end in the same moment is over: the removal is saved, and says that nothing sounded', async () => {
    const { body } = await save();
    const path = `/schedules/${body.schedule.id}`;
    app.setNow(Date.parse('2026-03-02T07:00:10+07:00'));
    // the clock goes on between what sounds being looked up and being stopped
    const { occurrences } = app.stores;
    const [onAir, rows] = [occurrences.onAir.bind(occurrences), occurrences.rows.bind(occurrences)];
    let looked = false;
    occurrences.onAir = (...asked) => {
      looked = true;
      return onAir(...asked);
    };
    occurrences.rows = (...asked) => {
      if (looked) app.setNow(Date.parse('2026-03-02T08:00:00+07:00'));
      return rows(...asked);
    };
    const removed = await app.call('DELETE', `${path}?onAir=stop`);
    expect(removed).toMatchObject({
      status: 200,
      body: {
        schedule: { state: 'removed' },
        onAir: { outcome: 'over', message: { en: expect.stringContaining('ended') } },
      },
    });
  });

  it('what all clusters have reported is over, though its window is open: nothing sounds that could be stopped', async () => {
    const { body } = await save();
    const path = `/schedules/${body.schedule.id}`;
    const [first] = await live();
    app.setNow(Date.parse('2026-03-02T07:05:00+07:00'));
    for (const [index, clusterId] of commune.clusterIds.entries()) {
      const played = { items: [{ index: 0, part: 0, playedMs: 20_000 }], outputLevelDbfs: -20 };
      const receipt = { kind: 'receipt', broadcastId: first.id, version: 1, run: 1, state: 'finished', ...played };
      const row = { broadcastId: first.id, clusterId, run: 1, version: 1, state: 'finished', deviceId: `d${index}` };
      const stored = { ...row, storeId: 's', number: 1, body: receipt, receivedAt: new Date() };
      await app.database.receiptRow.create({ data: stored });
    }
    const answer = await app.call('PATCH', path, { name: 'Buổi sớm', version: 1 });
    expect(answer.status).toBe(200);
    expect(answer.body.onAir).toBeUndefined();
    const removed = await app.call('DELETE', `${path}?onAir=stop`);
    expect(removed).toMatchObject({ status: 200, body: { schedule: { state: 'removed' } } });
    expect(removed.body.onAir).toBeUndefined();
  });

  it('what was said of single days holds when the time is edited', async () => {
    const { body } = await save();
    const path = `/schedules/${body.schedule.id}`;
    await app.call('PUT', `${path}/occurrences/20260303T070000`, { skip: true });
    const recurrence = { ...DAILY, time: '07:30' };
    const edited = await app.call('PATCH', path, { recurrence, version: 2 });
    expect(edited.body.schedule.changes).toEqual({ '20260303T073000': { skip: true } });
    expect((await starts()).slice(0, 2)).toEqual(['2026-03-02T07:30:00+07:00', '2026-03-04T07:30:00+07:00']);
  });

  it('an occurrence that was moved away from a day off goes back to silence', async () => {
    const { body } = await save({ recurrence: { ...DAILY, skipDaysOff: true } });
    const path = `/schedules/${body.schedule.id}/occurrences/20260304T070000`;
    await app.call('PUT', `/days-off/${commune.communeId}/2026-03-04`, { name: 'Ngày lễ' });
    const moved = await app.call('PUT', path, { startAt: '2026-03-04T09:00:00+07:00' });
    expect(moved.status, JSON.stringify(moved.body)).toBe(200);
    expect(await starts()).toContain('2026-03-04T09:00:00+07:00');
    expect((await app.call('PUT', path, {})).status).toBe(200);
    expect((await starts()).filter((start: string) => start.startsWith('2026-03-04'))).toEqual([]);
  });

  it('one occurrence skipped, moved, replaced, and as it was again', async () => {
    const { body } = await save();
    const path = `/schedules/${body.schedule.id}/occurrences`;
    expect((await app.call('PUT', `${path}/20260303T070000`, { skip: true })).status).toBe(200);
    await app.call('PUT', `${path}/20260304T070000`, { startAt: '2026-03-04T09:15:00+07:00' });
    const other = await bulletin('b');
    await app.call('PUT', `${path}/20260305T070000`, { programme: [{ kind: 'bulletin', bulletinId: other }] });
    const planned = await live();
    expect(planned.slice(0, 3).map((each: { startAt: string }) => each.startAt)).toEqual([
      '2026-03-02T07:00:00+07:00',
      '2026-03-04T09:15:00+07:00',
      '2026-03-05T07:00:00+07:00',
    ]);
    expect(planned[2].items[0].assetId).toBe('b'.repeat(64));
    await app.call('PUT', `${path}/20260304T070000`, {});
    expect((await starts())[1]).toBe('2026-03-04T07:00:00+07:00');
    expect((await app.call('PUT', `${path}/20260304T080000`, { skip: true })).body.code).toBe('occurrence-unknown');
    app.setNow(Date.parse('2026-03-02T06:59:58+07:00'));
    expect((await app.call('PUT', `${path}/20260302T070000`, { skip: true })).body.code).toBe('occurrence-begun');
  });

  it('what a person stopped is not planned again', async () => {
    await save();
    const [first] = await live();
    await app.call('POST', `/broadcasts/${first.id}/cancel`, { reason: 'mất điện' });
    await app.useCases.materialiser.all();
    expect((await starts())[0]).toBe('2026-03-03T07:00:00+07:00');
    expect(await broadcasts()).toHaveLength(8);
  });

  it('an occurrence is changed in its schedule, not as a broadcast', async () => {
    await save();
    const [first] = await live();
    const body = { bulletins: [{ bulletinId: news }], targets: { areaIds: [commune.communeId] }, start: 'now' };
    expect((await app.call('PUT', `/broadcasts/${first.id}`, body)).body.code).toBe('occurrence-of-schedule');
  });

  it('a copy is paused', async () => {
    const { body } = await save();
    const copy = await app.call('POST', `/schedules/${body.schedule.id}/copy`);
    expect(copy).toMatchObject({
      status: 201,
      body: { planned: 0, schedule: { state: 'paused', name: 'Buổi sáng (bản sao)' } },
    });
    const resumed = await app.call('POST', `/schedules/${copy.body.schedule.id}/resume`);
    expect(resumed).toMatchObject({ status: 409, body: { code: 'schedule-conflicts' } });
  });
});

describe('refusals', () => {
  it('places in another commune, whatever else is chosen; the province may', async () => {
    const other = await app.call('POST', '/areas', {
      kind: 'commune',
      name: 'Xã bên',
      parentId: commune.provinceId,
      trial: true,
    });
    const hamlet = {
      kind: 'hamlet',
      hamletKind: 'thôn',
      name: 'Thôn bên',
      parentId: other.body.area.id,
      households: 10,
    };
    const hamletId = (await app.call('POST', '/areas', hamlet)).body.area.id;
    const pole = { hamletId, code: '09', name: 'Cụm 09', services: [{ hamletId, households: 10 }] };
    const clusterId = (await app.call('POST', '/clusters', pole)).body.cluster.id;
    for (const targets of [{ areaIds: [hamletId] }, { clusterIds: [clusterId, ...commune.clusterIds] }]) {
      expect((await save({ targets })).body.code).toBe('targets-outside');
    }
    expect((await save({ communeId: commune.provinceId, targets: { areaIds: [hamletId] } })).status).toBe(201);
  });

  it.each([
    ['no time', { recurrence: undefined }, 'schedule-start-missing'],
    ['nothing in the future', { recurrence: { startDate: '2026-03-01', time: '07:00' } }, 'schedule-never'],
    ['a window of no length', { windowMinutes: 0 }, 'bad-request'],
    ['content that does not fit', { programme: [{ kind: 'relay', title: 'VOV', minutes: 31 }] }, 'schedule-too-long'],
    [
      'starts that overlap',
      { recurrence: { ...DAILY, rrule: 'FREQ=DAILY;BYHOUR=7;BYMINUTE=0,20' } },
      'schedule-overlaps-itself',
    ],
    ['a one-off that repeats', { kind: 'one-off' }, 'bad-request'],
    ['unknown places', { targets: { areaIds: ['nowhere'] } }, 'targets-unknown'],
    ['no places', { targets: {} }, 'no-targets'],
    [
      'a broken rule',
      { recurrence: { ...DAILY, rrule: 'FREQ=DAILY;COUNT=3;UNTIL=20270101T000000Z' } },
      'recurrence-wrong',
    ],
  ])('%s', async (_, more, code) => {
    const { status, body } = await save(more);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body.code, JSON.stringify(body)).toBe(code);
    expect((await app.call('GET', '/schedules')).body.schedules).toEqual([]);
  });
});
