/** BullMQ on a Redis of its own, for provinces. */
import { type ConnectionOptions, createRedisBackend, Queue, Worker } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import { QueueUnsafe } from '../../ports/job-queue.ts';
import { type Backend, consumerOptions, paced, producerOptions, QUEUE_NAME, USUAL_TIMINGS } from './backend.ts';
import { within } from './deadline.ts';

const CONNECT_MS = 2_000;
/** Back within a second of the server's return. */
const common: RedisOptions = {
  connectTimeout: CONNECT_MS,
  retryStrategy: (times) => Math.min(100 * times, 1_000),
  keepAlive: 10_000,
};
/** Fails at once while the connection is away, and in time when it is silent: nothing piles up, nobody waits. */
const PRODUCING: RedisOptions = {
  ...common,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  commandTimeout: 1_400,
};
/**
 * Waits for ever, as BullMQ demands of whoever blocks, but on a connection that lives: silent for longer than the
 * longest blocking call it is dropped and made anew.
 */
const CONSUMING: RedisOptions = { ...common, maxRetriesPerRequest: null, socketTimeout: 15_000 };

const factory = paced(createRedisBackend);

/** @param prefix of all keys: two deployments may share a server */
export function redisBackend(url: string, prefix: string, timings = USUAL_TIMINGS): Backend {
  return {
    kind: 'redis',
    prepare: () => refuseEviction(url),
    producer(onError) {
      const connection = { ...PRODUCING, url } as ConnectionOptions;
      const queue = new Queue(QUEUE_NAME, { ...producerOptions, prefix, connection }, factory);
      queue.on('error', onError);
      return queue;
    },
    consumer(work, { onError, onFailed, onStalled }) {
      const connection = { ...CONSUMING, url } as ConnectionOptions;
      const options = { ...consumerOptions(timings), prefix, connection };
      const worker = new Worker(QUEUE_NAME, work, options, factory);
      return worker.on('error', onError).on('failed', onFailed).on('stalled', onStalled);
    },
  };
}

/** What matters of a server to whoever keeps jobs in it. */
export interface RedisState {
  version: string;
  /** `maxmemory-policy`; `undefined` where it does not say */
  policy: string | undefined;
  /** `appendonly`: a restart loses a second at most */
  keeps: boolean;
}

/** @throws with the reason when it does not answer in time */
export async function lookAtRedis(url: string): Promise<RedisState> {
  const redis = new Redis(url, { ...PRODUCING, lazyConnect: true, retryStrategy: null });
  let lastError: Error | undefined;
  redis.on('error', (error: Error) => {
    lastError = error;
  });
  try {
    const asked = redis.connect().then(() => redis.info());
    const info = await within(CONNECT_MS, 'Redis', asked);
    const field = (name: string): string | undefined => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1];
    return {
      version: field('redis_version') ?? '0',
      policy: field('maxmemory_policy'),
      keeps: field('aof_enabled') === '1',
    };
  } catch (error) {
    // ioredis says "Connection is closed." and keeps the reason for the event
    throw lastError ?? error;
  } finally {
    redis.disconnect();
  }
}

/** @throws QueueUnsafe when the server would drop jobs to make room */
async function refuseEviction(url: string): Promise<void> {
  const { policy } = await lookAtRedis(url);
  if (policy !== undefined && policy !== 'noeviction') throw new QueueUnsafe(policy);
}
