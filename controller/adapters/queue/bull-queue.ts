/** The queue on BullMQ: opened when its server is there, and tried again until it is. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { UnrecoverableError } from 'bullmq';
import type { Clock } from '../../ports/clock.ts';
import {
  isAlive,
  type JobQueue,
  JobRefused,
  QUEUE_DEAD_AFTER_MS,
  QUEUE_DEADLINE_MS,
  type QueueState,
  QueueUnavailable,
  QueueUnsafe,
  type QueueWatch,
  type RunJob,
} from '../../ports/job-queue.ts';
import type { Backend, Consumer, Producer, TakenJob } from './backend.ts';
import { close, type Opened } from './closing.ts';
import { within } from './deadline.ts';
import { type Placeable, slotOf } from './envelope.ts';
import { type Placing, replace } from './placing.ts';
import { RecentProblem, textOf } from './recent-problem.ts';
import { ensure, Repetitions } from './repetitions.ts';
import { hurryOverdue, waitsAgain } from './time-steps.ts';

export interface BullQueueOptions {
  /** told of what an operator should know */
  onProblem: (problem: string, cause: unknown) => void;
  /** whose lateness is the queue's */
  heartbeat: Pick<Placeable, 'name' | 'key'>;
}

/** BullMQ's tables are made in it, on a slow card. */
const PREPARE_WITHIN_MS = 30_000;
/** The server has answered just before. */
const OPEN_WITHIN_MS = 5_000;
const REOPEN_EVERY_MS = 5_000;
/** A repetition whose chain broke, by whatever fault, is whole again by then; after a fault that was seen, much sooner. */
const RENEW_EVERY_MS = 60_000;
const LOOK_FOR_FAULTS_EVERY_MS = 2_000;
/** No handler works longer; one that hangs gives its place free. */
const WORK_WITHIN_MS = 5 * 60_000;

export class BullQueue implements JobQueue, QueueWatch {
  readonly #backend: Backend;
  readonly #clock: Clock;
  readonly #options: BullQueueOptions;
  readonly #repetitions = new Repetitions();
  readonly #problem: RecentProblem;
  #opened: Opened | undefined;
  #opening: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #renewAt = 0;
  #consumingSince = 0;
  #stopped = false;

  constructor(backend: Backend, clock: Clock, options: BullQueueOptions) {
    this.#backend = backend;
    this.#clock = clock;
    this.#options = options;
    this.#problem = new RecentProblem(() => clock.monotonicNow());
  }

  /**
   * Opens the queue and does its jobs. A server that is away is no reason not to start: it is asked again until it is
   * there.
   * @throws QueueUnsafe
   */
  async start(run: RunJob): Promise<void> {
    await this.#open(run, true);
    this.#timer = setInterval(() => {
      if (this.#opened === undefined || this.#clock.monotonicNow() < this.#renewAt) return;
      void this.#renew()
        .then(() => this.#revive(run))
        .catch((error: unknown) => this.#note('the queue', error));
    }, LOOK_FOR_FAULTS_EVERY_MS);
    if (this.#opened === undefined) this.#reopenLater(run);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#opening;
    const opened = this.#opened;
    this.#opened = undefined;
    if (opened !== undefined) await close(opened);
  }

  at(instant: EpochMillis, job: Placeable): Promise<void> {
    return this.#bounded((placing) => replace(placing, job, { dueAt: instant }));
  }

  every(everyMs: Millis, job: Placeable): Promise<void> {
    const repetition = this.remember(everyMs, job);
    return this.#bounded((placing) => ensure(placing, repetition));
  }

  /** The same before the queue is open; it is registered then. */
  remember = (everyMs: Millis, job: Placeable) => this.#repetitions.remember(everyMs, job);

  cancel(name: string, key: string): Promise<void> {
    const slot = slotOf(name, key);
    this.#repetitions.forget(slot);
    return this.#bounded(async ({ producer }) => {
      const waiting = await producer.getDeduplicationJobId(slot);
      if (waiting !== null) await producer.remove(waiting);
    });
  }

