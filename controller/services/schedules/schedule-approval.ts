/** Asks for the approval of what schedules are to play, whenever something of it is not approved yet. */
import type { Submission } from '../../domain/approval/approval-request.ts';
import { bindingHash } from '../../domain/approval/binding.ts';
import { type Caller, callerOf, STATION } from '../../domain/people/person.ts';
import {
  FREEZE_MS,
  isActive,
  occurrenceSubject,
  PLAN_AHEAD_MS,
  type Schedule,
} from '../../domain/schedules/schedule.ts';
import type { ApprovalStore } from '../../ports/approval-store.ts';
import type { Approvals } from '../approval/approvals.ts';
import type { People } from '../people/people.ts';
import { type ScheduleContext, timesOf } from './schedule-context.ts';

export interface ScheduleApprovalDeps {
  approvals: Pick<Approvals, 'submit'>;
  requests: Pick<ApprovalStore, 'list'>;
  people: People;
  onProblem: (problem: string, cause: unknown) => void;
}

/** A submission and in whose name. */
export interface Asked {
  submission: Submission;
  by: Caller;
}

export class ScheduleApproval {
  readonly #deps: ScheduleApprovalDeps;
  /** subjects that are being submitted here: their decision is no news */
  readonly #own = new Set<string>();

  constructor(deps: ScheduleApprovalDeps) {
    this.#deps = deps;
  }

  isOwn(subjectId: string): boolean {
    return this.#own.has(subjectId);
  }

  /**
   * What waits for nobody's approval yet and should, in the name of who saved the schedule last. One that was returned
   * waits for a change of it.
   */
  async missing(schedules: readonly Schedule[], context: ScheduleContext): Promise<Asked[]> {
    const found: Asked[] = [];
    for (const schedule of schedules.filter(isActive)) {
      const by = this.#savedBy(schedule);
      if (by === undefined) continue;
      for (const submission of missing(schedule, context)) {
        if (await this.#wasSettled(submission, schedule)) continue;
        found.push({ submission, by });
      }
    }
    return found;
  }

  async submitAll(asked: readonly Asked[]): Promise<void> {
    for (const { submission, by } of asked) await this.#submit(submission, by);
  }

  async #submit(submission: Submission, by: Caller): Promise<void> {
    this.#own.add(submission.subjectId);
    try {
      await this.#deps.approvals.submit(submission, by);
    } catch (cause) {
      // somebody who may no longer submit it: it stays unapproved, and preview and incident say so
      this.#deps.onProblem(`schedule ${submission.subjectId} not submitted`, cause);
    } finally {
      this.#own.delete(submission.subjectId);
    }
  }

  /** Just this waits already; or somebody has said no to it, and nobody has saved the schedule since. */
  async #wasSettled({ subjectKind, subjectId, binding }: Submission, { changedAt }: Schedule): Promise<boolean> {
    const query = { subject: { kind: subjectKind, id: subjectId }, limit: 1 };
    const [last] = await this.#deps.requests.list(query);
    if (last === undefined || last.bindingHash !== bindingHash(binding)) return false;
    if (last.state === 'submitted' || last.state === 'draft') return true;
    return last.state === 'returned' && (last.decision === undefined || changedAt <= last.decision.at);
  }

  /** What the station saved when nobody was on record is nobody's once there are people. */
  #savedBy({ savedBy }: Schedule): Caller | undefined {
    const { people } = this.#deps;
    if (!people.any) return STATION;
    const person = people.find(savedBy);
    return person === undefined || !person.active ? undefined : callerOf(person);
  }
}

/** Of the schedule as its rule has it, and of each coming occurrence that differs. */
function missing(schedule: Schedule, context: ScheduleContext): Submission[] {
  const { id, communeId, name } = schedule;
  const coming = context
    .slots(schedule, context.now, PLAN_AHEAD_MS)
    .filter((slot) => slot.startAt > context.now + FREEZE_MS);
  const submission = (subjectId: string, binding: Submission['binding'], startAt: number): Submission => ({
    ...{ communeId, subjectKind: 'schedule', subjectId, title: name, binding, startAt },
  });
  const usual = coming.find((slot) => !slot.moved && !slot.replaced);
  const single = coming.filter((slot) => slot.moved || slot.replaced);
  const found: Submission[] = [];
  if (usual !== undefined) {
    const wanted = context.wantedBinding(schedule, schedule.programme, timesOf(schedule, usual));
    if (wanted !== undefined && !context.isCovered(id, wanted)) found.push(submission(id, wanted, usual.startAt));
  }
  for (const slot of single) {
    const subject = occurrenceSubject(id, slot.recurrenceId);
    const wanted = context.wantedBinding(schedule, [...slot.programme], timesOf(schedule, slot));
    if (wanted === undefined || context.isCovered(subject, wanted) || context.isCovered(id, wanted)) continue;
    found.push(submission(subject, wanted, slot.startAt));
  }
  return found;
}
