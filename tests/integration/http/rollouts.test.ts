/** Versions of the agent and rollouts: routes, database and rules together; devices answer as they do over the wire. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BACKGROUND, openPool } from '@loa-lang/controller/adapters/postgres/database';
import { PostgresIncidentLog } from '@loa-lang/controller/adapters/postgres/incident-log';
import { PostgresReportStore } from '@loa-lang/controller/adapters/postgres/report-store';
import { ReleaseRepository } from '@loa-lang/controller/adapters/repositories/release-repository';
import { RolloutRepository } from '@loa-lang/controller/adapters/repositories/rollout-repository';
import { RolloutWatch } from '@loa-lang/controller/services/rollouts/watch-rollouts';
import { sealDocument } from '@loa-lang/schemas/sealing/seal';
import type { Release } from '@loa-lang/schemas/wire/command';
import type { CommandAnswer, ReportBody } from '@loa-lang/schemas/wire/report';
import { subjects } from '@loa-lang/schemas/wire/topics';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { addCommune, type HttpApp, startHttpApp } from '../../support/http-app.ts';
import { oddRelease } from '../../support/launched-agent.ts';
import { openTestKeys } from '../../support/test-keys.ts';

const MINUTE = 60_000;
/** A Monday morning in Vietnam, within working hours. */
const MORNING = Date.parse('2026-12-07T09:00:00+07:00');
const MADE = oddRelease('0.9.0', '// nothing');

let databases: TestDatabases;
let folder: string;
let keys: Awaited<ReturnType<typeof openTestKeys>>;
beforeAll(async () => {
  databases = await startTestDatabases();
  folder = await mkdtemp(join(tmpdir(), 'loa-rollouts-'));
  keys = await openTestKeys(folder);
});
afterAll(async () => {
  await databases.stop();
  await rm(folder, { recursive: true, force: true });
});

let app: HttpApp;
let pool: ReturnType<typeof openPool>;
let watch: RolloutWatch;
let now: number;
let clusterIds: string[];
let communeId: string;
let orders: { deviceId: string; commandId: string }[];
let events: string[];
let reported: number;

beforeEach(async () => {
  const url = await databases.fresh();
  app = await startHttpApp(url, { keys });
  now = MORNING;
  app.setNow(now);
  ({ clusterIds, communeId } = await addCommune(app));
  pool = openPool(url, BACKGROUND);
  orders = [];
  reported = 0;
  events = [];
  app.feed.subscribe((event) => event.type === 'rollout' && events.push(event.state));
  watch = newWatch();
  for (const clusterId of clusterIds) {
    await app.call('POST', '/devices', {
      id: deviceOf(clusterId),
      publicKey: clusterId.replaceAll('-', '').padEnd(43, 'A'),
      clusterId,
    });
    await presence(clusterId, {});
  }
});
afterEach(async () => {
  await pool.end();
  await app.stop();
});

/** As after a restart of the controller: it knows nothing but the database. */
const newWatch = () =>
  new RolloutWatch({
    rollouts: new RolloutRepository(app.database),
    releases: new ReleaseRepository(app.database),
    commands: {
      send: async (deviceId, name, options) => {
        expect([name, typeof options?.parameters?.release]).toEqual(['update', 'string']);
        const commandId = `command-${orders.length + 1}`;
        orders.push({ deviceId, commandId });
        return { ok: true, commandId, expiresAt: now + (options?.validForMs ?? 0) };
      },
    },
    incidents: new PostgresIncidentLog(app.database),
    leases: { take: async () => true, release: async () => undefined },
    feed: app.feed,
    clock: { now: () => now, preciseNow: () => now, monotonicNow: () => now },
    timeZone: 'Asia/Ho_Chi_Minh',
    onProblem: (_problem, cause) => {
      throw cause;
    },
  });

const deviceOf = (clusterId: string): string => `dev-${clusterId}`;

