/** A controller whose event loop stands still in the middle of a job, as a child process of `stalled.test.ts`. */
import { existsSync } from 'node:fs';
import { BullQueue } from '@loa-lang/controller/adapters/queue/bull-queue';
import { postgresBackend } from '@loa-lang/controller/adapters/queue/postgres-backend';
import { redisBackend } from '@loa-lang/controller/adapters/queue/redis-backend';
import { wallClock } from '../../support/fake-clock.ts';
import { createOnce } from './once.ts';

interface Given {
  kind: 'postgres' | 'redis';
  queueUrl: string;
  prefix: string;
  databaseUrl: string;
  lockMs: number;
  /** its event loop stands still until this file is there */
  until: string;
}

const [given = ''] = process.argv.slice(2);
const { kind, queueUrl, prefix, databaseUrl, lockMs, until } = JSON.parse(given) as Given;
const timings = { lockMs, stalledEveryMs: lockMs / 2 };
const backend = kind === 'postgres' ? postgresBackend(queueUrl, timings) : redisBackend(queueUrl, prefix, timings);
const queue = new BullQueue(backend, wallClock, {
  heartbeat: { name: 'beat', key: 'all' },
  onProblem: (problem) => process.send?.({ problem }),
});
await queue.start(async (_, payload) => {
  process.send?.({ taken: payload });
  await new Promise((resolve) => setTimeout(resolve, 100));
  while (!existsSync(until)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  process.send?.({ made: await createOnce(databaseUrl, (payload as { key: string }).key) });
});
process.send?.({ ready: true });
process.once('disconnect', () => process.exit(0));
