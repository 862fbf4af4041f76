/** When to look: the queue on the server that the configuration names. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import { JOB_PAYLOADS } from '@loa-lang/schemas/jobs/jobs';
import type { JsonLog } from '../adapters/json-log.ts';
import { BullQueue } from '../adapters/queue/bull-queue.ts';
import { postgresBackend } from '../adapters/queue/postgres-backend.ts';
import { redisBackend } from '../adapters/queue/redis-backend.ts';
import type { ControllerConfig } from '../config.ts';
import { HEARTBEAT_EVERY_MS, type Job, QueueUnsafe } from '../ports/job-queue.ts';
import { APPROVAL_JOB, APPROVALS_EVERY_MS } from '../services/approval/approval-upkeep.ts';
import { MAKE_UP_EVERY_MS } from '../services/make-up/make-up-upkeep.ts';
import { MATERIALISE_EVERY_MS } from '../services/schedules/materialise.ts';
import { SOURCES_EVERY_MS } from '../services/sources/advance-source.ts';
import type { Shutdown } from '../shutdown.ts';
import { StartFault } from '../start-fault.ts';
import { type JobHandlers, runJobs } from '../workers/run-jobs.ts';
import type { Storage } from './storage.ts';

export type Handlers = JobHandlers<typeof JOB_PAYLOADS>;

const HEARTBEAT = { name: 'heartbeat', key: 'all', payload: {} } as const;

/** What is done again and again, whatever else happens. */
const REPETITIONS: readonly [everyMs: number, job: Job][] = [
  [HEARTBEAT_EVERY_MS, HEARTBEAT],
  [APPROVALS_EVERY_MS, APPROVAL_JOB],
  [SOURCES_EVERY_MS, { name: 'source-bulletins', key: 'all', payload: {} }],
  [MAKE_UP_EVERY_MS, { name: 'make-up', key: 'all', payload: {} }],
  [MATERIALISE_EVERY_MS, { name: 'materialise', key: 'all', payload: {} }],
];

/** The queue, not open yet: services may be given it before the handlers exist that need those services. */
export function composeQueue(config: ControllerConfig, storage: Storage, log: JsonLog): BullQueue {
  const { databaseUrl, keys, clock } = storage;
  const backend =
    config.redisUrl === undefined
      ? postgresBackend(databaseUrl)
      : redisBackend(config.redisUrl, `loa-lang-${keys.deploymentId}`);
  return new BullQueue(backend, clock, {
    heartbeat: HEARTBEAT,
    onProblem: (problem, cause) => log.warn({ err: cause, queue: backend.kind }, problem),
  });
}

export async function startQueue(queue: BullQueue, handlers: Handlers, shutdown: Shutdown): Promise<void> {
  for (const [everyMs, job] of REPETITIONS) queue.remember(everyMs, job);
  shutdown.add('queue', () => queue.stop());
  try {
    await queue.start(runJobs(JOB_PAYLOADS, handlers));
  } catch (cause) {
    throw cause instanceof QueueUnsafe ? new StartFault(unsafeWords(cause), { cause }) : cause;
  }
}

const unsafeWords = ({ policy }: QueueUnsafe): Words => ({
  vi: `Redis ở REDIS_URL đặt maxmemory-policy là "${policy}": khi đầy bộ nhớ, Redis sẽ tự xoá việc đã hẹn giờ. Đặt maxmemory-policy thành "noeviction" rồi chạy lại.`,
  en: `The Redis of REDIS_URL has the maxmemory-policy "${policy}": once full it would drop jobs that wait. Set maxmemory-policy to "noeviction" and start again.`,
});
