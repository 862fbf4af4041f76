/** The lock of silence over HTTP: who may set and lift it, what is said of it, and how it is recalled. */
import { PostgresIncidentLog } from '@loa-lang/controller/adapters/postgres/incident-log';
import { SilenceReminders } from '@loa-lang/controller/services/silence/remind-silence';
import { beforeEach, describe, expect, it } from 'vitest';
import { appForEachTest } from '../../support/app-for-each-test.ts';
import { eventually } from '../../support/eventually.ts';
import { addCommune, type HttpApp } from '../../support/http-app.ts';

const NOW = Date.UTC(2026, 2, 2, 0, 0);
const HOUR = 3600_000;

let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;

appForEachTest(async (fresh) => {
  app = fresh;
  app.setNow(NOW);
  commune = await addCommune(app);
  await app.useCases.silence.start();
});

const latch = (body: object) => app.call('POST', '/silence', { reason: 'Loa hú', ...body });
const lift = (id: string, body: object = {}) => app.call('POST', `/silence/${id}/lift`, body);

it('latches at once, once, over everything below, and says that nobody has confirmed', async () => {
  const { communeId } = commune;
  app.publisher.forget();
  const first = await latch({ areaId: communeId });
  expect(first.status).toBe(201);
  expect(first.body).toMatchObject({
    repeated: false,
    stored: true,
    durable: true,
    plans: [{ planId: communeId, sent: true }],
    silence: { areaName: 'Ngọc Thiện', level: 'commune', reason: 'Loa hú', state: 'open', confirmed: 0, total: 0 },
  });
  // clusters without a device cannot confirm, and are not counted as if they had
  expect(first.body.silence.clusters.map((row: { state: string }) => row.state)).toEqual(Array(3).fill('no-device'));
  expect(app.publisher.plans).toEqual([communeId]);
  const plan = await app.stores.documents.planContent(communeId, NOW);
  expect(plan.silence).toMatchObject([{ id: first.body.silence.id, since: NOW, level: 'commune' }]);

  const again = await latch({ areaId: communeId, reason: 'Bấm lại' });
  expect(again.status).toBe(200);
  expect(again.body).toMatchObject({ repeated: true, silence: { id: first.body.silence.id, reason: 'Loa hú' } });
  expect((await app.call('GET', '/silence')).body).toMatchObject({
    open: [{ confirmed: 0 }],
    lifted: [],
    complete: true,
  });
});

it('a device that holds the plan has confirmed, one that does not has not', async () => {
  const [clusterId = ''] = commune.clusterIds;
  for (const [index, id] of commune.clusterIds.entries()) {
    const publicKey = `${index}`.repeat(43);
    await app.call('POST', '/devices', { publicKey, clusterId: id });
  }
  const { silence } = (await latch({ areaId: commune.communeId })).body;
  await app.stores.silence.confirm([{ latchId: silence.id, clusterId, latchedAt: NOW + 900 }]);
  const [open] = (await app.call('GET', '/silence')).body.open;
  expect(open).toMatchObject({ confirmed: 1, total: 3 });
  const states = open.clusters.map((row: { clusterId: string; state: string }) => [row.clusterId, row.state]);
  expect(Object.fromEntries(states)[clusterId]).toBe('confirmed');
  expect(states.filter(([, state]: string[]) => state === 'unconfirmed')).toHaveLength(2);
  // lifting is confirmed anew
  await lift(silence.id);
  const [lifted] = (await app.call('GET', '/silence')).body.lifted;
  expect(lifted).toMatchObject({ id: silence.id, state: 'lifted', confirmed: 0 });
});

it('its own level or a higher one lifts it; twice is once', async () => {
  const { silence } = (await latch({ areaId: commune.communeId, level: 'province' })).body;
  expect((await lift(silence.id, { level: 'commune' })).body).toMatchObject({ code: 'silence-level' });
  expect((await lift(silence.id, { level: 'hamlet' })).status).toBe(403);
  const lifted = await lift(silence.id, { level: 'province' });
  expect(lifted.body).toMatchObject({ repeated: false, silence: { state: 'lifted' } });
  app.setNow(NOW + HOUR);
  const again = await lift(silence.id, { level: 'central' });
  expect(again.body).toMatchObject({ repeated: true, silence: { liftedAt: lifted.body.silence.liftedAt } });
  expect((await lift('nothing')).body.code).toBe('silence-unknown');
  expect((await latch({ areaId: 'nowhere' })).body.code).toBe('area-unknown');
  expect((await latch({ areaId: commune.communeId, reason: ' ' })).status).toBe(400);
});

