/**
 * ioredis#1718, prisma/orm#11868: calls hang when Redis or PostgreSQL is gone. Whoever stops a broadcast, locks a place or
 * sends an emergency gets an answer in time, and nothing needs a restart. A frozen PostgreSQL is in
 * `tests/regression/silence/one-press.test.ts`.
 */
import { rm } from 'node:fs/promises';
import { BACKGROUND, connect } from '@loa-lang/controller/adapters/postgres/database';
import type { HealthAnswer } from '@loa-lang/schemas/http/health';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type OwnDatabases, startOwnDatabases, temporaryFolder } from '../../support/database.ts';
import { eventually, sleep } from '../../support/eventually.ts';
import { FaultProxy } from '../../support/proxy.ts';
import { RedisServer, redisPath } from '../../support/redis.ts';
import { addAreas, addDevice } from '../../support/rows.ts';
import { ControllerProcess } from '../../support/world/controller-process.ts';

/** What people are promised is 3 s; the rest is room for a busy machine. */
const HANGS_AFTER_MS = 6_000;

let databases: OwnDatabases;
beforeAll(async () => {
  databases = await startOwnDatabases();
});
afterAll(() => databases.stop());

async function lineTo(url: string): Promise<{ line: FaultProxy; url: string }> {
  const target = new URL(url);
  const line = new FaultProxy({ target: { host: target.hostname, port: Number(target.port) } });
  target.port = String(await line.start());
  onTestFinished(() => line.stop());
  return { line, url: target.href };
}

const silence = (line: FaultProxy): void => {
  line.freeze('up');
  line.freeze('down');
};

