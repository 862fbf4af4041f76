/** Attempts to get at what is another commune's, and to do what is above one's office. */
import { BACKGROUND } from '@loa-lang/controller/adapters/postgres/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../support/database.ts';
import { type HttpApp, startHttpApp } from '../support/http-app.ts';
import { type AskAs, type Got, listening, seat } from '../support/rights/seats.ts';
import { HOUR, MAKERS, makeTwoCommunes, NOW, type TwoCommunes } from '../support/rights/two-communes.ts';

let databases: TestDatabases;
let app: HttpApp;
let ask: AskAs;
let communes: TwoCommunes;

beforeAll(async () => {
  databases = await startTestDatabases();
  app = await startHttpApp(await databases.fresh(), { patience: BACKGROUND });
  await app.useCases.making.stop();
  communes = await makeTwoCommunes(app);
  await app.database.silenceLatch.deleteMany();
  ({ ask } = await listening(app));
  const { own, other, provinceId } = communes;
  await seat(app, [
    { id: 'officer', roles: ['officer'], areaIds: [own.communeId] },
    { id: 'approver', roles: ['approver'], areaIds: [own.communeId] },
    { id: 'head', roles: ['hamlet-head'], areaIds: [own.hamletIds[0]] },
    { id: 'technician', roles: ['technician'], areaIds: [own.communeId] },
    { id: 'viewer', roles: ['viewer'], areaIds: [own.communeId] },
    { id: 'administrator', roles: ['commune-administrator'], areaIds: [own.communeId] },
    { id: 'source', roles: ['source'], areaIds: [own.communeId] },
    { id: 'other-approver', roles: ['approver'], areaIds: [other.communeId] },
    { id: 'other-officer', roles: ['officer'], areaIds: [other.communeId] },
    { id: 'gone', roles: ['approver'], areaIds: [own.communeId], active: false },
    { id: 'province', roles: ['province-administrator'], areaIds: [provinceId] },
  ]);
}, 120_000);
afterAll(async () => {
  await app.stop();
  await databases.stop();
});

