/** Requests for approval, and the one-time links to them. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { ApprovalState, ApprovalSubject } from '@loa-lang/schemas/states/approval';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type {
  ApprovalId,
  ApprovalRequest,
  ApprovalSettings,
  Decision,
  NewRequest,
  OutsideApproval,
} from '../domain/approval/approval-request.ts';
import type { Binding } from '../domain/approval/binding.ts';
import type { Reminder } from '../domain/approval/reminders.ts';
import type { RuleReason } from '../domain/broadcasts/broadcast.ts';
import type { Window } from '../domain/broadcasts/window.ts';
import type { PersonId, PersonRef } from '../domain/people/person.ts';

export interface ApprovalQuery {
  communeId?: AreaId;
  /** of any of these */
  communeIds?: readonly AreaId[];
  states?: readonly ApprovalState[];
  subject?: { kind: ApprovalSubject; id: string };
  /** of one kind, any of these */
  subjects?: { kind: ApprovalSubject; ids: readonly string[] };
  /** newest first */
  limit: number;
  before?: ApprovalId;
}

/** What is decided, by whom; exactly one decision of a request is kept. */
export interface DecisionMade {
  id: ApprovalId;
  /** what the decider had in front of them */
  bindingHash: string;
  decision: Decision;
  verdict: 'approved' | 'returned';
  outside?: OutsideApproval;
  /** the link that was used; it works once */
  linkId?: string;
  /** of a broadcast that goes beyond the session rules */
  ruleReason?: RuleReason;
  /** a broadcast approved for another time than it was submitted for */
  moved?: {
    binding: Binding;
    bindingHash: string;
    window: Window & { startsWhenReady: boolean };
    repeatUntil?: EpochMillis;
  };
}

/** `lost`: it was decided, changed or taken back before; the request as it is. */
export type DecisionOutcome =
  | { outcome: 'decided' | 'lost'; request: ApprovalRequest }
  | { outcome: 'unknown' | 'link-used' };

export interface ApprovalLink {
  id: string;
  requestId: ApprovalId;
  approver: PersonRef;
  /** who asked for it, and could have opened it in the approver's place */
  madeBy: PersonRef;
  /** SHA-256 of the token, hexadecimal; the token itself is kept nowhere */
  tokenHash: string;
  createdAt: EpochMillis;
  expiresAt: EpochMillis;
  usedAt: EpochMillis | undefined;
  /** another link to the same request for the same approver took its place */
  replacedAt: EpochMillis | undefined;
}

export interface ReminderRecord extends Reminder {
  remindedAt: EpochMillis;
}

export interface ApprovalStore {
  find(id: ApprovalId): Promise<ApprovalRequest | undefined>;
  list(query: ApprovalQuery): Promise<ApprovalRequest[]>;
  /**
   * As the next version of its subject; an older one that waits is archived, and so are approved ones once this one is.
   * One that waits, or is the last word, with the same binding is answered instead.
   */
  add(request: NewRequest): Promise<ApprovalRequest>;
  /** From draft to submitted. @returns as it then is */
  submit(id: ApprovalId, by: PersonRef): Promise<ApprovalRequest | undefined>;
  /** Together with what the decision means for its broadcast: all of it or nothing. */
  decide(made: DecisionMade): Promise<DecisionOutcome>;
  /** Of word of mouth, by its approver. @returns false when there is nothing to confirm */
  confirm(id: ApprovalId, approverId: PersonId, at: EpochMillis): Promise<boolean>;
  attachPhoto(id: ApprovalId, photo: NonNullable<OutsideApproval['photo']>): Promise<boolean>;
  /** Nothing of the subject counts any more. */
  archive(kind: ApprovalSubject, subjectId: string, at: EpochMillis): Promise<void>;
  /** submitted, with a start, soonest first */
  waiting(): Promise<ApprovalRequest[]>;
  /** The next airing of what waits over the one before: what is bound stays as it is. */
  nextAiring(id: ApprovalId, startAt: EpochMillis): Promise<void>;
  /** word of mouth that should have been confirmed by the instant and was not */
  unconfirmed(at: EpochMillis): Promise<ApprovalRequest[]>;

  /** Replaces an older link of the same request for the same approver. */
  addLink(link: Omit<ApprovalLink, 'usedAt' | 'replacedAt'>): Promise<void>;
  findLink(tokenHash: string): Promise<ApprovalLink | undefined>;

  settings(communeId: AreaId): Promise<ApprovalSettings>;
  changeSettings(communeId: AreaId, settings: ApprovalSettings): Promise<void>;

  /** @returns false when this reminder was recorded before */
  recordReminder(reminder: ReminderRecord): Promise<boolean>;
  reminders(requestIds: readonly ApprovalId[]): Promise<ReminderRecord[]>;
}
