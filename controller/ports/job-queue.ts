/**
 * When to look. A job that is late, lost or run twice changes nothing that is heard: handlers work from the database,
 * are idempotent, and a watchdog that needs no queue compares what is due with what happened.
 */
import type { JobName, JobPayload } from '@loa-lang/schemas/jobs/jobs';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';

/** Work by name; the payload says only what to look at. */
export type Job = {
  [Name in JobName]: {
    name: Name;
    /** at most one job of a name and key waits; another one replaces its time and payload */
    key: string;
    payload: JobPayload<Name>;
  };
}[JobName];

/**
 * Calls end within {@link QUEUE_DEADLINE_MS}, come what may. Whoever serves a person calls it after the commit and goes
 * on without it: what a lost call would have caused is found again by the periodic jobs.
 */
export interface JobQueue {
  /** At an instant, or at once when it has passed. @throws QueueUnavailable */
  at(instant: EpochMillis, job: Job): Promise<void>;
  /**
   * Again and again, aligned to the epoch; the same name and key is the same repetition, whoever registers it and how
   * often. One that came due while nobody was there happens once, then. Also remembered when the queue is away.
   * @throws QueueUnavailable
   */
  every(intervalMs: Millis, job: Job): Promise<void>;
  /** Forgets what waits under this name and key. What has begun goes on, its retries included. @throws QueueUnavailable */
  cancel(name: JobName, key: string): Promise<void>;
}

/** Half of what Stop and Emergency may take. */
export const QUEUE_DEADLINE_MS: Millis = 1_500;

/** The queue did not take the call: gone, full, or silent. */
export class QueueUnavailable extends Error {
  override readonly name = 'QueueUnavailable';
}

/** A payload or name that no handler takes; trying again would not help. */
export class JobRefused extends Error {
  override readonly name = 'JobRefused';
}

/** The Redis is there and would drop jobs to make room. */
export class QueueUnsafe extends Error {
  override readonly name = 'QueueUnsafe';
  readonly policy: string;

  constructor(policy: string) {
    super(`maxmemory-policy is ${policy} and must be noeviction`);
    this.policy = policy;
  }
}

/**
 * Does the work of a job; two of one key may be under way at once, one asked for while the other was. JobRefused for what no
 * handler takes; anything else is tried again.
 */
export type RunJob = (name: string, payload: unknown) => Promise<void>;

export interface QueueState {
  kind: 'postgres' | 'redis';
  /** it answered just now */
  reachable: boolean;
  /** by how much the heartbeat is late; absent while nobody knows */
  lagMs?: Millis;
  /** what went wrong last, while it may still be so */
  detail?: string;
}

/** How often the job `heartbeat` is done. Each is four small transactions on a commune's card. */
export const HEARTBEAT_EVERY_MS: Millis = 30_000;
/** A queue that is later than this is not relied upon. */
export const QUEUE_DEAD_AFTER_MS: Millis = 60_000;

/** A queue that answers and whose heartbeat is nowhere to be seen is given the benefit of the doubt: it is just being done. */
export const isAlive = ({ reachable, lagMs = 0 }: Pick<QueueState, 'reachable' | 'lagMs'>): boolean =>
  reachable && lagMs <= QUEUE_DEAD_AFTER_MS;

export interface QueueWatch {
  /** Answers within {@link QUEUE_DEADLINE_MS} and never throws. */
  state(): Promise<QueueState>;
}