const post = (id: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Got> =>
  ask(id, { method: 'POST', path, ...(body !== undefined && { body }), ...(headers !== undefined && { headers }) });
const inVietnam = (instant: number) => new Date(instant + 7 * HOUR).toISOString().replace('Z', '+07:00');
const plan = (id: string, more: object = {}, headers?: Record<string, string>) =>
  post(
    id,
    '/broadcasts',
    {
      bulletins: [{ bulletinId: communes.own.ids.bulletin }],
      targets: { areaIds: [communes.own.communeId] },
      start: inVietnam(NOW + 60 * HOUR),
      ...more,
    },
    headers,
  );

describe('sideways', () => {
  it('nobody airs a bulletin of another commune, at home or there', async () => {
    const { own, other } = communes;
    const foreign = { bulletins: [{ bulletinId: other.ids.bulletin }] };
    expect((await plan('officer', foreign)).code).toBe('bulletin-unknown');
    expect((await plan('officer', { bulletins: [{ bulletinId: 'nothing' }] })).code).toBe('bulletin-unknown');
    expect((await plan('officer', { targets: { areaIds: [other.communeId] } })).status).toBe(403);
    expect((await plan('officer', { targets: { clusterIds: [other.clusterIds[0]] } })).code).toBe('targets-unknown');
    expect((await plan('officer', { targets: { groupIds: [other.ids.group] } })).code).toBe('targets-unknown');
    expect((await plan('officer', { communeId: other.communeId })).status).toBe(403);
    const schedule = {
      ...{ communeId: own.communeId, kind: 'session', name: 'Lạ', windowMinutes: 10 },
      ...{ recurrence: { startDate: '2026-12-09', time: '08:00' }, targets: { areaIds: [own.communeId] } },
      programme: [{ kind: 'bulletin', bulletinId: other.ids.bulletin }],
    };
    expect((await post('officer', '/schedules', schedule)).code).toBe('bulletin-unknown');
  });

  it('nobody sends an emergency into another commune, files one there, or airs what is written there', async () => {
    const { own, other } = communes;
    const send = (more: object) =>
      post('officer', '/emergencies', { text: 'Chạy ngay.', targets: { areaIds: [own.communeId] }, ...more });
    expect((await send({ targets: { areaIds: [other.communeId] } })).code).toBe('targets-unknown');
    expect((await send({ targets: { clusterIds: [other.clusterIds[0]] } })).code).toBe('targets-unknown');
    expect((await send({ communeId: other.communeId })).code).toBe('area-unknown');
    expect((await send({ communeId: 'nothing' })).code).toBe('area-unknown');
    expect((await send({ text: undefined, bulletinId: other.ids.bulletin })).code).toBe('bulletin-unknown');
    const { body } = await ask('other-officer', { method: 'GET', path: '/bulletins?q=chạy' });
    expect(body.bulletins).toEqual([]);
  });

  it('nobody silences another commune, stops what sounds there, or lifts its lock', async () => {
    const { other } = communes;
    const nothing = { areaId: 'nothing', reason: 'x' };
    const silence = await post('officer', '/silence', { ...nothing, areaId: other.communeId });
    expect([silence.status, silence.text]).toEqual([404, (await post('officer', '/silence', nothing)).text]);
    const latchId = await MAKERS.silence(app, other);
    const lift = await post('officer', `/silence/${latchId}/lift`, {});
    expect([lift.status, lift.text]).toEqual([404, (await post('officer', '/silence/nothing/lift', {})).text]);
    for (const [theirs, unknown] of [
      [{ areaId: other.communeId }, { areaId: 'nothing' }],
      [{ clusterIds: [other.clusterIds[0]] }, { clusterIds: ['nothing'] }],
      [{ groupIds: [other.ids.group] }, { groupIds: ['nothing'] }],
      [{ broadcastId: other.ids.broadcast }, { broadcastId: 'nothing' }],
    ]) {
      const [one, two] = [await post('technician', '/stop', theirs), await post('technician', '/stop', unknown)];
      expect([one.status, one.code], JSON.stringify(theirs)).toEqual([two.status, two.code]);
    }
    expect((await app.stores.broadcasts.find(other.ids.broadcast))?.cancelledAt).toBeUndefined();
    await app.database.silenceLatch.deleteMany();
  });

  it('a key of somebody else’s request opens nothing, and stands in nobody’s way', async () => {
    const taken = { 'idempotency-key': 'cung-mot-khoa' };
    const first = await plan('officer', {}, taken);
    const second = await plan('approver', {}, taken);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.broadcast.id).not.toBe(first.body.broadcast.id);
    expect((await plan('officer', {}, taken)).body.broadcast.id).toBe(first.body.broadcast.id);
    // nor is a key of the system's to be had before the system uses it
    const { id } = first.body.broadcast;
    await plan('officer', {}, { 'idempotency-key': `make-up/${id}/1` });
    expect(await app.stores.broadcasts.findByKey(`make-up/${id}/1`)).toBeUndefined();
    const key = 'khoa-cua-nguoi-khac-01';
    const sent = await post(
      'province',
      '/emergencies',
      { text: 'Rời ngay.', targets: { areaIds: [communes.other.communeId] } },
      { 'idempotency-key': key },
    );
    expect(sent.status).toBeLessThan(300);
    const again = await post(
      'officer',
      '/emergencies',
      { text: 'Rời ngay.', targets: { areaIds: [communes.own.communeId] } },
      { 'idempotency-key': key },
    );
    expect([again.status, again.code]).toEqual([409, 'idempotency-conflict']);
    expect(again.text).not.toContain(communes.other.communeId);
  });

  it('a device that hangs on no pole is nobody’s in a commune', async () => {
    const id = '0199aaaa-0000-7000-8000-0000000000aa';
    await app.stores.register.devices.create({ id, publicKey: 'k'.repeat(43), clusterId: undefined });
    for (const path of [`/devices/${id}`, `/devices/${id}/provisioning`]) {
      expect((await ask('technician', { method: 'GET', path })).code, path).toBe('device-unknown');
    }
    const bind = { method: 'PATCH', path: `/devices/${id}`, body: { clusterId: communes.own.clusterIds[0] } };
    expect((await ask('technician', bind)).code).toBe('device-unknown');
    expect((await post('technician', '/devices', { publicKey: 'm'.repeat(43) })).status).toBe(403);
  });

  it('nobody gives the own right to approve to a stranger', async () => {
    const times = { startsAt: inVietnam(NOW), endsAt: inVietnam(NOW + HOUR) };
    const strange = await post('approver', '/delegations', { toPersonId: 'other-officer', ...times });
    const unknown = await post('approver', '/delegations', { toPersonId: 'nobody-at-all', ...times });
    expect([strange.status, strange.text]).toEqual([unknown.status, unknown.text]);
    expect(strange.code).toBe('person-unknown');
  });

  it('a bulletin, a group and a cluster stay in their commune', async () => {
    const { own, other } = communes;
    const patch = (path: string, body: object) => ask('technician', { method: 'PATCH', path, body });
    expect((await patch(`/clusters/${own.clusterIds[0]}`, { hamletId: other.hamletIds[0] })).status).toBe(403);
    const members = { areaIds: [other.hamletIds[0]], clusterIds: [] };
    expect((await ask('officer', { method: 'PATCH', path: `/groups/${own.ids.group}`, body: members })).status).toBe(
      403,
    );
    expect((await app.stores.register.clusters.find(own.clusterIds[0]))?.hamletId).toBe(own.hamletIds[0]);
  });
});

