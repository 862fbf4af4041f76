/** The queue on BullMQ: opened when its server is there, and again until it is. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { UnrecoverableError } from 'bullmq';
import type { Clock } from '../../ports/clock.ts';
import {
  type JobQueue,
  JobRefused,
  QUEUE_DEADLINE_MS,
  type QueueState,
  QueueUnavailable,
  QueueUnsafe,
  type QueueWatch,
  type RunJob,
} from '../../ports/job-queue.ts';
import type { Backend, Consumer, Producer, TakenJob } from './backend.ts';
import { within } from './deadline.ts';
import { nextAligned, type Placeable, slotOf } from './envelope.ts';
import { keep, replace } from './placing.ts';

export interface BullQueueOptions {
  /** told of what an operator should know */
  onProblem: (problem: string, cause: unknown) => void;
  /** whose lateness is the queue's */
  heartbeat: Pick<Placeable, 'name' | 'key'>;
}

/** A slow machine that brings its server up at the same time as the controller; BullMQ's tables are made in it. */
const OPEN_WITHIN_MS = 30_000;
const REOPEN_EVERY_MS = 5_000;
/** A repetition whose chain broke, by whatever fault, is whole again by then; after a fault that was seen, much sooner. */
const RENEW_EVERY_MS = 60_000;
const LOOK_FOR_FAULTS_EVERY_MS = 2_000;
/** No handler works longer; one that hangs gives its place free. */
const WORK_WITHIN_MS = 5 * 60_000;
/** Of the ten seconds that the whole controller has. */
const STOP_WITHIN_MS = 3_000;
/** What went wrong longer ago says nothing about now. */
const PROBLEM_COUNTS_MS = 60_000;

interface Opened {
  producer: Producer;
  consumer: Consumer;
}
type Repetition = Placeable & { everyMs: Millis };

export class BullQueue implements JobQueue, QueueWatch {
  readonly #backend: Backend;
  readonly #clock: Clock;
  readonly #options: BullQueueOptions;
  readonly #repetitions = new Map<string, Repetition>();
  #run: RunJob | undefined;
  #opened: Opened | undefined;
  #opening: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #problem: { at: number; text: string } | undefined;
  #renewAt = 0;

  constructor(backend: Backend, clock: Clock, options: BullQueueOptions) {
    this.#backend = backend;
    this.#clock = clock;
    this.#options = options;
  }

  /**
   * Opens the queue and does its jobs. A server that is away is no reason not to start: it is asked again until it is
   * there.
   * @throws QueueUnsafe
   */
  async start(run: RunJob): Promise<void> {
    this.#run = run;
    await this.#open();
    this.#timer = setInterval(() => {
      if (this.#opened !== undefined && this.#clock.monotonicNow() >= this.#renewAt) void this.#renew();
    }, LOOK_FOR_FAULTS_EVERY_MS);
    if (this.#opened === undefined) this.#reopenLater();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#opening?.catch(() => undefined);
    const opened = this.#opened;
    this.#opened = undefined;
    if (opened !== undefined) await close(opened);
  }

  at(instant: EpochMillis, job: Placeable): Promise<void> {
    return this.#bounded((producer) => replace(this.#placing(producer), job, { dueAt: instant }));
  }

  every(everyMs: Millis, job: Placeable): Promise<void> {
    const repetition = this.remember(everyMs, job);
    return this.#bounded((producer) => this.#ensure(producer, repetition));
  }

  /** The same before the queue is open; it is registered then. */
  remember(everyMs: Millis, job: Placeable): Repetition {
    const repetition = { ...job, everyMs };
    this.#repetitions.set(slotOf(job.name, job.key), repetition);
    return repetition;
  }

