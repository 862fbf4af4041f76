/** "Dừng" over HTTP: what sounds falls silent where it was asked for, and the answer says what was met. */
import { type Caller, STATION } from '@loa-lang/controller/domain/people/person';
import { describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { addCommune, addReadyBulletin, type HttpApp } from '../../support/http-app.ts';

const NOW = Date.UTC(2026, 2, 2, 0, 0);
const MINUTE = 60_000;

let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
let bulletinId: string;

appForFile(async (fresh) => {
  app = fresh;
  app.setNow(NOW);
  commune = await addCommune(app);
  bulletinId = await addReadyBulletin(app, commune.communeId, 5 * MINUTE);
});

const plan = async (startAt: number, targets: object, title: string, more: object = {}) => {
  const start = new Date(startAt).toISOString();
  const body = { bulletins: [{ bulletinId }], targets, start, title, ...more };
  const answer = await app.call('POST', '/broadcasts', body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.broadcast.id as string;
};
const planOf = (planId: string) => app.stores.documents.planContent(planId, app.useCases.clock.now());
const hamlet = (index: number) => commune.hamletIds[index] ?? '';

describe('POST /stop', () => {
  it('cancels what sounds and what is about to, leaves what comes later, and says which was which', async () => {
    const { communeId } = commune;
    const sounding = await plan(NOW + 1_000, { areaIds: [communeId] }, 'Bản tin sáng');
    const about = await plan(NOW + MINUTE + 500, { areaIds: [communeId] }, 'Họp thôn');
    const later = await plan(NOW + 30 * MINUTE, { areaIds: [communeId] }, 'Bản tin trưa');
    app.setNow(NOW + MINUTE);
    app.publisher.forget();
    const { status, body } = await app.call('POST', '/stop', { areaId: communeId, reason: 'Phát nhầm' });
    expect(status).toBe(200);
    const row = { clusters: 3, elsewhere: 0, scope: 'everywhere' };
    expect(body.broadcasts).toMatchObject([
      { broadcastId: sounding, outcome: 'stopped', ...row },
      { broadcastId: about, outcome: 'cancelled', ...row },
    ]);
    expect(body.broadcasts[0].message.vi).toBe('"Bản tin sáng" đang phát và đã bị dừng.');
    expect(body.notices).toEqual([]);
    expect(app.publisher.plans).toContain(communeId);
    const entries = (await planOf(communeId)).broadcasts;
    const cancelled = entries.filter((entry) => 'cancelledAt' in entry).map(({ id }) => id);
    expect(cancelled.sort()).toEqual([sounding, about].sort());
    expect(entries.filter((entry) => !('cancelledAt' in entry)).map(({ id }) => id)).toContain(later);

    const again = await app.call('POST', '/stop', { areaId: communeId });
    expect(again.body).toMatchObject({ broadcasts: [], notices: [{ code: 'stopped-nothing' }] });
    const byName = await app.call('POST', '/stop', { broadcastId: sounding });
    expect(byName.body.broadcasts).toMatchObject([{ outcome: 'over' }]);
  });

  it('one hamlet of a commune-wide broadcast: silent there, playing elsewhere, and the answer says so', async () => {
    const { communeId } = commune;
    const id = await plan(NOW + 1_000, { areaIds: [communeId] }, 'Bản tin sáng');
    app.setNow(NOW + MINUTE);
    app.publisher.forget();
    const { body } = await app.call('POST', '/stop', { areaId: hamlet(0), reason: 'Có đám tang' });
    expect(body.broadcasts).toMatchObject([{ outcome: 'stopped', scope: 'part', clusters: 2, elsewhere: 1 }]);
    expect(body.broadcasts[0].message.vi).toContain('1 cụm ở nơi khác vẫn phát tiếp');
    expect(app.publisher.plans).toEqual([hamlet(0)]);
    const stop = { id, cancelledAt: NOW + MINUTE, reason: 'Có đám tang' };
    expect((await planOf(hamlet(0))).broadcasts).toEqual([stop]);
    expect((await planOf(hamlet(1))).broadcasts).toEqual([]);
    expect((await planOf(communeId)).broadcasts.every((entry) => !('cancelledAt' in entry))).toBe(true);
    const shown = { state: 'playing', stoppedParts: [{ planId: hamlet(0), reason: 'Có đám tang' }] };
    expect((await app.call('GET', `/broadcasts/${id}`)).body).toMatchObject(shown);
    expect((await app.call('GET', '/broadcasts')).body.broadcasts).toMatchObject([shown]);
    // pressed again it is over there, and what else is asked for is stopped
    const again = await app.call('POST', '/stop', { areaId: hamlet(0), reason: 'bấm lại' });
    expect(again.body.broadcasts).toMatchObject([{ outcome: 'over' }]);
    expect((await planOf(hamlet(0))).broadcasts).toEqual([stop]);
    const rest = await app.call('POST', '/stop', { areaId: communeId });
    expect(rest.body.broadcasts).toMatchObject([{ outcome: 'stopped', scope: 'everywhere' }]);
  });

  it('chosen clusters get a plan of their own that says it', async () => {
    const [one = '', two = ''] = commune.clusterIds;
    const id = await plan(NOW + 1_000, { areaIds: [commune.communeId] }, 'Bản tin sáng');
    app.setNow(NOW + MINUTE);
    const { body } = await app.call('POST', '/stop', { clusterIds: [one] });
    expect(body.broadcasts).toMatchObject([{ outcome: 'stopped', scope: 'part', clusters: 1, elsewhere: 2 }]);
    const group = (await app.stores.register.groups.all()).find((each) => each.automatic);
    expect(group?.clusterIds).toEqual([one]);
    expect((await planOf(group?.id ?? '')).broadcasts).toMatchObject([{ id, cancelledAt: NOW + MINUTE }]);
    // the group is not taken away while it says so
    const inPlan = await app.stores.broadcasts.inPlan(group?.id ?? '', NOW);
    expect(inPlan.map((each) => each.id)).toEqual([id]);
    expect(two).not.toBe('');
  });

  it('refuses to guess, names what it does not know, and leaves everything as it was', async () => {
    expect((await app.call('POST', '/stop', { reason: 'x' })).body.code).toBe('stop-unnamed');
    expect((await app.call('POST', '/stop', { areaId: 'nowhere' })).body.code).toBe('area-unknown');
    expect((await app.call('POST', '/stop', { groupIds: ['nowhere'] })).body.code).toBe('group-unknown');
    expect((await app.call('POST', '/stop', { clusterIds: ['nowhere'] })).body.code).toBe('targets-unknown');
    expect((await app.call('POST', '/stop', { broadcastId: 'nowhere' })).body.code).toBe('broadcast-unknown');
  });
});

describe('who may stop', () => {
  const callerIn = (areaIds: string[]): Caller => ({
    ...STATION,
    ...{ kind: 'person', personId: 'p1', name: 'A', roles: ['technician'], areaIds },
  });

  it('a place that is not the caller’s in whole is refused as a whole: nothing is stopped by half', async () => {
    const own = await plan(NOW + 1_000, { areaIds: [hamlet(0)] }, 'Họp thôn');
    await plan(NOW + 2_000, { areaIds: [hamlet(1)] }, 'Thôn khác');
    app.setNow(NOW + MINUTE);
    app.publisher.forget();
    const stopping = app.useCases.stopping.stop({ areaId: commune.communeId }, callerIn([hamlet(0)]));
    await expect(stopping).rejects.toMatchObject({ code: 'not-allowed' });
    expect((await app.call('GET', `/broadcasts/${own}`)).body.state).toBe('playing');
    expect(app.publisher.plans).toEqual([]);
  });

  it('a pole that stands in the next hamlet and serves this one is this one’s as well', async () => {
    const services = [hamlet(0), hamlet(2)].map((hamletId) => ({ hamletId, households: 20 }));
    const pole = { hamletId: hamlet(0), code: '04', name: 'Giữa hai thôn', services };
    expect((await app.call('POST', '/clusters', pole)).status).toBe(201);
    const id = await plan(NOW + 1_000, { areaIds: [commune.communeId] }, 'Bản tin sáng');
    app.setNow(NOW + MINUTE);
    const { stopped } = await app.useCases.stopping.stop({ areaId: hamlet(2) }, callerIn([hamlet(2)]));
    expect(stopped).toMatchObject([{ broadcast: { id }, clusters: 1, elsewhere: 3 }]);
  });

  it('the answer says where else a pole between two hamlets falls silent', async () => {
    const services = [hamlet(0), hamlet(2)].map((hamletId) => ({ hamletId, households: 20 }));
    await app.call('POST', '/clusters', { hamletId: hamlet(0), code: '04', name: 'Giữa hai thôn', services });
    await plan(NOW + 1_000, { areaIds: [commune.communeId] }, 'Bản tin sáng');
    app.setNow(NOW + MINUTE);
    const said = { code: 'shared-poles', message: { vi: 'Cụm 04 cũng phục vụ thôn Ngoài: ở đó cụm này cũng im.' } };
    expect((await app.call('POST', '/stop', { areaId: hamlet(0) })).body.notices).toMatchObject([said]);
    const locked = await app.call('POST', '/silence', { areaId: hamlet(0), reason: 'Đám tang' });
    expect(locked.body.notices).toContainEqual(expect.objectContaining({ code: 'shared-poles' }));
    const all = await app.call('POST', '/silence', { areaId: commune.communeId, reason: 'Đám tang' });
    expect(all.body.notices.map(({ code }: { code: string }) => code)).toEqual(['silence-sent']);
  });
});

describe('a cancel', () => {
  it('says whether it met sound or nothing yet', async () => {
    const sounding = await plan(NOW + 1_000, { areaIds: [commune.communeId] }, 'Bản tin sáng');
    const later = await plan(NOW + 30 * MINUTE, { areaIds: [commune.communeId] }, 'Bản tin trưa');
    app.setNow(NOW + MINUTE);
    const cancel = async (id: string) => (await app.call('POST', `/broadcasts/${id}/cancel`)).body;
    expect(await cancel(sounding)).toMatchObject({ outcome: 'stopped' });
    expect(await cancel(later)).toMatchObject({ outcome: 'cancelled' });
    app.setNow(NOW + 40 * MINUTE);
    expect(await cancel(later)).toMatchObject({ outcome: 'cancelled' });
  });
});