it('says that it is not out when the message server is away', async () => {
  app.publisher.connected = false;
  const { status, body } = await latch({ areaId: commune.communeId });
  expect(status).toBe(201);
  expect(body.plans).toMatchObject([{ sent: false }]);
  expect(body.notices[0].code).toBe('silence-not-sent');
  expect(body.notices[0].message.vi).toContain('không tới được máy chủ truyền tin');
});

it('an open lock is never crowded out of its plan by lifted ones', async () => {
  const { silence } = (await latch({ areaId: commune.communeId })).body;
  const lifted = Array.from({ length: 80 }, (_, index) => ({
    ...{ id: `old-${index}`, areaId: commune.communeId, level: 'commune' as const, reason: '' },
    ...{ since: NOW + index + 1, liftedAt: NOW + index + 2 },
  }));
  await app.stores.silence.take(lifted);
  const plan = await app.stores.documents.planContent(commune.communeId, NOW + 1000);
  expect(plan.silence).toHaveLength(64);
  expect(plan.silence[0]?.id).toBe(silence.id);
});

it('is an event when it is set and when it is lifted: open pages show it at once', async () => {
  const told: string[] = [];
  app.feed.subscribe((event) => {
    if (event.type === 'incident' && event.kind === 'silence-open') told.push(`${event.state} ${event.subject}`);
  });
  const { silence } = (await latch({ areaId: commune.communeId })).body;
  await eventually('it is told of', () => told.includes(`raised ${silence.id}`));
  await lift(silence.id);
  await eventually('its end is told of', () => told.includes(`cleared ${silence.id}`));
});

describe('reminders', () => {
  const reminders = () =>
    new SilenceReminders({
      store: app.stores.silence,
      incidents: new PostgresIncidentLog(app.database),
      openIncidents: app.stores.incidents,
      feed: app.feed,
      clock: app.useCases.clock,
    });
  const recalled: string[] = [];
  beforeEach(() => {
    recalled.length = 0;
    app.feed.subscribe((event) => {
      const isReminder = event.type === 'incident' && event.kind === 'silence-open' && event.detail.endsWith(' h)');
      if (isReminder) recalled.push(event.detail);
    });
  });

  it('come every twelve hours while it holds, once among several controllers, and end with it', async () => {
    const { silence } = (await latch({ areaId: commune.communeId })).body;
    const look = async () => {
      await Promise.all([reminders().look(), reminders().look()]);
    };
    app.setNow(NOW + 11 * HOUR);
    await look();
    expect(recalled).toEqual([]);
    app.setNow(NOW + 12 * HOUR);
    await look();
    await look();
    expect(recalled).toEqual(['Loa hú (12 h)']);
    // nobody looked for two days: one word, not four
    app.setNow(NOW + 60 * HOUR);
    await look();
    expect(recalled).toEqual(['Loa hú (12 h)', 'Loa hú (60 h)']);
    await lift(silence.id);
    app.setNow(NOW + 90 * HOUR);
    await look();
    expect(recalled).toHaveLength(2);
  });

  it('a lock that was set or lifted while nothing could be written down is an incident, or none any more', async () => {
    const open = async () =>
      (await app.call('GET', '/incidents')).body.incidents.filter(
        (row: { kind: string }) => row.kind === 'silence-open',
      );
    const set = { id: 'l', areaId: commune.communeId, level: 'commune' as const, since: NOW, reason: 'Loa hú' };
    await app.stores.silence.take([set]);
    await reminders().look();
    await reminders().look();
    expect(await open()).toMatchObject([{ subject: 'l', detail: 'Loa hú', count: 1 }]);
    await app.stores.silence.take([{ ...set, liftedAt: NOW + 1 }]);
    app.setNow(NOW + HOUR);
    await reminders().look();
    expect(await open()).toEqual([]);
  });
});

it('a lock on an area that was removed can still be lifted', async () => {
  const { area } = (await app.call('POST', '/areas', { kind: 'hamlet', name: 'Bãi', parentId: commune.communeId }))
    .body;
  const { silence } = (await latch({ areaId: area.id })).body;
  expect((await app.call('DELETE', `/areas/${area.id}`)).status).toBe(200);
  app.setNow(NOW + HOUR);
  const { status, body } = await lift(silence.id);
  expect([status, body.silence?.state]).toEqual([200, 'lifted']);
});
