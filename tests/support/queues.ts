/** Queues under test: their servers, real ones, behind a line that can be cut. */
import type { Backend, ConsumerTimings } from '@loa-lang/controller/adapters/queue/backend';
import { BullQueue } from '@loa-lang/controller/adapters/queue/bull-queue';
import type { Placeable } from '@loa-lang/controller/adapters/queue/envelope';
import { postgresBackend, QUEUE_SCHEMA } from '@loa-lang/controller/adapters/queue/postgres-backend';
import { redisBackend } from '@loa-lang/controller/adapters/queue/redis-backend';
import type { Clock } from '@loa-lang/controller/ports/clock';
import type { RunJob } from '@loa-lang/controller/ports/job-queue';
import { Queue } from 'bullmq';
import { startTestDatabases, type TestDatabases } from './database.ts';
import { wallClock } from './fake-clock.ts';
import { FaultProxy } from './proxy.ts';
import { RedisServer, redisPath } from './redis.ts';

/** A place for jobs of its own on a server that several tests share. */
export interface QueuePlace {
  backend(timings?: ConsumerTimings): Backend;
  /** to be cut or silenced: what the queue's connections run through */
  line: FaultProxy;
  /** ids of the jobs that wait or are due, whatever their slot */
  waiting(): Promise<{ name: string; key: string; dueAt: number }[]>;
  close(): Promise<void>;
}

export interface QueueServer {
  place(): Promise<QueuePlace>;
  stop(): Promise<void>;
}

export const SERVERS: Record<'postgres' | 'redis', { there: boolean; start: () => Promise<QueueServer> }> = {
  postgres: { there: true, start: startPostgres },
  redis: { there: redisPath() !== undefined, start: startRedis },
};

async function lineTo(url: string): Promise<{ line: FaultProxy; url: string }> {
  const target = new URL(url);
  const line = new FaultProxy({ target: { host: target.hostname, port: Number(target.port) } });
  target.port = `${await line.start()}`;
  return { line, url: target.href };
}

async function startPostgres(): Promise<QueueServer> {
  const databases: TestDatabases = await startTestDatabases();
  return {
    async place() {
      const direct = await databases.fresh();
      const { line, url } = await lineTo(direct);
      return {
        line,
        backend: (timings) => postgresBackend(url, timings),
        async waiting() {
          const rows = await databases.query(
            direct,
            `SELECT name, data FROM ${QUEUE_SCHEMA}.job WHERE state IN ('waiting', 'delayed', 'active')`,
          );
          return rows.map(({ name, data }) => ({ ...(data as Envelope), name: String(name) }));
        },
        close: () => line.stop(),
      };
    },
    stop: () => databases.stop(),
  };
}

type Envelope = { key: string; dueAt: number };

async function startRedis(): Promise<QueueServer> {
  const server = await RedisServer.start();
  let places = 0;
  return {
    async place() {
      places += 1;
      const prefix = `place-${places}`;
      const { line, url } = await lineTo(server.url);
      return {
        line,
        backend: (timings) => redisBackend(url, prefix, timings),
        async waiting() {
          const queue = new Queue('controller', { prefix, connection: { url: server.url } });
          const jobs = await queue.getJobs(['wait', 'delayed', 'active', 'prioritized']);
          await queue.close();
          return jobs.map(({ name, data }) => ({ ...(data as Envelope), name }));
        },
        close: () => line.stop(),
      };
    },
    stop: () => server.stop(),
  };
}

/** A place and the queues on it, for one test; tests on one server may run side by side. */
export class QueueBench {
  readonly place: QueuePlace;
  readonly #queues: BullQueue[] = [];

  private constructor(place: QueuePlace) {
    this.place = place;
  }

  static async on(server: QueueServer): Promise<QueueBench> {
    return new QueueBench(await server.place());
  }

  async open(
    options: Parameters<typeof openQueue>[1] = {},
    place: Parameters<typeof openQueue>[0] = this.place,
  ): Promise<TestQueue> {
    const opened = await openQueue(place, options);
    this.#queues.push(opened.queue);
    return opened;
  }

  async close(): Promise<void> {
    await Promise.all(this.#queues.map((queue) => queue.stop()));
    await this.place.close();
  }
}

/** Work that was done, in order. */
export interface Done {
  name: string;
  payload: unknown;
  at: number;
}

export interface TestQueue {
  queue: BullQueue;
  done: Done[];
  problems: string[];
  of(key: string): number;
}

export const job = (key: string, payload: Record<string, unknown> = { key }): Placeable => ({
  name: 'look',
  key,
  payload,
});

/** A queue whose jobs are noted; opened unless told otherwise. */
export async function openQueue(
  place: Pick<QueuePlace, 'backend'>,
  options: { run?: RunJob; clock?: Clock; timings?: ConsumerTimings; closed?: boolean } = {},
): Promise<TestQueue> {
  const done: Done[] = [];
  const problems: string[] = [];
  const queue = new BullQueue(place.backend(options.timings), options.clock ?? wallClock, {
    heartbeat: { name: 'beat', key: 'all' },
    onProblem: (problem, cause) => problems.push(`${problem}: ${cause instanceof Error ? cause.message : cause}`),
  });
  const note: RunJob = async (name, payload) => {
    done.push({ name, payload, at: Date.now() });
    await options.run?.(name, payload);
  };
  if (options.closed !== true) await queue.start(note);
  const of = (key: string) => done.filter(({ payload }) => (payload as { key?: string }).key === key).length;
  return { queue, done, problems, of };
}
