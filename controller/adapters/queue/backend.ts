/** What the queue needs of a server: a way in, a way out, and its word that it can be relied on. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '@loa-lang/schemas/units';
import type { BackendFactory, IQueueBackend, Queue, Worker } from 'bullmq';
import type { QueueState } from '../../ports/job-queue.ts';
import type { Envelope } from './envelope.ts';

export type Producer = Pick<
  Queue<Envelope>,
  'add' | 'remove' | 'getJob' | 'getDelayed' | 'getDeduplicationJobId' | 'waitUntilReady' | 'close' | 'disconnect'
>;
export type Consumer = Pick<Worker<Envelope>, 'waitUntilReady' | 'close' | 'disconnect'>;

/** The part of a job that a consumer's work sees. */
export interface TakenJob {
  name: string;
  data: Envelope;
  /** Lets go of its key, so that the next of this key may wait. */
  removeDeduplicationKey(): Promise<boolean>;
}

export interface ConsumerEvents {
  onError(error: Error): void;
  onFailed(job: { name: string; attemptsMade: number } | undefined, error: Error): void;
  onStalled(jobId: string): void;
}

export interface Backend {
  kind: QueueState['kind'];
  /** Makes ready whatever the server needs. @throws QueueUnsafe when it must not be used as it is set up */
  prepare(): Promise<void>;
  producer(onError: (error: Error) => void): Producer;
  consumer(work: (job: TakenJob) => Promise<void>, events: ConsumerEvents): Consumer;
}

/** Timings of a consumer; tests shorten them. */
export interface ConsumerTimings {
  /** a job whose controller has not been heard of so long may be taken by another */
  lockMs: Millis;
  /** how often such jobs are looked for */
  stalledEveryMs: Millis;
}
export const USUAL_TIMINGS: ConsumerTimings = { lockMs: 20_000, stalledEveryMs: 15_000 };

export const QUEUE_NAME = 'controller';
export const producerOptions = {
  // nobody reads the stream of events; in PostgreSQL each of them is a row
  streams: { events: { maxLen: 100 } },
  skipMetasUpdate: false,
};
export const consumerOptions = ({ lockMs, stalledEveryMs }: ConsumerTimings) => ({
  // each waits for the database most of the time
  concurrency: 4,
  lockDuration: lockMs,
  stalledInterval: stalledEveryMs,
  // a controller that is killed again and again in the middle of a job is no reason to drop the job
  maxStalledCount: 20,
  // seconds: also without anything that waits it looks this often, should a notification get lost
  drainDelay: LONGEST_BLOCK_S,
  runRetryDelay: RETRY_PAUSE_MS,
});

/** On PostgreSQL BullMQ would sleep for an hour when its question for the next job is lost; Redis has this limit anyway. */
const LONGEST_BLOCK_S = 10;
/** Between attempts to take a job from a server that refuses: BullMQ itself would ask again at once, for ever. */
const RETRY_PAUSE_MS = 1_000;

/** A backend that neither sleeps too long nor spins. */
export const paced =
  <B extends IQueueBackend, C>(factory: BackendFactory<B, C>): BackendFactory<B, C> =>
  (name, options, more) => {
    const backend = factory(name, options, more);
    Object.defineProperty(backend, 'maximumBlockTimeout', { get: () => LONGEST_BLOCK_S });
    const take = backend.moveToActive.bind(backend);
    backend.moveToActive = async (...args) => {
      try {
        return await take(...args);
      } catch (error) {
        await sleep(RETRY_PAUSE_MS);
        throw error;
      }
    };
    return backend;
  };
