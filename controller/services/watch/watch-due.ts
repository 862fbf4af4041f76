/**
 * The watchdog: compares what is due with what happened, on a timer of its own, and asks no queue. It raises an incident
 * for whatever is due and has not begun after a minute, says what kind of fault that is, and repairs what it can.
 */
import type { EpochMillis, Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import { DUE_GRACE_MS } from '../../domain/watch/due.ts';
import type { MissingOccurrence } from '../../ports/due-reader.ts';
import type { QueueWatch } from '../../ports/job-queue.ts';
import { RegularLook } from '../regular-look.ts';
import { type Alarm, type AlarmsDeps, OpenAlarms } from './watch-due-alarms.ts';
import { type DueBroadcastsDeps, type FoundDue, findDue } from './watch-due-broadcasts.ts';
import { DueRepair, type RepairDeps } from './watch-due-repair.ts';
import { QueueAlarm } from './watch-queue.ts';

export interface DueWatchDeps extends DueBroadcastsDeps, AlarmsDeps, RepairDeps {
  queue: QueueWatch;
}

const LOOK_EVERY_MS: Millis = 15_000;
/** Devices come back spread over 40 s, after back-offs of up to a minute, and then tell what they did meanwhile. */
const QUIET_AFTER_START_MS: Millis = 120_000;
/** An occurrence this near must be a broadcast: devices still have time to fetch its audio. */
const MATERIALISED_AHEAD_MS: Millis = 15 * 60_000;
/** How often the rules are looked at while the queue does not see to it. */
const MATERIALISE_EVERY_MS: Millis = 15 * 60_000;

export class DueWatch {
  readonly #deps: DueWatchDeps;
  readonly #looks: RegularLook;
  readonly #dueAlarms: OpenAlarms;
  readonly #missingAlarms: OpenAlarms;
  readonly #queueAlarm: QueueAlarm;
  readonly #repair: DueRepair;
  #startedAt: EpochMillis = 0;
  #materialisedAt: MonotonicMillis = -Infinity;

  constructor(deps: DueWatchDeps) {
    this.#deps = deps;
    this.#looks = new RegularLook(
      LOOK_EVERY_MS,
      () => this.#look(),
      (cause) => deps.onProblem('what is due is not watched', cause),
    );
    this.#dueAlarms = new OpenAlarms(['plan-not-published', 'broadcast-not-started', 'targets-offline'], deps);
    this.#missingAlarms = new OpenAlarms(['not-materialised'], deps);
    this.#queueAlarm = new QueueAlarm(deps.queue, new OpenAlarms(['queue-dead'], deps), deps.clock);
    this.#repair = new DueRepair(deps);
  }

  start(): void {
    this.#startedAt = this.#deps.clock.now();
    this.#looks.start();
  }

  async stop(): Promise<void> {
    await this.#looks.stop();
  }

  /** One look. Never throws, and never twice at a time. */
  look(): Promise<void> {
    return this.#looks.look();
  }

  async #look(): Promise<void> {
    const { onProblem } = this.#deps;
    await this.#watchQueue().catch((cause: unknown) => onProblem('the queue is not watched', cause));
    await this.#watchDue().catch((cause: unknown) => onProblem('what is due is not watched', cause));
  }

  /** Without the queue the rules are looked at all the same. */
  async #watchQueue(): Promise<void> {
    const { occurrences, clock } = this.#deps;
    const dead = await this.#queueAlarm.look();
    if (!dead || clock.monotonicNow() - this.#materialisedAt < MATERIALISE_EVERY_MS) return;
    this.#materialisedAt = clock.monotonicNow();
    await occurrences?.materialise();
  }

  async #watchDue(): Promise<void> {
    const { clock, onProblem } = this.#deps;
    const now = clock.now();
    // rules that cannot be read must not hide what is due and silent
    const missing = await this.#missing(now).catch((cause: unknown) => {
      onProblem('the rules are not watched', cause);
      return undefined;
    });
    const quiet = now - this.#startedAt < QUIET_AFTER_START_MS;
    const due = quiet ? undefined : await findDue(this.#deps, this.#startedAt, now);
    try {
      if (missing !== undefined) await this.#missingAlarms.settle(missing.map(missingAlarm));
      if (due !== undefined) await this.#dueAlarms.settle(due.found.map(dueAlarm), due.complete);
    } finally {
      await this.#repair.repair(missing ?? [], due?.found ?? []);
    }
  }

  async #missing(now: EpochMillis): Promise<MissingOccurrence[]> {
    return (await this.#deps.occurrences?.missing(now - DUE_GRACE_MS, now + MATERIALISED_AHEAD_MS)) ?? [];
  }
}

const MOST_CODES = 20;

function dueAlarm({ broadcast, clusters, finding: { kind, codes } }: FoundDue): Alarm {
  const named = codes.slice(0, MOST_CODES).join(', ') + (codes.length > MOST_CODES ? ', …' : '');
  return { kind, subject: broadcast.id, detail: `${broadcast.title}: ${named} (${codes.length}/${clusters})` };
}

const missingAlarm = ({ scheduleId, occurrence, title }: MissingOccurrence): Alarm => ({
  kind: 'not-materialised',
  subject: `${scheduleId}/${occurrence}`,
  detail: title,
});