async function controllerOn(databaseUrl: string, env: Record<string, string>): Promise<ControllerProcess> {
  const dataDir = await temporaryFolder();
  const controller = await ControllerProcess.start({ dataDir, env: { DATABASE_URL: databaseUrl, ...env } });
  onTestFinished(async () => {
    await controller.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  return controller;
}

async function addComing(databaseUrl: string, ids: string[]): Promise<void> {
  const database = connect(databaseUrl, BACKGROUND);
  await addAreas(database);
  await addDevice(database, 1);
  const startAt = new Date(Date.now() + 3_600_000);
  const window = {
    startAt,
    latestStartAt: startAt,
    joinUntilAt: startAt,
    endsAt: new Date(startAt.getTime() + 60_000),
  };
  for (const id of ids) {
    const target = { create: [{ clusterId: 'cum-1' }] };
    const placements = [{ planId: 'xa', targets: 'all' }];
    const audience = { hamlets: [], clusters: [] };
    const requested = { areaIds: ['xa'], groupIds: [], clusterIds: [] };
    const rest = { communeId: 'xa', title: id, class: 'scheduled', level: 'commune', items: [] };
    await database.broadcast.create({
      data: { id, ...rest, ...window, requested, placements, audience, targets: target },
    });
  }
  await database.$disconnect();
}

interface Answered {
  status: number;
  body: { code?: string; message?: { vi: string; en: string } };
}
const press = async (controller: ControllerProcess, path: string, body: object = {}): Promise<Answered | 'hangs'> => {
  const headers = { 'content-type': 'application/json' };
  const call = fetch(`${controller.httpUrl}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const answer = call.then(async (response) => ({ status: response.status, body: (await response.json()) as never }));
  return Promise.race([answer, sleep(HANGS_AFTER_MS).then(() => 'hangs' as const)]);
};
const stop = (controller: ControllerProcess, id: string) => press(controller, `/broadcasts/${id}/cancel`);
const emergency = { text: 'Nước đang lên.', title: 'Lũ', communeId: 'xa', targets: { areaIds: ['xa'] } };
const PRESSES = {
  stop: (controller: ControllerProcess) => press(controller, '/stop', { areaId: 'xa' }),
  emergency: (controller: ControllerProcess) => press(controller, '/emergencies', emergency),
  silence: (controller: ControllerProcess) => press(controller, '/silence', { areaId: 'xa', reason: 'Phát nhầm' }),
};
const said = (answer: Answered | 'hangs') => (answer === 'hangs' ? answer : (answer.body.code ?? answer.status));
/** Never hangs; pressed again while a busy machine makes the database too slow for it. */
const done = (controller: ControllerProcess, what: keyof typeof PRESSES) =>
  eventually(
    `${what} is done`,
    async () => {
      const answer = said(await PRESSES[what](controller));
      expect(answer).not.toBe('hangs');
      // 200, 201, or 202 while its audio is being made
      return typeof answer === 'number';
    },
    60_000,
  );
const health = async (controller: ControllerProcess): Promise<HealthAnswer> =>
  (await fetch(`${controller.httpUrl}/api/v1/health`)).json() as Promise<HealthAnswer>;
const queueOf = ({ probes }: HealthAnswer) => probes.find(({ name }) => name === 'queue');

describe.skipIf(redisPath() === undefined)('with Redis gone', () => {
  it('a broadcast is stopped as ever, health says what is wrong, and all is well without a restart', async () => {
    const redis = await RedisServer.start();
    onTestFinished(() => redis.stop());
    const databaseUrl = await databases.fresh();
    await addComing(databaseUrl, ['dau', 'sau']);
    const { line, url } = await lineTo(redis.url);
    const controller = await controllerOn(databaseUrl, { REDIS_URL: url });
    await eventually('health shows the queue', async () => queueOf(await health(controller))?.ok === true);
    expect(queueOf(await health(controller))?.queue).toMatchObject({
      kind: 'redis',
      reachable: true,
      lagMs: expect.any(Number),
    });
    const thaw = redis.freeze();
    await Promise.all([done(controller, 'stop'), done(controller, 'emergency')]);
    await done(controller, 'silence');
    expect(queueOf(await health(controller))?.ok).toBe(false);
    thaw();
    await eventually('the queue is reachable', async () => queueOf(await health(controller))?.ok === true, 60_000);
    silence(line);
    expect(await stop(controller, 'dau')).toMatchObject({ status: 200 });
    const ill = await health(controller);
    expect(ill.status).toBe('degraded');
    expect(queueOf(ill)).toMatchObject({ ok: false, queue: { kind: 'redis', reachable: false } });
    line.unfreeze();
    line.cut();
    expect(await stop(controller, 'sau')).toMatchObject({ status: 200 });
    await eventually(
      'the queue is reachable again',
      async () => queueOf(await health(controller))?.queue?.reachable === true,
      60_000,
    );
  }, 180_000);

  it('the controller starts without it, and takes it up when it is there', async () => {
    const redis = await RedisServer.start();
    onTestFinished(() => redis.stop());
    const { url } = redis;
    await redis.kill();
    const databaseUrl = await databases.fresh();
    await addComing(databaseUrl, ['dau']);
    const controller = await controllerOn(databaseUrl, { REDIS_URL: url });
    expect(queueOf(await health(controller))).toMatchObject({ ok: false, queue: { reachable: false } });
    expect(await stop(controller, 'dau')).toMatchObject({ status: 200 });
    await redis.launch();
    await eventually(
      'the queue is reachable',
      async () => queueOf(await health(controller))?.queue?.reachable === true,
      60_000,
    );
  }, 180_000);
});

describe('with PostgreSQL silent', () => {
  it('whoever stops a broadcast is told so in time, and the same controller recovers', async () => {
    const databaseUrl = await databases.fresh();
    await addComing(databaseUrl, ['dau']);
    const { line, url } = await lineTo(databaseUrl);
    const controller = await controllerOn(url, {});
    await eventually('health shows the queue', async () => queueOf(await health(controller))?.ok === true);
    expect(queueOf(await health(controller))?.queue).toMatchObject({ kind: 'postgres', reachable: true });
    silence(line);
    const answer = await stop(controller, 'dau');
    expect(answer).toMatchObject({ status: 503, body: { code: 'database-unavailable' } });
    // the lock needs no database
    const pressed = [PRESSES.stop(controller), PRESSES.emergency(controller), PRESSES.silence(controller)];
    expect((await Promise.all(pressed)).map(said)).toEqual(['stop-unavailable', 'emergency-unavailable', 201]);
    expect(queueOf(await health(controller))).toMatchObject({ ok: false, queue: { reachable: false } });
    line.unfreeze();
    await eventually(
      'the broadcast can be stopped',
      async () => {
        const again = await stop(controller, 'dau');
        return again !== 'hangs' && again.status === 200;
      },
      30_000,
    );
    await eventually(
      'the queue is reachable again',
      async () => queueOf(await health(controller))?.queue?.reachable === true,
      60_000,
    );
  }, 180_000);
});