async function presence(clusterId: string, over: { online?: boolean; agentVersion?: string; capabilities?: string[] }) {
  const data = { online: true, agentVersion: '0.1.0', capabilities: ['asset', 'update'], ...over };
  await app.database.device.update({ where: { id: deviceOf(clusterId) }, data });
}

async function report(deviceId: string, body: ReportBody) {
  reported += 1;
  const entry = { number: reported, body };
  const store = new PostgresReportStore(pool);
  await store.store([{ deviceId, storeId: 'store', lowestHeld: 1, entry, receivedAt: now }]);
}

async function answer(
  order: { deviceId: string; commandId: string } | undefined,
  outcome: CommandAnswer['outcome'],
  detail?: string,
) {
  const { deviceId = '', commandId = '' } = order ?? {};
  const because = detail === undefined ? {} : { detail };
  await report(deviceId, { kind: 'command-answer', commandId, outcome, ...because });
  if (outcome === 'done') await presence(deviceId.slice(4), { agentVersion: '0.9.0' });
}

async function look(afterMs = 0) {
  now += afterMs;
  app.setNow(now);
  await watch.look();
}

async function sealed(release: Release = MADE.release, deploymentId = keys.deploymentId): Promise<string> {
  return Buffer.from(
    await sealDocument('release', subjects.release(), deploymentId, release, keys.signer('release')),
  ).toString();
}

async function addRelease() {
  const file = { name: 'agent.tgz', bytes: MADE.artefact };
  const added = await app.upload('/releases', file, { document: await sealed() });
  expect(added.status).toBe(201);
  return added.body.id as string;
}

async function begin(over: object = {}) {
  const releaseId = await addRelease();
  const body = { releaseId, areaId: communeId, firstClusterId: clusterIds[0], ...over };
  const begun = await app.call('POST', '/rollouts', body);
  expect(begun.body.code ?? begun.status).toBe(201);
  return begun.body.id as string;
}

const states = async (id: string): Promise<string[]> => {
  const { body } = await app.call('GET', `/rollouts/${id}`);
  const of = (clusterId: string) => body.devices.find((each: { clusterId: string }) => each.clusterId === clusterId);
  return [
    body.state,
    ...clusterIds.map((clusterId) => [of(clusterId).state, of(clusterId).wait].filter(Boolean).join(' ')),
  ];
};

describe('a version of the agent', () => {
  it('is taken in when it is what was signed, here, and lies where devices fetch it', async () => {
    const id = await addRelease();
    expect(id).toBe(MADE.release.artefactId);
    const { body } = await app.call('GET', '/releases');
    expect(body.releases).toMatchObject([{ id, version: '0.9.0', sizeBytes: MADE.artefact.length }]);
    expect(await app.useCases.assets.has(id)).toBe(true);
    const withdrawn = await app.call('DELETE', `/releases/${id}`);
    expect(withdrawn.body.withdrawnAt).toBeDefined();
    const refused = await app.call('POST', '/rollouts', {
      releaseId: id,
      areaId: communeId,
      firstClusterId: clusterIds[0],
    });
    expect(refused.body.code).toBe('release-withdrawn');
  });

  it.each([
    ['another deployment’s', () => sealed(MADE.release, 'elsewhere'), 'release-not-signed'],
    ['no signature at all', async () => 'x.y.z', 'release-not-signed'],
    ['of another file', () => sealed({ ...MADE.release, artefactId: '0'.repeat(64) }), 'release-not-its-artefact'],
    ['of another size', () => sealed({ ...MADE.release, sizeBytes: 5 }), 'release-not-its-artefact'],
    ['none', async () => '', 'release-form'],
  ])('with a signature that is %s is refused, and nothing is kept', async (_what, document, code) => {
    const file = { name: 'agent.tgz', bytes: MADE.artefact };
    const { body } = await app.upload('/releases', file, { document: await document() });
    expect(body.code).toBe(code);
    expect((await app.call('GET', '/releases')).body.releases).toEqual([]);
    expect(await app.useCases.assets.has(MADE.release.artefactId)).toBe(false);
  });
});

