/**
 * Makes what is planned of the schedules what it should be: every occurrence of the coming days once, made of what may
 * sound. Idempotent, and right whoever runs it and however often: the unique index of occurrences decides between
 * controllers, versions between writers, and what has begun is never touched.
 */
import type { Delivery } from '@loa-lang/schemas/http/common';
import type { AreaId, ClusterId, PlanId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { HORIZON_MS } from '../../domain/plan-content/plan-content.ts';
import type { OccurrencePlan } from '../../domain/schedules/plan-occurrence.ts';
import { reconcile } from '../../domain/schedules/reconcile.ts';
import { FREEZE_MS, isActive, type Schedule, type ScheduleId } from '../../domain/schedules/schedule.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Exclusive } from '../../ports/exclusive.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { Register } from '../../ports/register.ts';
import type { OccurrenceRow, OccurrenceStore, ScheduleStore } from '../../ports/schedule-store.ts';
import type { DocumentDelivery } from '../publishing/deliver-documents.ts';
import type { AutomaticGroups } from '../register/automatic-groups.ts';
import { NewOccurrences } from './new-occurrence.ts';
import type { Asked, ScheduleApproval } from './schedule-approval.ts';
import type { ScheduleContexts } from './schedule-context.ts';
import type { SlotWatch } from './slot-watch.ts';
import type { StationSounds } from './station-sounds.ts';
import { type Wanted, wantedOccurrences } from './wanted-occurrences.ts';

export interface MaterialiserDeps {
  schedules: ScheduleStore;
  occurrences: OccurrenceStore;
  contexts: ScheduleContexts;
  approval: ScheduleApproval;
  sounds: StationSounds;
  watch: SlotWatch;
  register: Register;
  groups: AutomaticGroups;
  delivery: DocumentDelivery;
  locks: Exclusive;
  feed: ProgressFeed;
  clock: Clock;
  newId: () => string;
  onProblem: (problem: string, cause: unknown) => void;
}

export interface ScheduleOutcome {
  /** coming occurrences that are planned now */
  planned: number;
  /** coming occurrences that were taken back */
  withdrawn: number;
  /** coming ones of which nothing can sound, soonest first */
  problems: Extract<OccurrencePlan, { ok: false }>[];
}

export interface Materialised {
  outcomes: ReadonlyMap<ScheduleId, ScheduleOutcome>;
  delivery: Delivery;
}

/** Changes are looked after at once; this finds what a lost call left undone, and each day's next day. */
export const MATERIALISE_EVERY_MS: Millis = 15 * 60_000;
/** What ended up to this long ago still tells which slots of today were heard. */
const LOOK_BACK_MS: Millis = 36 * 3600_000;
/** What begins later was in no plan yet, with a day for clocks that were put right. */
const NEVER_SENT_MS: Millis = HORIZON_MS + 24 * 3600_000;
const REASON = 'withdrawn by its schedule';

interface Written {
  outcomes: Map<ScheduleId, ScheduleOutcome>;
  plans: Set<PlanId>;
  newFollowers: Set<ClusterId>;
  soonest: EpochMillis;
}

export class Materialiser {
  readonly #deps: MaterialiserDeps;
  readonly #running = new Map<AreaId, Promise<Materialised>>();
  readonly #waiting = new Map<AreaId, Promise<Materialised>>();

  constructor(deps: MaterialiserDeps) {
    this.#deps = deps;
  }

  /** Of all areas, one after another; one that fails does not keep the others from theirs. */
  async all(): Promise<void> {
    for (const communeId of await this.#deps.schedules.owners(this.#deps.clock.now())) {
      await this.run(communeId).catch((cause: unknown) => this.#deps.onProblem(`schedules of ${communeId}`, cause));
    }
  }

  /** Never older than the call; calls that come while one is under way share the one after it. */
  run(communeId: AreaId): Promise<Materialised> {
    const running = this.#running.get(communeId);
    if (running === undefined) {
      const work = this.#pass(communeId).finally(() => this.#running.delete(communeId));
      this.#running.set(communeId, work);
      return work;
    }
    const waiting =
      this.#waiting.get(communeId) ??
      running
        .catch(() => undefined)
        .then(() => {
          this.#waiting.delete(communeId);
          return this.run(communeId);
        });
    this.#waiting.set(communeId, waiting);
    return waiting;
  }

  /** Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running.values());
  }

  /** For who does not wait: what fails is repaired by the next look. */
  soon(communeId: AreaId): void {
    this.run(communeId).catch((cause: unknown) => this.#deps.onProblem(`schedules of ${communeId}`, cause));
  }

  async #pass(communeId: AreaId): Promise<Materialised> {
    const { schedules, approval, sounds, locks, register, delivery, clock } = this.#deps;
    const asked = await schedules.list({ communeId });
    if (asked.length === 0 && (await this.#deps.occurrences.rows(communeId, clock.now())).length === 0) {
      return { outcomes: new Map(), delivery: { state: 'sent', waiting: [] } };
    }
    await sounds.ensure(
      communeId,
      asked.filter(isActive).flatMap(({ programme }) => programme),
    );
    const subject = `schedules ${communeId}`;
    const first = await locks.run(subject, () => this.#write(communeId, 'ask-first'));
    // an approval may follow at once: nothing is taken back for want of one that only has to be asked for
    if ('asked' in first) await approval.submitAll(first.asked);
    const written = 'asked' in first ? await locks.run(subject, () => this.#write(communeId)) : first;
    const delivered = await delivery.deliver({
      plans: [...written.plans],
      settings: await register.devices.ofClusters([...written.newFollowers]),
      urgent: written.soonest - clock.now() < 60_000,
    });
    return { outcomes: written.outcomes, delivery: delivered };
  }

  /** All that is decided upon is read after the lock was had: who comes later knows more. */
  async #write(communeId: AreaId): Promise<Written>;
  async #write(communeId: AreaId, how: 'ask-first'): Promise<Written | { asked: Asked[] }>;
  async #write(communeId: AreaId, how?: 'ask-first'): Promise<Written | { asked: Asked[] }> {
    const { schedules, occurrences, contexts, approval, watch, clock } = this.#deps;
    const now = clock.now();
    const [live, rows] = await Promise.all([
      schedules.list({ communeId }),
      occurrences.rows(communeId, now - LOOK_BACK_MS),
    ]);
    const context = await contexts.read(communeId, live);
    const asked = how === undefined ? [] : await approval.missing(live, context);
    if (asked.length > 0) return { asked };
    const written: Written = { outcomes: new Map(), plans: new Set(), newFollowers: new Set(), soonest: Infinity };
    const made = new NewOccurrences(this.#deps);
    const bySchedule = new Map<ScheduleId, OccurrenceRow[]>();
    for (const row of rows) bySchedule.set(row.scheduleId, [...(bySchedule.get(row.scheduleId) ?? []), row]);
    for (const schedule of live) if (!bySchedule.has(schedule.id)) bySchedule.set(schedule.id, []);
    for (const [scheduleId, own] of bySchedule) {
      const schedule = live.find((each) => each.id === scheduleId);
      const { wanted, problems } = wantedOccurrences(schedule, own, context);
      const outcome = await this.#reconcile(schedule, own, wanted, written, made, now);
      written.outcomes.set(scheduleId, { ...outcome, problems });
      await watch.look(schedule ?? { id: scheduleId, name: '' }, problems, now);
    }
    for (const id of made.followers) written.newFollowers.add(id);
    return written;
  }

  async #reconcile(
    schedule: Schedule | undefined,
    rows: readonly OccurrenceRow[],
    wanted: readonly Wanted[],
    written: Written,
    fresh: NewOccurrences,
    now: EpochMillis,
  ): Promise<Pick<ScheduleOutcome, 'planned' | 'withdrawn'>> {
    const { occurrences, feed } = this.#deps;
    const byId = new Map(rows.map((row) => [row.id, row]));
    const create: Wanted[] = [];
    const withdraw: OccurrenceRow[] = [];
    for (const step of reconcile(rows, wanted, now)) {
      const row = 'row' in step ? byId.get(step.row.id) : undefined;
      if (step.do === 'create') create.push(step.wanted);
      else if (row === undefined) continue;
      else if (step.do === 'withdraw') withdraw.push(row);
      else if (schedule === undefined) continue;
      else {
        const next = await fresh.of(schedule, step.wanted, now, row);
        if (step.do === 'note') await occurrences.note(row, next);
        else if (await occurrences.renew(row, next, now + FREEZE_MS)) {
          this.#touch(written, [...row.planIds, ...plansOf(next)], Math.min(row.startAt, step.wanted.startAt));
          feed.emit({ type: 'broadcast', broadcastId: row.id, state: 'planned' });
        }
      }
    }
    const made = [];
    for (const each of create) if (schedule !== undefined) made.push(await fresh.of(schedule, each, now));
    const ids = await occurrences.createAll(made);
    for (const each of made.filter(({ broadcast }) => ids.has(broadcast.id))) {
      this.#touch(written, plansOf(each), each.broadcast.startAt);
      feed.emit({ type: 'broadcast', broadcastId: each.broadcast.id, state: 'planned' });
    }
    const bounds = { startingAfter: now + FREEZE_MS, neverSentFrom: now + NEVER_SENT_MS };
    const gone = await occurrences.withdraw(
      withdraw.map((row) => row.id),
      now,
      bounds,
      REASON,
    );
    for (const { id, placements, startAt } of gone) {
      this.#touch(
        written,
        placements.map(({ planId }) => planId),
        startAt,
      );
      feed.emit({ type: 'broadcast', broadcastId: id, state: 'cancelled' });
    }
    const stopped = new Set(rows.filter((row) => row.cancelledAt !== undefined).map((row) => row.recurrenceId));
    const planned = wanted.filter(({ recurrenceId, startAt }) => startAt > now && !stopped.has(recurrenceId));
    return { planned: planned.length, withdrawn: withdraw.length };
  }

  /** A plan tells of what lies within its horizon; what is further ahead enters when it is issued anew. */
  #touch(written: Written, plans: readonly PlanId[], startAt: EpochMillis): void {
    if (startAt > this.#deps.clock.now() + HORIZON_MS) return;
    for (const planId of plans) written.plans.add(planId);
    written.soonest = Math.min(written.soonest, startAt);
  }
}

const plansOf = ({ broadcast }: { broadcast: { placements: readonly { planId: PlanId }[] } }): PlanId[] =>
  broadcast.placements.map(({ planId }) => planId);
