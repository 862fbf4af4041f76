/**
 * bullmq#3183, #652: a job is done twice when the controller that had it stands still for longer than its lock. With the
 * lock shortened to 1 s and the event loop blocked until another one has done the job; what counts is the effect.
 */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { postgresBackend } from '@loa-lang/controller/adapters/queue/postgres-backend';
import { redisBackend } from '@loa-lang/controller/adapters/queue/redis-backend';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases, temporaryFolder } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { job, openQueue } from '../../support/queues.ts';
import { RedisServer, redisPath } from '../../support/redis.ts';
import { builtTestFile } from '../../support/world/built.ts';
import { NodeChild } from '../../support/world/node-child.ts';
import { createOnce } from './once.ts';

const LOCK_MS = 1_000;
type Said = { ready?: boolean; taken?: unknown; made?: boolean; problem?: string };

let databases: TestDatabases;
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());

async function blocked(kind: 'postgres' | 'redis', queueUrl: string, databaseUrl: string): Promise<void> {
  const said: Said[] = [];
  const folder = await temporaryFolder();
  const until = join(folder, 'go-on');
  const given = { kind, queueUrl, prefix: 'stalled', databaseUrl, lockMs: LOCK_MS, until };
  const child = NodeChild.start(
    'blocked controller',
    [builtTestFile('regression/queue/blocked-controller'), JSON.stringify(given)],
    { onMessage: (message) => said.push(message as Said) },
  );
  await eventually('the first controller is ready', () => said.some(({ ready }) => ready === true), 30_000);
  const made: boolean[] = [];
  const timings = { lockMs: LOCK_MS, stalledEveryMs: LOCK_MS / 2 };
  const backend = () =>
    kind === 'postgres' ? postgresBackend(queueUrl, timings) : redisBackend(queueUrl, 'stalled', timings);
  await backend().prepare();
  const producer = backend().producer(() => undefined);
  await producer.waitUntilReady();
  await producer.add('look', { key: 'k', payload: { key: 'session/20260302T070000' }, dueAt: Date.now() });
  await eventually('the first has the job', () => said.some(({ taken }) => taken !== undefined), 30_000);
  const second = await openQueue(
    { backend },
    { run: async (_, payload) => void made.push(await createOnce(databaseUrl, (payload as { key: string }).key)) },
  );
  await eventually('the second does it', () => made.length > 0, 60_000);
  expect(said.some(({ made: own }) => own !== undefined)).toBe(false);
  await writeFile(until, '');
  await eventually('the first goes on and does it too', () => said.some(({ made: own }) => own !== undefined), 60_000);
  await second.queue.at(Date.now(), job('after'));
  // whichever of the two is quicker has it
  const tookAfter = () => said.some(({ taken }) => (taken as { key?: string } | undefined)?.key === 'after');
  await eventually('the queue goes on', () => second.of('after') >= 1 || tookAfter(), 30_000);
  const everybody = [...made, ...said.flatMap(({ made: own }) => own ?? [])];
  console.log(`${kind}: done ${everybody.length} times, broadcasts made ${everybody.filter(Boolean).length}`);
  expect(everybody.length).toBeGreaterThanOrEqual(2);
  const rows = await databases.query(databaseUrl, `SELECT id FROM broadcast WHERE title LIKE 'session/%'`);
  expect(rows).toHaveLength(1);
  await producer.close();
  await second.queue.stop();
  await child.stop();
  await rm(folder, { recursive: true });
}

describe('an event loop that stands still', { concurrent: true }, () => {
  it('PostgreSQL: the stalled job is done by another controller, and has one effect', async () => {
    const url = await databases.fresh();
    await blocked('postgres', url, url);
  }, 180_000);

  it.skipIf(redisPath() === undefined)(
    'Redis: the stalled job is done by another controller, and has one effect',
    async () => {
      const redis = await RedisServer.start();
      await blocked('redis', redis.url, await databases.fresh()).finally(() => redis.stop());
    },
    180_000,
  );
});