describe('a rollout', () => {
  it('goes to one first, and to the rest after it was well for a while', async () => {
    const id = await begin();
    await look();
    expect(orders.map(({ deviceId }) => deviceId)).toEqual([deviceOf(clusterIds[0] as string)]);
    expect(await states(id)).toEqual(['running', 'ordered', 'waiting first', 'waiting first']);
    await watch.asked(orders[0]?.deviceId ?? '', MADE.release.artefactId);
    expect((await states(id))[1]).toBe('downloading');
    await report(orders[0]?.deviceId ?? '', { kind: 'asset', assetId: MADE.release.artefactId, state: 'cached' });
    await look(MINUTE);
    expect((await states(id))[1]).toBe('installed');
    await answer(orders[0], 'done');
    await look(MINUTE);
    expect(await states(id)).toEqual(['running', 'healthy', 'waiting soaking', 'waiting soaking']);
    await look(29 * MINUTE);
    expect(orders).toHaveLength(1);
    // a controller that has just started goes on where the other one was
    watch = newWatch();
    await look(MINUTE);
    expect(await states(id)).toEqual(['running', 'healthy', 'ordered', 'ordered']);
    await answer(orders[1], 'done');
    await answer(orders[2], 'done');
    await look(MINUTE);
    expect(await states(id)).toEqual(['finished', 'healthy', 'healthy', 'healthy']);
    expect(events).toContain('finished');
    await look(24 * 60 * MINUTE);
    expect(orders).toHaveLength(3);
  });

  it('pauses when the first goes back, and never orders that device the same again', async () => {
    const id = await begin();
    await look();
    await answer(orders[0], 'failed', 'rolled back: ended with code 1, 3 times');
    await report(orders[0]?.deviceId ?? '', { kind: 'fault', code: 'update-failed', state: 'raised', detail: 'x' });
    await look(MINUTE);
    expect(await states(id)).toEqual(['paused', 'rolled-back', 'waiting not-running', 'waiting not-running']);
    const { body } = await app.call('GET', `/rollouts/${id}`);
    expect([body.pause, body.devices.find((each: { state: string }) => each.state === 'rolled-back').detail]).toEqual([
      'first-failed',
      'rolled back: ended with code 1, 3 times',
    ]);
    const incidents = (await app.call('GET', '/incidents')).body.incidents.map((each: { kind: string }) => each.kind);
    expect(incidents).toContain('update-failed');
    expect((await app.call('POST', `/rollouts/${id}/resume`, {})).body.code).toBe('rollout-first-failed');
    // another one goes first
    const resumed = await app.call('POST', `/rollouts/${id}/resume`, { firstClusterId: clusterIds[1] });
    expect(resumed.body.state).toBe('running');
    await look(MINUTE);
    expect(orders.map(({ deviceId }) => deviceId)).toEqual(
      [clusterIds[0], clusterIds[1]].map((each) => deviceOf(each as string)),
    );
    await app.call('POST', `/rollouts/${id}/stop`);
    await answer(orders[1], 'done');
    await look(MINUTE);
    expect(await states(id)).toEqual(['stopped', 'rolled-back', 'healthy', 'waiting not-running']);
    // the same version once more, to all
    const again = await begin({ firstClusterId: clusterIds[1] });
    await look();
    expect(await states(again)).toEqual(['running', 'skipped', 'healthy', 'waiting soaking']);
    await look(31 * MINUTE);
    expect(
      orders.map(({ deviceId }) => deviceId).filter((each) => each === deviceOf(clusterIds[0] as string)),
    ).toHaveLength(1);
  });

  it('waits for who is offline, on air, worked at, or out of hours; and says so', async () => {
    const [first = '', second = '', third = ''] = clusterIds;
    const id = await begin({ soakMinutes: 1 });
    await look();
    await answer(orders[0], 'done');
    await look(MINUTE);
    await presence(second, { online: false });
    const work = { id: 'work', communeId, areaId: communeId, reason: 'sửa', madeBy: {}, fromAt: new Date(now) };
    await app.database.maintenanceWindow.create({ data: { ...work, untilAt: new Date(now + 10 * MINUTE) } });
    await look(2 * MINUTE);
    expect(await states(id)).toEqual(['running', 'healthy', 'waiting offline', 'waiting maintenance']);
    await app.database.maintenanceWindow.deleteMany();
    await onAir(third, now + 5 * MINUTE);
    await look();
    expect(await states(id)).toEqual(['running', 'healthy', 'waiting offline', 'waiting on-air']);
    // in the evening nobody would drive there
    await look(12 * 60 * MINUTE);
    expect((await states(id))[3]).toBe('waiting hours');
    await look(12 * 60 * MINUTE);
    expect(await states(id)).toEqual(['running', 'healthy', 'waiting offline', 'ordered']);
    expect(first).not.toBe('');
  });

  it('skips agents that cannot, and what was replaced', async () => {
    const [, second = '', third = ''] = clusterIds;
    await presence(second, { capabilities: ['asset', 'stream'] });
    const id = await begin();
    await app.database.device.update({
      where: { id: deviceOf(third) },
      data: { revokedAt: new Date(now), clusterId: null },
    });
    await look();
    expect(await states(id)).toEqual(['running', 'ordered', 'skipped', 'skipped']);
    const { body } = await app.call('GET', `/rollouts/${id}`);
    const words = body.devices.map((each: { message?: { en: string } }) => each.message?.en);
    expect(words).toContainEqual(expect.stringContaining('too old'));
  });

  it('orders again what was never answered, a few times; then it has failed', async () => {
    const id = await begin({ hours: 'any' });
    for (let round = 0; round < 5; round++) {
      await look(7 * 60 * MINUTE + 1);
      expect(orders).toHaveLength(round + 1);
    }
    await look(7 * 60 * MINUTE + 1);
    expect(orders).toHaveLength(5);
    expect((await states(id)).slice(0, 2)).toEqual(['paused', 'failed']);
    const open = await app.database.incident.findMany({ where: { kind: 'update-failed', clearedAt: null } });
    expect(open.map(({ subject }) => subject)).toEqual([deviceOf(clusterIds[0] as string)]);
  });

  it('is refused where it makes no sense', async () => {
    const id = await begin();
    const releaseId = MADE.release.artefactId;
    const code = async (body: object) => (await app.call('POST', '/rollouts', { releaseId, ...body })).body.code;
    const [first = ''] = clusterIds;
    expect(await code({ areaId: communeId, firstClusterId: first })).toBe('rollout-under-way');
    expect(await code({ firstClusterId: first })).toBe('rollout-where');
    expect(await code({ clusterIds: [clusterIds[1]], firstClusterId: first })).toBe('rollout-first-missing');
    expect((await app.call('POST', `/rollouts/${id}/resume`, {})).body.code).toBe('rollout-not-paused');
    await app.call('POST', `/rollouts/${id}/stop`);
    expect((await app.call('POST', `/rollouts/${id}/stop`)).body.code).toBe('rollout-over');
    expect((await app.call('POST', `/rollouts/${id}/pause`)).body.code).toBe('rollout-not-running');
    expect((await app.call('GET', '/rollouts')).body.rollouts).toMatchObject([
      { id, state: 'stopped', counts: { waiting: 3 } },
    ]);
  });
});

async function onAir(clusterId: string, startAt: number) {
  const [start, end] = [new Date(startAt), new Date(startAt + 10 * MINUTE)];
  const times = { startAt: start, latestStartAt: start, joinUntilAt: end, endsAt: end };
  const rest = { items: [], requested: {}, placements: [], audience: {} };
  const targets = { create: [{ clusterId }] };
  const data = { id: 'air', communeId, title: 'Tin', class: 'scheduled', level: 'commune', ...times, ...rest, targets };
  await app.database.broadcast.create({ data });
}
