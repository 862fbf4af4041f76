import type { ProgressEvent } from '@loa-lang/controller/ports/progress-feed';
import type { ReportBody } from '@loa-lang/schemas/wire/report';
import { beforeEach, describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { eventually } from '../../support/eventually.ts';
import { addCommune, addReadyBulletin, type HttpApp } from '../../support/http-app.ts';

const NOW = Date.parse('2026-12-07T09:00:00+07:00');
const MINUTE = 60_000;

let app: HttpApp;
let communeId: string;
let clusterIds: string[];
appForFile((fresh) => {
  app = fresh;
});
beforeEach(async () => {
  app.setNow(NOW);
  ({ communeId, clusterIds } = await addCommune(app));
  for (const [index, clusterId] of clusterIds.entries()) {
    await app.call('POST', '/devices', { id: `may-${index}`, publicKey: `${index}`.repeat(43), clusterId });
  }
  // the third hangs there and is not there
  await app.database.device.updateMany({ where: { id: { in: ['may-0', 'may-1'] } }, data: { online: true } });
});

const order = (body: object, cluster = 0, headers = {}) =>
  app.call('POST', `/clusters/${clusterIds[cluster]}/commands`, body, headers);
const batch = (body: object, headers = {}) => app.call('POST', '/command-batches', body, headers);
const listed = async (cluster = 0, query = '') =>
  (await app.call('GET', `/clusters/${clusterIds[cluster]}/commands${query}`)).body;
const told = () => app.commands.told.map(({ deviceId, name }) => `${name} ${deviceId}`);

/** Airs on all clusters. */
async function planned(startAt: number, title = 'Tin') {
  const bulletinId = await addReadyBulletin(app, communeId);
  const targets = { areaIds: [communeId] };
  const body = { bulletins: [{ bulletinId }], targets, start: new Date(startAt).toISOString(), title };
  const { status, body: made } = await app.call('POST', '/broadcasts', body);
  expect(status).toBe(201);
  return made.broadcast.id as string;
}

describe('an order to a device', () => {
  it('leaves once, its answer stands on the record, and whoever watches is told', async () => {
    const events: ProgressEvent[] = [];
    app.feed.subscribe((event) => events.push(event));
    const { status, body } = await order({ name: 'log' });
    expect(status).toBe(201);
    expect(app.commands.told).toEqual([{ deviceId: 'may-0', name: 'log', id: body.id, parameters: undefined }]);
    expect(body).toMatchObject({ clusterId: clusterIds[0], deviceId: 'may-0', requestedBy: 'Đài truyền thanh' });
    expect(body.message.vi).toContain('đang chờ');
    await app.report('may-0', {
      ...{ kind: 'command-answer', commandId: body.id, outcome: 'done', detail: 'dòng 1\ndòng 2' },
    });
    expect((await listed()).commands).toMatchObject([{ id: body.id, outcome: 'done', answer: 'dòng 1\ndòng 2' }]);
    await eventually('the answer is told', () => events.length === 2);
    const event = { type: 'command', commandId: body.id, clusterId: clusterIds[0], name: 'log' };
    expect(events).toEqual([event, { ...event, outcome: 'done' }]);
  });

  it('is not sent to who is not there, says so at once, and does not wait for it', async () => {
    const offline = await order({ name: 'reboot' }, 2);
    expect(offline).toMatchObject({ status: 201, body: { outcome: 'not-sent', reason: 'offline' } });
    expect(offline.body.message.vi).toContain('mất kết nối');
    app.commands.connected = false;
    const away = await order({ name: 'reboot' });
    expect(away.body).toMatchObject({ outcome: 'not-sent', reason: 'broker-away' });
    // the broker's word was lost, and the order was not
    await app.report('may-0', { kind: 'command-answer', commandId: away.body.id, outcome: 'done' });
    expect((await app.database.deviceCommand.findUniqueOrThrow({ where: { id: away.body.id } })).outcome).toBe('done');
    await app.call('PATCH', '/devices/may-1', { clusterId: null });
    expect((await order({ name: 'test' }, 1)).body).toMatchObject({ outcome: 'not-sent', reason: 'no-device' });
    app.commands.connected = true;
    await app.database.device.updateMany({ data: { online: true } });
    await app.remote.following.look();
    expect(app.commands.told).toEqual([]);
  });

  it('counts as unanswered after its deadline; what comes late is still the truth; another device’s word is none', async () => {
    const { body } = await order({ name: 'restart' });
    const answer = { kind: 'command-answer', commandId: body.id, outcome: 'done' } as const;
    await app.report('may-1', answer);
    app.setNow(NOW + 80_000);
    await app.remote.following.look();
    expect((await listed()).commands[0].outcome).toBeUndefined();
    app.setNow(NOW + 95_000);
    await app.remote.following.look();
    expect((await listed()).commands[0]).toMatchObject({ outcome: 'unanswered' });
    await app.report('may-0', { ...answer, outcome: 'failed', detail: 'x' }, answer);
    expect((await listed()).commands[0]).toMatchObject({ outcome: 'failed', answer: 'x' });
  });

  it('is one however often it is asked for under one key', async () => {
    const key = { 'idempotency-key': 'k1' };
    const answers = await Promise.all([1, 2, 3].map(() => order({ name: 'test' }, 0, key)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect(told()).toEqual(['test may-0']);
    expect((await order({ name: 'log' }, 0, key)).body.code).toBe('idempotency-conflict');
    expect((await order({ name: 'test' }, 1, key)).body.code).toBe('idempotency-conflict');
  });

  it('is refused when it comes too often', async () => {
    const reboots = [];
    for (let i = 0; i < 5; i++) reboots.push((await order({ name: 'reboot' })).status);
    expect(reboots).toEqual([201, 201, 201, 201, 429]);
    expect((await order({ name: 'restart' })).status).toBe(201);
    app.setNow(NOW + 61 * MINUTE);
    expect((await order({ name: 'reboot' })).status).toBe(201);
  });

  it('knows no updates, no self-tests and nothing else', async () => {
    for (const name of ['update', 'self-test', 'rm']) expect((await order({ name })).status).toBe(400);
    expect((await order({ name: 'play-test', parameters: { durationMs: 90_000 } })).status).toBe(400);
  });

  it('is listed newest first, page by page', async () => {
    for (let i = 0; i < 3; i++) {
      app.setNow(NOW + i * MINUTE);
      await order({ name: 'test' });
    }
    const first = await listed(0, '?limit=2');
    const rest = await listed(0, `?limit=2&before=${first.next}`);
    expect([first.commands.length, rest.commands.length, rest.next]).toEqual([2, 1, undefined]);
    expect(rest.commands[0].issuedAt).toContain('T09:00:00');
  });
});

describe('an order that disturbs', () => {
  it.each(['restart', 'reboot', 'play-test'])(
    '%s waits while something sounds or starts soon, or has a reason',
    async (name) => {
      const id = await planned(NOW + 10 * MINUTE);
      expect((await order({ name })).status).toBe(201);
      for (const [at, why] of [
        [NOW + 9 * MINUTE, 'sắp phát'],
        [NOW + 10 * MINUTE + 5000, 'đang phát'],
      ] as const) {
        app.setNow(at);
        const refused = await order({ name });
        expect(refused).toMatchObject({ status: 409, body: { code: 'command-disturbs' } });
        expect(refused.body.message.vi).toContain(why);
      }
      expect((await order({ name: 'log' })).status).toBe(201);
      const forced = await order({ name, force: 'Thiết bị treo, loa hú' });
      expect(forced).toMatchObject({ status: 201, body: { forcedBecause: 'Thiết bị treo, loa hú' } });
      // there it is over
      const receipt: ReportBody = {
        kind: 'receipt',
        broadcastId: id,
        version: 1,
        run: 1,
        state: 'finished',
        items: [],
      };
      await app.report('may-1', receipt);
      expect((await order({ name }, 1)).status).toBe(201);
    },
  );

  it('is heard by nobody at night unless there is a reason, and never where silence is locked or a unit is muted', async () => {
    const rules = { quietHours: { from: '21:00', until: '05:00' }, sessions: null };
    await app.call('PUT', `/commune-rules/${communeId}`, rules);
    app.setNow(Date.parse('2026-12-07T22:00:00+07:00'));
    expect((await order({ name: 'play-test' })).body).toMatchObject({ code: 'command-disturbs' });
    expect((await order({ name: 'reboot' })).status).toBe(201);
    expect((await order({ name: 'play-test', force: 'Thử sau khi sửa' })).status).toBe(201);
    app.setNow(NOW);
    await app.call('PATCH', `/clusters/${clusterIds[1]}`, { muted: true });
    expect((await order({ name: 'play-test', force: 'Thử xem sao' }, 1)).body.code).toBe('command-silenced');
    await app.call('POST', '/silence', { areaId: communeId, reason: 'Quốc tang' });
    expect((await order({ name: 'play-test', force: 'Thử xem sao' })).body.code).toBe('command-silenced');
    expect((await order({ name: 'restart' })).status).toBe(201);
  });
});

describe('an order to many', () => {
  it('goes to all that stand there, each with its own answer', async () => {
    const { status, body } = await batch({ targets: { areaIds: [communeId] }, name: 'test' });
    expect(status).toBe(201);
    expect(body.commands.map(({ outcome }: { outcome?: string }) => outcome)).toEqual([
      undefined,
      undefined,
      'not-sent',
    ]);
    expect(body.waiting).toBe(2);
    expect(told()).toEqual(['test may-0', 'test may-1']);
    await app.report('may-1', {
      kind: 'command-answer',
      commandId: body.commands[1].id,
      outcome: 'done',
      detail: '{}',
    });
    const later = await app.call('GET', `/command-batches/${body.batchId}`);
    expect(later.body).toMatchObject({ waiting: 1, commands: [{}, { outcome: 'done' }, {}] });
    expect((await app.call('GET', '/command-batches/nothing')).body.code).toBe('command-batch-unknown');
  });

  it('is given as a whole or not at all', async () => {
    await app.call('PATCH', `/clusters/${clusterIds[1]}`, { muted: true });
    const refused = await batch({ targets: { clusterIds }, name: 'play-test' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'command-silenced' } });
    expect(refused.body.message.vi).toContain('02');
    expect(told()).toEqual([]);
    expect((await batch({ targets: {}, name: 'test' })).body.code).toBe('no-targets');
  });

  it('is one under one key', async () => {
    const asked = { targets: { areaIds: [communeId] }, name: 'restart' };
    const [one, two] = [await batch(asked, { 'idempotency-key': 'b' }), await batch(asked, { 'idempotency-key': 'b' })];
    expect(two.body).toEqual(one.body);
    expect(told()).toHaveLength(2);
  });
});
