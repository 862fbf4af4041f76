/** Requests for approval in memory. Nobody here follows a one-time link, or takes a photo. */
import type {
  ApprovalRequest,
  ApprovalSettings,
  NewRequest,
  OutsideApproval,
} from '@loa-lang/controller/domain/approval/approval-request';
import { USUAL_SETTINGS } from '@loa-lang/controller/domain/approval/approval-request';
import type { PersonRef } from '@loa-lang/controller/domain/people/person';
import type {
  ApprovalQuery,
  ApprovalStore,
  DecisionMade,
  DecisionOutcome,
  ReminderRecord,
} from '@loa-lang/controller/ports/approval-store';
import type { ApprovalSubject } from '@loa-lang/schemas/states/approval';
import { by, kept, type Tables } from './tables.ts';

const ALIVE = ['draft', 'submitted', 'approved', 'returned'];
const WAITING = ['draft', 'submitted'];

export class MemoryApprovals implements Omit<ApprovalStore, 'addLink' | 'findLink' | 'attachPhoto'> {
  readonly #tables: Tables;
  readonly #settings = new Map<string, ApprovalSettings>();
  readonly #reminders = new Map<string, ReminderRecord>();

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  async find(id: string): Promise<ApprovalRequest | undefined> {
    return this.#tables.requests.get(id);
  }

  async list({ communeId, communeIds, states, subject, limit, before }: ApprovalQuery): Promise<ApprovalRequest[]> {
    return [...this.#tables.requests.values()]
      .filter((each) => communeId === undefined || each.communeId === communeId)
      .filter((each) => communeIds === undefined || communeIds.includes(each.communeId))
      .filter((each) => states === undefined || states.includes(each.state))
      .filter((each) => subject === undefined || isOf(each, subject.kind, subject.id))
      .filter((each) => before === undefined || each.id < before)
      .sort(by((each) => each.id))
      .reverse()
      .slice(0, limit);
  }

  async add(request: NewRequest): Promise<ApprovalRequest> {
    const { subjectKind, subjectId, bindingHash, state, createdAt } = request;
    const versions = this.#of(subjectKind, subjectId).sort(by((each) => -each.subjectVersion));
    const [last] = versions;
    if (last !== undefined && last.bindingHash === bindingHash && ['approved', state].includes(last.state)) return last;
    this.#archive(versions, state === 'approved' ? ALIVE : WAITING, createdAt);
    return this.#put({ ...request, archivedAt: undefined, subjectVersion: (last?.subjectVersion ?? 0) + 1 });
  }

  async submit(id: string, submittedBy: PersonRef): Promise<ApprovalRequest | undefined> {
    const request = this.#tables.requests.get(id);
    return request?.state === 'draft' ? this.#put({ ...request, state: 'submitted', submittedBy }) : request;
  }

  async decide(made: DecisionMade): Promise<DecisionOutcome> {
    const { id, bindingHash, decision, verdict, outside, linkId, moved, ruleReason } = made;
    if (linkId !== undefined) throw new Error('no links here');
    const request = this.#tables.requests.get(id);
    if (request === undefined) return { outcome: 'unknown' };
    const row = this.#tables.broadcasts.get(request.subjectId);
    const isOpen = request.state === 'submitted' && request.bindingHash === bindingHash;
    const awaits = row?.broadcast.approval === 'awaiting' && row.broadcast.cancelledAt === undefined;
    if (!isOpen || (request.subjectKind === 'broadcast' && !awaits)) return { outcome: 'lost', request };
    const { window, repeatUntil, ...bound } = moved ?? {};
    const { startAt = request.startAt } = window ?? {};
    const decided = this.#put({ ...request, ...bound, startAt, state: verdict, decision, outside });
    if (verdict === 'approved') {
      const older = this.#of(request.subjectKind, request.subjectId).filter((each) => each.id !== id);
      this.#archive(older, ['approved'], decision.at);
    }
    if (request.subjectKind === 'broadcast' && row !== undefined) {
      const { repeat, version } = row.broadcast;
      row.broadcast = kept({
        ...row.broadcast,
        ...window,
        ...(window && { version: version + 1 }),
        ...(repeat && { repeat: { ...repeat, until: repeatUntil ?? repeat.until } }),
        ...(ruleReason && { ruleReason }),
        approval: verdict,
      });
    }
    return { outcome: 'decided', request: decided };
  }

  async confirm(id: string, approverId: string, at: number): Promise<boolean> {
    const request = this.#tables.requests.get(id);
    const outside: OutsideApproval | undefined = request?.outside;
    if (request === undefined || outside === undefined) return false;
    if (outside.approver.personId !== approverId || outside.confirmedAt !== undefined) return false;
    this.#put({ ...request, outside: { ...outside, confirmedAt: at } });
    return true;
  }

  async archive(kind: ApprovalSubject, subjectId: string, at: number): Promise<void> {
    this.#archive(this.#of(kind, subjectId), ALIVE, at);
  }

  async waiting(): Promise<ApprovalRequest[]> {
    return [...this.#tables.requests.values()]
      .filter((each) => each.state === 'submitted' && each.startAt !== undefined)
      .sort(by((each) => each.startAt ?? 0));
  }

  async nextAiring(id: string, startAt: number): Promise<void> {
    const request = this.#tables.requests.get(id);
    if (request?.startAt === undefined || !WAITING.includes(request.state) || request.startAt >= startAt) return;
    this.#put({ ...request, startAt });
  }

  async unconfirmed(at: number): Promise<ApprovalRequest[]> {
    return [...this.#tables.requests.values()].filter(
      ({ state, outside }) =>
        state === 'approved' && outside !== undefined && outside.confirmedAt === undefined && outside.confirmBy <= at,
    );
  }

  async settings(communeId: string): Promise<ApprovalSettings> {
    return this.#settings.get(communeId) ?? USUAL_SETTINGS;
  }

  async changeSettings(communeId: string, settings: ApprovalSettings): Promise<void> {
    this.#settings.set(communeId, settings);
  }

  async recordReminder(reminder: ReminderRecord): Promise<boolean> {
    const key = `${reminder.requestId} ${reminder.kind} ${reminder.personId} ${reminder.startAt}`;
    if (this.#reminders.has(key)) return false;
    this.#reminders.set(key, kept(reminder));
    return true;
  }

  async reminders(requestIds: readonly string[]): Promise<ReminderRecord[]> {
    return [...this.#reminders.values()]
      .filter((each) => requestIds.includes(each.requestId))
      .sort(by((each) => each.remindedAt));
  }

  #of(kind: ApprovalSubject, subjectId: string): ApprovalRequest[] {
    return [...this.#tables.requests.values()].filter((each) => isOf(each, kind, subjectId));
  }

  #archive(requests: readonly ApprovalRequest[], states: readonly string[], archivedAt: number): void {
    for (const each of requests) if (states.includes(each.state)) this.#put({ ...each, state: 'archived', archivedAt });
  }

  #put(request: ApprovalRequest): ApprovalRequest {
    const row = kept(request);
    this.#tables.requests.set(row.id, row);
    return row;
  }
}

const isOf = (request: ApprovalRequest, kind: ApprovalSubject, id: string): boolean =>
  request.subjectKind === kind && request.subjectId === id;
