/**
 * The watchdog: compares what is due with what happened, on a timer of its own, and asks no queue. It raises an incident
 * for whatever is due and has not begun after a minute, says what kind of fault that is, and repairs what it can.
 */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { DUE_GRACE_MS } from '../domain/watch/due.ts';
import type { Clock } from '../ports/clock.ts';
import type { IncidentLog } from '../ports/device-registry.ts';
import type { MissingOccurrence, Occurrences } from '../ports/due-reader.ts';
import type { IncidentReader } from '../ports/incident-reader.ts';
import type { QueueWatch } from '../ports/job-queue.ts';
import type { PlanPublisher } from '../ports/plan-publisher.ts';
import { type Alarm, OpenAlarms } from './watch-due-alarms.ts';
import { type DueBroadcastsDeps, type FoundDue, findDue } from './watch-due-broadcasts.ts';
import { QueueAlarm } from './watch-queue.ts';

export interface DueWatchDeps extends DueBroadcastsDeps {
  publisher: Pick<PlanPublisher, 'publishPlans'>;
  /** absent where nothing comes again by a rule */
  occurrences?: Occurrences;
  queue: QueueWatch;
  incidents: IncidentLog;
  incidentReader: IncidentReader;
  clock: Clock;
  onProblem: (problem: string, cause: unknown) => void;
}

const LOOK_EVERY_MS: Millis = 15_000;
/** Devices come back spread over 40 s, after back-offs of up to a minute, and then tell what they did meanwhile. */
const QUIET_AFTER_START_MS: Millis = 120_000;
/** Publishing again is worth another try as often; a plan is at most 64 KiB. */
const REPAIR_EVERY_MS: Millis = 60_000;
/** An occurrence this near must be a broadcast: devices still have time to fetch its audio. */
const MATERIALISED_AHEAD_MS: Millis = 15 * 60_000;
/** How often the rules are looked at while the queue does not see to it. */
const MATERIALISE_EVERY_MS: Millis = 15 * 60_000;

export class DueWatch {
  readonly #deps: DueWatchDeps;
  readonly #dueAlarms: OpenAlarms;
  readonly #queueAlarm: QueueAlarm;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #startedAt: EpochMillis = 0;
  #repairedAt = -Infinity;
  #materialisedAt = -Infinity;

  constructor(deps: DueWatchDeps) {
    this.#deps = deps;
    const { incidents, incidentReader, clock, queue } = deps;
    this.#dueAlarms = new OpenAlarms(
      ['plan-not-published', 'broadcast-not-started', 'targets-offline', 'not-materialised'],
      incidents,
      incidentReader,
      clock,
    );
    this.#queueAlarm = new QueueAlarm(queue, new OpenAlarms(['queue-dead'], incidents, incidentReader, clock), clock);
  }

  start(): void {
    this.#startedAt = this.#deps.clock.now();
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** One look. Never throws, and never twice at a time. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const { onProblem } = this.#deps;
    await this.#watchQueue().catch((cause: unknown) => onProblem('the queue is not watched', cause));
    await this.#watchDue().catch((cause: unknown) => onProblem('what is due is not watched', cause));
  }

  async #watchQueue(): Promise<void> {
    const { occurrences, clock } = this.#deps;
    const dead = await this.#queueAlarm.look();
    if (!dead || occurrences === undefined) return;
    if (clock.monotonicNow() - this.#materialisedAt < MATERIALISE_EVERY_MS) return;
    await this.#materialise(occurrences);
  }

  async #watchDue(): Promise<void> {
    const { clock, occurrences } = this.#deps;
    const now = clock.now();
    const missing = (await occurrences?.missing(now - DUE_GRACE_MS, now + MATERIALISED_AHEAD_MS)) ?? [];
    const found = now - this.#startedAt < QUIET_AFTER_START_MS ? [] : await findDue(this.#deps, this.#startedAt, now);
    try {
      await this.#dueAlarms.settle([...missing.map(missingAlarm), ...found.map(dueAlarm)]);
    } finally {
      await this.#repair(missing, found);
    }
  }

  /** In this order: what is made of the rules is published then. */
  async #repair(missing: readonly MissingOccurrence[], found: readonly FoundDue[]): Promise<void> {
    const { occurrences, publisher, clock } = this.#deps;
    const repairable = found.filter(({ finding }) => finding.kind !== 'targets-offline');
    if (missing.length === 0 && repairable.length === 0) return;
    if (clock.monotonicNow() - this.#repairedAt < REPAIR_EVERY_MS) return;
    this.#repairedAt = clock.monotonicNow();
    if (missing.length > 0 && occurrences !== undefined) await this.#materialise(occurrences);
    const planIds = new Set(repairable.flatMap(({ broadcast }) => broadcast.placements.map(({ planId }) => planId)));
    if (planIds.size > 0) await publisher.publishPlans([...planIds], { urgent: true });
  }

  async #materialise(occurrences: Occurrences): Promise<void> {
    this.#materialisedAt = this.#deps.clock.monotonicNow();
    await occurrences.materialise();
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