describe('upwards', () => {
  it('an officer approves nothing, the own least of all', async () => {
    const { body } = await plan('officer');
    expect(body.broadcast.state).toBe('awaiting');
    const waiting = (await ask('officer', { method: 'GET', path: `/approvals/${body.approvalId}` })).body;
    const decision = { decision: 'approve', bindingHash: waiting.bindingHash };
    for (const id of ['officer', 'head', 'technician', 'viewer', 'administrator']) {
      expect((await post(id, `/approvals/${body.approvalId}/decisions`, decision)).status, id).toBe(403);
    }
    for (const id of ['other-approver', 'source', 'gone']) {
      expect([401, 403, 404], id).toContain(
        (await post(id, `/approvals/${body.approvalId}/decisions`, decision)).status,
      );
    }
    const settings = {
      method: 'PUT',
      path: `/approvals/settings?communeId=${communes.own.communeId}`,
      body: { selfApproval: true },
    };
    for (const id of ['officer', 'head', 'viewer', 'other-approver'])
      expect((await ask(id, settings)).status, id).toBe(403);
    expect((await app.stores.broadcasts.find(body.broadcast.id))?.approval).toBe('awaiting');
  });

  it('a deputy decides from its day until its day, and not after it was taken back', async () => {
    const times = { startsAt: inVietnam(NOW + HOUR), endsAt: inVietnam(NOW + 2 * HOUR) };
    const given = (await post('approver', '/delegations', { toPersonId: 'head', ...times })).body;
    const requestId = (await plan('officer')).body.approvalId;
    const { bindingHash } = (await ask('head', { method: 'GET', path: `/approvals/${requestId}` })).body;
    const decide = () =>
      post('head', `/approvals/${requestId}/decisions`, { decision: 'return', reason: 'x', bindingHash });
    expect((await decide()).status).toBe(403);
    app.setNow(NOW + 2 * HOUR);
    expect((await decide()).status).toBe(403);
    app.setNow(NOW + 1.5 * HOUR);
    // somebody else's delegation is as one that is not there
    const remove = (id: string) => ask(id, { method: 'DELETE', path: `/delegations/${given.id}` });
    expect((await remove('officer')).code).toBe('delegation-unknown');
    await remove('head');
    expect((await decide()).status).toBe(403);
    await post('approver', '/delegations', { toPersonId: 'head', ...times });
    expect((await decide()).status).toBe(200);
    app.setNow(NOW);
  });

  it('a deputy is nobody who signs in with a password alone', async () => {
    const times = { startsAt: inVietnam(NOW), endsAt: inVietnam(NOW + HOUR) };
    for (const toPersonId of ['technician', 'viewer']) {
      const given = await post('approver', '/delegations', { toPersonId, ...times });
      expect([given.status, given.code], toPersonId).toEqual([422, 'deputy-unfit']);
    }
  });

  it('a deputy from another commune is shown what it is asked about for as long as it lasts', async () => {
    const times = { startsAt: inVietnam(NOW + HOUR), endsAt: inVietnam(NOW + 2 * HOUR) };
    expect((await post('province', '/delegations', { toPersonId: 'other-approver', ...times })).status).toBe(201);
    const look = async () =>
      (await ask('other-approver', { method: 'GET', path: `/bulletins/${communes.own.ids.bulletin}` })).status;
    expect(await look()).toBe(404);
    app.setNow(NOW + 1.5 * HOUR);
    expect(await look()).toBe(200);
    app.setNow(NOW + 3 * HOUR);
    expect(await look()).toBe(404);
    app.setNow(NOW);
  });

  it('nobody speaks above the own level, and none but who may sends an emergency by the way of a broadcast', async () => {
    for (const level of ['central', 'province']) expect((await plan('officer', { level })).status, level).toBe(403);
    const at = { areaIds: [communes.own.hamletIds[0]] };
    expect((await plan('head', { targets: at, level: 'commune' })).status).toBe(403);
    expect((await plan('head', { targets: at, class: 'emergency' })).status).toBe(403);
    const { body } = await plan('head', { targets: at });
    expect([body.broadcast.level, body.broadcast.state]).toEqual(['hamlet', 'awaiting']);
    const schedule = {
      ...{ communeId: communes.own.communeId, kind: 'session', name: 'Cao', windowMinutes: 10, level: 'central' },
      ...{ recurrence: { startDate: '2026-12-09', time: '08:00' }, targets: { areaIds: [communes.own.communeId] } },
      programme: [{ kind: 'bulletin', bulletinId: communes.own.ids.bulletin }],
    };
    expect((await post('officer', '/schedules', schedule)).status).toBe(403);
  });

  it('a hamlet’s head speaks to the own hamlet only, and takes nothing of others off the air', async () => {
    const { own } = communes;
    expect((await plan('head')).status).toBe(403);
    expect((await plan('head', { targets: { areaIds: [own.hamletIds[1]] } })).status).toBe(403);
    expect((await plan('head', { targets: { clusterIds: [own.clusterIds[1]] } })).code).toBe('targets-unknown');
    const here = { targets: { areaIds: [own.hamletIds[0]] } };
    const official = (await plan('officer', here)).body.broadcast.id;
    const own1 = (await plan('head', here)).body.broadcast.id;
    const body = { bulletins: [{ bulletinId: own.ids.bulletin }], ...here, start: inVietnam(NOW + 61 * HOUR) };
    const revise = (id: string, of: string) => ask(id, { method: 'PUT', path: `/broadcasts/${of}`, body });
    expect((await revise('head', official)).status).toBe(403);
    expect((await revise('head', own1)).status).toBe(200);
    for (const path of [`/broadcasts/${official}/cancel`, '/stop']) {
      expect((await post('head', path, path === '/stop' ? { areaId: own.hamletIds[0] } : undefined)).status, path).toBe(
        403,
      );
    }
    const emergency = { text: 'Chạy.', targets: { areaIds: [own.hamletIds[0]] } };
    expect((await post('head', '/emergencies', emergency)).status).toBe(403);
    const prepared = { template: { id: 'stay-inside' }, targets: { areaIds: [own.hamletIds[0]] } };
    await app.database.emergencyDelegation.deleteMany();
    expect((await post('head', '/emergencies', prepared)).code).toBe('not-delegated');
  });

  it('a source only delivers, and a viewer only sees', async () => {
    for (const path of [
      '/areas',
      '/bulletins',
      '/broadcasts',
      '/source-bulletins',
      '/people',
      '/events',
      '/incidents',
    ]) {
      expect((await ask('source', { method: 'GET', path })).status, path).toBe(403);
      if (path !== '/events') expect((await ask('viewer', { method: 'GET', path })).status, path).toBe(200);
    }
    const central = {
      sourceId: 's',
      externalId: 'e',
      level: 'central',
      rank: 'emergency',
      title: 'T',
      text: 'X.',
      communeIds: [communes.own.communeId],
    };
    expect((await post('source', '/source-bulletins', central)).code).toBe('source-level-not-yours');
    const theirs = { ...central, level: 'province', communeIds: [communes.other.communeId] };
    expect((await post('source', '/source-bulletins', theirs)).status).toBe(403);
  });

  it('nobody grants the head of a hamlet of another commune what is not theirs to grant', async () => {
    const times = { from: inVietnam(NOW), until: inVietnam(NOW + HOUR) };
    const grant = (id: string, hamletId: string) => post(id, '/emergency-delegations', { hamletId, ...times });
    expect((await grant('officer', communes.other.hamletIds[0])).status).toBe(403);
    expect((await grant('head', communes.own.hamletIds[0])).status).toBe(403);
    expect((await grant('officer', communes.own.hamletIds[0])).status).toBe(201);
  });

  it('somebody who has left opens nothing, and who has another office has no longer the old one', async () => {
    expect((await ask('gone', { method: 'GET', path: '/areas' })).status).toBe(401);
    const seats = [{ id: 'officer', roles: ['viewer' as const], areaIds: [communes.own.communeId] }];
    await seat(app, seats);
    expect((await plan('officer')).status).toBe(403);
    expect((await ask('officer', { method: 'GET', path: '/areas' })).status).toBe(200);
  });
});
