/** bullmq#1046, #2215: jobs are lost under an eviction policy. bull#2173: a full Redis. */
import { rm } from 'node:fs/promises';
import { redisBackend } from '@loa-lang/controller/adapters/queue/redis-backend';
import { QueueUnavailable, QueueUnsafe } from '@loa-lang/controller/ports/job-queue';
import { describe, expect, it, type TestContext } from 'vitest';
import { temporaryFolder } from '../../support/database.ts';
import { eventually, sleep } from '../../support/eventually.ts';
import { job, openQueue } from '../../support/queues.ts';
import { RedisServer, redisPath } from '../../support/redis.ts';
import { ControllerProcess } from '../../support/world/controller-process.ts';

type Finished = Pick<TestContext, 'onTestFinished'>;
const started = async ({ onTestFinished }: Finished, settings: string[]): Promise<RedisServer> => {
  const redis = await RedisServer.start(settings);
  onTestFinished(() => redis.stop());
  return redis;
};
const placeOn = (redis: RedisServer) => ({ backend: () => redisBackend(redis.url, 'p') });

// each has a server of its own, side by side
describe.skipIf(redisPath() === undefined)('Redis', { concurrent: true }, () => {
  it.for(['allkeys-lru', 'volatile-lru', 'allkeys-random', 'volatile-ttl'])(
    'that evicts by %s is not used',
    async (policy, context) => {
      const redis = await started(context, ['--maxmemory-policy', policy]);
      await expect(openQueue(placeOn(redis))).rejects.toBeInstanceOf(QueueUnsafe);
    },
  );

  it('that evicts keeps the controller from starting, in words that say what to do', async (context) => {
    const redis = await started(context, ['--maxmemory-policy', 'allkeys-lru']);
    const dataDir = await temporaryFolder();
    context.onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
    const starting = ControllerProcess.start({ dataDir, env: { REDIS_URL: redis.url } });
    const refusal = await starting.then(
      () => 'it started',
      (error: Error) => error.message,
    );
    expect(refusal).toContain('ended with 1');
    expect(refusal).toMatch(/REDIS_URL.*allkeys-lru.*noeviction.*chạy lại/);
    expect(refusal).toMatch(/REDIS_URL.*allkeys-lru.*noeviction.*start again/);
  }, 120_000);

  it('that is full says so, is not asked in a frenzy, and loses nothing', async (context) => {
    const redis = await started(context, ['--maxmemory-policy', 'noeviction']);
    const { queue, of } = await openQueue(placeOn(redis));
    await queue.every(1_000, { name: 'beat', key: 'all', payload: {} });
    await queue.at(Date.now() + 3_000, job('placed-before'));
    await queue.at(Date.now() + 86_400_000, job('tomorrow'));
    await redis.ask(async (client) => {
      await client.set('filler', 'x'.repeat(4_000_000));
      await client.config('SET', 'maxmemory', '3mb');
    });
    const refused = await queue.at(Date.now(), job('too-much')).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(QueueUnavailable);
    expect((refused as Error).message).toContain('OOM');
    await eventually(
      'its state says what is wrong',
      async () => (await queue.state()).detail?.includes('OOM') === true,
    );
    const scriptCalls = async () => {
      const stats = await redis.ask((client) => client.info('commandstats'));
      return [...stats.matchAll(/^cmdstat_(?:evalsha|eval|bzpopmin):calls=(\d+)/gm)].reduce(
        (n, m) => n + Number(m[1]),
        0,
      );
    };
    const before = await scriptCalls();
    await sleep(6_000);
    const calls = (await scriptCalls()) - before;
    console.log(`a full Redis was asked ${calls} times in 6 s`);
    expect(calls).toBeLessThan(200);
    await redis.ask((client) => client.config('SET', 'maxmemory', '64mb'));
    await eventually('what was placed before is done', () => of('placed-before') >= 1, 30_000);
    await queue.at(Date.now(), job('after'));
    await eventually('new jobs are done', () => of('after') === 1);
    const left = await redis.ask((client) => client.zcard('p:controller:delayed'));
    expect(left).toBeGreaterThanOrEqual(1);
    await queue.stop();
  }, 120_000);

  it('that was killed comes back with its jobs', async (context) => {
    const redis = await started(context, []);
    const { queue, of } = await openQueue(placeOn(redis));
    await queue.at(Date.now() + 4_000, job('kept'));
    await sleep(1_200);
    await redis.kill();
    await sleep(1_000);
    await redis.launch();
    await eventually('its job is done', () => of('kept') === 1, 30_000);
    await queue.stop();
  }, 60_000);

  it('that came back empty is given the repetitions again', async (context) => {
    const redis = await started(context, []);
    const { queue, of } = await openQueue(placeOn(redis));
    await queue.every(1_000, job('often'));
    await redis.ask((client) => client.flushall());
    const before = of('often');
    await redis.kill();
    await redis.launch();
    await eventually('repetitions go on', () => of('often') > before + 1, 60_000);
    await queue.stop();
  }, 90_000);
});