  async state(): Promise<QueueState> {
    const { name, key } = this.#options.heartbeat;
    const { kind } = this.#backend;
    try {
      const due = await this.#asked(({ producer }) => dueAt(producer, slotOf(name, key)));
      const detail = this.#problem.text;
      return {
        kind,
        reachable: true,
        ...(due !== undefined && { lagMs: Math.max(0, this.#clock.now() - due) }),
        ...(detail !== undefined && { detail }),
      };
    } catch (error) {
      return { kind, reachable: false, detail: textOf(error) };
    }
  }

  async #open(run: RunJob, first: boolean): Promise<void> {
    const opening = this.#openOnce(run, first);
    this.#opening = opening.catch(() => undefined);
    await opening;
  }

  async #openOnce(run: RunJob, first: boolean): Promise<void> {
    let opened: Partial<Opened> = {};
    try {
      await within(PREPARE_WITHIN_MS, 'opening the queue', this.#backend.prepare());
      const producer = this.#backend.producer((error) => this.#note('the queue', error));
      opened = { producer };
      await within(OPEN_WITHIN_MS, 'opening the queue', producer.waitUntilReady());
      if (this.#stopped) return await close(opened);
      this.#opened = { producer, consumer: this.#consumer(producer, run) };
      await this.#renew();
    } catch (error) {
      await close(opened);
      if (first && error instanceof QueueUnsafe) throw error;
      this.#note('the queue cannot be opened', error);
    }
  }

  #consumer(producer: Producer, run: RunJob): Consumer {
    const { onProblem } = this.#options;
    this.#consumingSince = this.#clock.monotonicNow();
    return this.#backend.consumer((job) => this.#work(this.#placing(producer), job, run), {
      onError: (error) => this.#note('the queue', error),
      onFailed: (job, error) => onProblem(`job ${job?.name} failed, attempt ${job?.attemptsMade}`, error),
      onStalled: (jobId) => onProblem('a job stalled and is done again', jobId),
    });
  }

  /** A consumer that takes nothing while its server answers has stopped without a word, and gets a successor. */
  async #revive(run: RunJob): Promise<void> {
    const state = await this.state();
    const consumingMs = this.#clock.monotonicNow() - this.#consumingSince;
    if (!state.reachable || isAlive(state) || consumingMs <= QUEUE_DEAD_AFTER_MS) return;
    const opened = this.#opened;
    if (opened === undefined) return;
    this.#options.onProblem('no job is taken, consuming begins anew', state.lagMs);
    const { consumer } = opened;
    opened.consumer = this.#consumer(opened.producer, run);
    consumer.close().catch(() => undefined);
  }

  #reopenLater(run: RunJob): void {
    setTimeout(async () => {
      if (this.#stopped) return;
      await this.#open(run, false);
      if (this.#opened === undefined) this.#reopenLater(run);
    }, REOPEN_EVERY_MS).unref();
  }

  /** Registers every repetition once more and hurries what is overdue, which changes nothing where all is well. */
  async #renew(): Promise<void> {
    this.#renewAt = this.#clock.monotonicNow() + RENEW_EVERY_MS;
    for (const repetition of this.#repetitions.all()) {
      await this.#bounded((placing) => ensure(placing, repetition)).catch((error: unknown) =>
        this.#note(`the repetition of ${repetition.job.name}`, error),
      );
    }
    await this.#bounded(hurryOverdue).catch((error: unknown) => this.#note('what is overdue', error));
  }

  async #work(placing: Placing, job: TakenJob, run: RunJob): Promise<void> {
    await job.removeDeduplicationKey();
    if (await waitsAgain(placing, job)) return;
    await this.#repetitions.placeNext(placing, job);
    try {
      await within(WORK_WITHIN_MS, job.name, run(job.name, job.data.payload));
    } catch (error) {
      throw error instanceof JobRefused ? new UnrecoverableError(error.message) : error;
    }
    this.#problem.forget();
  }

  #placing(producer: Producer): Placing {
    return { producer, now: () => this.#clock.now() };
  }

  async #bounded(call: (placing: Placing) => Promise<void>): Promise<void> {
    try {
      await this.#asked(call);
    } catch (cause) {
      this.#renewAt = this.#clock.monotonicNow();
      throw new QueueUnavailable(`the ${this.#backend.kind} queue did not take it: ${textOf(cause)}`, { cause });
    }
  }

  #asked<T>(call: (placing: Placing) => Promise<T>): Promise<T> {
    const { producer } = this.#opened ?? {};
    if (producer === undefined) return Promise.reject(new Error(this.#problem.text ?? 'it is not open'));
    return within(QUEUE_DEADLINE_MS, 'the queue', call(this.#placing(producer)));
  }

  #note(what: string, error: unknown): void {
    this.#renewAt = this.#clock.monotonicNow();
    if (this.#problem.note(error)) this.#options.onProblem(what, error);
  }
}

async function dueAt(producer: Producer, slot: string): Promise<EpochMillis | undefined> {
  const waiting = await producer.getDeduplicationJobId(slot);
  return waiting === null ? undefined : (await producer.getJob(waiting))?.data.dueAt;
}