  cancel(name: string, key: string): Promise<void> {
    const slot = slotOf(name, key);
    this.#repetitions.delete(slot);
    return this.#bounded(async (producer) => {
      const waiting = await producer.getDeduplicationJobId(slot);
      if (waiting !== null) await producer.remove(waiting);
    });
  }

  async state(): Promise<QueueState> {
    const { name, key } = this.#options.heartbeat;
    const { kind } = this.#backend;
    try {
      const due = await this.#asked((producer) => dueAt(producer, slotOf(name, key)));
      const detail = this.#recentProblem();
      return {
        kind,
        reachable: true,
        ...(due !== undefined && { lagMs: Math.max(0, this.#clock.now() - due) }),
        ...(detail !== undefined && { detail }),
      };
    } catch (error) {
      return { kind, reachable: false, detail: text(error) };
    }
  }

  async #open(): Promise<void> {
    this.#opening ??= this.#openOnce().finally(() => {
      this.#opening = undefined;
    });
    await this.#opening;
  }

  async #openOnce(): Promise<void> {
    let opened: Partial<Opened> = {};
    try {
      await within(OPEN_WITHIN_MS, 'opening the queue', this.#backend.prepare());
      const producer = this.#backend.producer((error) => this.#note('the queue', error));
      opened = { producer };
      await within(OPEN_WITHIN_MS, 'opening the queue', producer.waitUntilReady());
      if (this.#stopped) return await close(opened);
      const { onProblem } = this.#options;
      const consumer = this.#backend.consumer((job) => this.#work(producer, job), {
        onError: (error) => this.#note('the queue', error),
        onFailed: (job, error) => onProblem(`job ${job?.name} failed, attempt ${job?.attemptsMade}`, error),
        onStalled: (jobId) => onProblem('a job stalled and is done again', jobId),
      });
      this.#opened = { producer, consumer };
      await this.#renew();
    } catch (error) {
      await close(opened);
      if (error instanceof QueueUnsafe && this.#timer === undefined) throw error;
      this.#note('the queue cannot be opened', error);
    }
  }

  #reopenLater(): void {
    if (this.#stopped) return;
    setTimeout(async () => {
      if (this.#stopped) return;
      await this.#open();
      if (this.#opened === undefined) this.#reopenLater();
    }, REOPEN_EVERY_MS).unref();
  }

  /** Registers every repetition once more, which changes nothing where all is well. */
  async #renew(): Promise<void> {
    this.#renewAt = this.#clock.monotonicNow() + RENEW_EVERY_MS;
    for (const repetition of this.#repetitions.values()) {
      await this.#bounded((producer) => this.#ensure(producer, repetition)).catch((error: unknown) =>
        this.#note(`the repetition of ${repetition.name}`, error),
      );
    }
  }

  /** One that waits is left alone unless it is of another interval, or later than the next could be. */
  async #ensure(producer: Producer, { everyMs, ...job }: Repetition): Promise<void> {
    const placing = this.#placing(producer);
    const next = { dueAt: nextAligned(placing.now(), everyMs), everyMs };
    const waiting = await keep(placing, job, next);
    if (waiting === undefined) return;
    const known = (await producer.getJob(waiting))?.data;
    if (known !== undefined && (known.everyMs !== everyMs || known.dueAt > next.dueAt)) {
      await replace(placing, job, next);
    }
  }

  async #work(producer: Producer, job: TakenJob): Promise<void> {
    const { key, payload, dueAt: due } = job.data;
    await job.removeDeduplicationKey();
    const repetition = this.#repetitions.get(slotOf(job.name, key));
    if (repetition !== undefined && job.data.everyMs !== undefined) {
      const { everyMs, ...next } = repetition;
      const placing = this.#placing(producer);
      // after its own instant too, should this machine's time be behind the one that took it up
      await keep(placing, next, { dueAt: nextAligned(Math.max(placing.now(), due), everyMs), everyMs });
    }
    try {
      await within(WORK_WITHIN_MS, job.name, this.#run?.(job.name, payload) ?? Promise.resolve());
    } catch (error) {
      throw error instanceof JobRefused ? new UnrecoverableError(error.message) : error;
    }
  }

  #placing(producer: Producer) {
    return { producer, now: () => this.#clock.now() };
  }

  async #bounded(call: (producer: Producer) => Promise<void>): Promise<void> {
    try {
      await this.#asked(call);
    } catch (cause) {
      this.#renewAt = this.#clock.monotonicNow();
      throw new QueueUnavailable(`the ${this.#backend.kind} queue did not take it: ${text(cause)}`, { cause });
    }
  }

  #asked<T>(call: (producer: Producer) => Promise<T>): Promise<T> {
    const { producer } = this.#opened ?? {};
    if (producer === undefined) return Promise.reject(new Error(this.#problem?.text ?? 'it is not open'));
    return within(QUEUE_DEADLINE_MS, 'the queue', call(producer));
  }

  #note(what: string, error: unknown): void {
    const now = this.#clock.monotonicNow();
    const known = this.#recentProblem();
    this.#problem = { at: now, text: text(error) };
    this.#renewAt = now;
    // a server that is away says so several times a second
    if (known !== text(error)) this.#options.onProblem(what, error);
  }

  #recentProblem(): string | undefined {
    const problem = this.#problem;
    if (problem === undefined || this.#clock.monotonicNow() - problem.at > PROBLEM_COUNTS_MS) return undefined;
    return problem.text;
  }
}

async function dueAt(producer: Producer, slot: string): Promise<EpochMillis | undefined> {
  const waiting = await producer.getDeduplicationJobId(slot);
  return waiting === null ? undefined : (await producer.getJob(waiting))?.data.dueAt;
}

/** Lets jobs end that have begun; then cuts. */
async function close({ producer, consumer }: Partial<Opened>): Promise<void> {
  for (const each of [consumer, producer]) {
    await within(STOP_WITHIN_MS, 'closing the queue', each?.close() ?? Promise.resolve()).catch(() =>
      within(STOP_WITHIN_MS, 'cutting the queue', each?.disconnect() ?? Promise.resolve()).catch(() => undefined),
    );
  }
}

const text = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 200);
