/** A request for approval: one version of one subject. Its content never changes; another content is another request. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import type { AreaId } from '@loa-lang/schemas/ids';
import type { ApprovalState, ApprovalSubject, DecisionWay } from '@loa-lang/schemas/states/approval';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { type Caller, type PersonRef, refOf, STATION } from '../people/person.ts';
import { type Binding, bindingHash } from './binding.ts';

export type ApprovalId = string;

/** What is approved as one act. */
export interface Submission {
  communeId: AreaId;
  subjectKind: ApprovalSubject;
  subjectId: string;
  title: string;
  binding: Binding;
  /** the soonest time it is to sound; reminders count back from it; `undefined`: as soon as it is approved */
  startAt: EpochMillis | undefined;
  /** the times of a schedule in words, for whoever decides; a broadcast's are its start */
  timesWords?: Words | undefined;
}

export interface Decision {
  by: PersonRef;
  at: EpochMillis;
  way: DecisionWay;
  /** a deputy decides in the own name, "thay …" */
  onBehalfOf?: PersonRef;
  /** of a link: who asked for it and passed it on */
  linkMadeBy?: PersonRef;
  /** why it was returned, or what the approver wants remembered */
  reason?: string;
}

/** Approved by word of mouth; the approver confirms it, or it is flagged. */
export interface OutsideApproval {
  approver: PersonRef;
  recordedBy: PersonRef;
  /** when the approver said so */
  saidAt: EpochMillis;
  note?: string;
  photo?: { type: string; fileName: string };
  confirmBy: EpochMillis;
  confirmedAt?: EpochMillis;
}

export interface ApprovalRequest extends Submission {
  id: ApprovalId;
  /** counts the requests of a subject */
  subjectVersion: number;
  bindingHash: string;
  state: ApprovalState;
  createdAt: EpochMillis;
  submittedBy: PersonRef;
  decision: Decision | undefined;
  outside: OutsideApproval | undefined;
  archivedAt: EpochMillis | undefined;
}

/** A commune's own rules of approval. */
export interface ApprovalSettings {
  /** whether somebody who may approve approves what is the own; off by default */
  selfApproval: boolean;
}
export const USUAL_SETTINGS: ApprovalSettings = { selfApproval: false };

/** Within a day somebody on the road has read a message. */
export const CONFIRM_WITHIN_MS: Millis = 24 * 3600_000;

/** Said on records of a station without people, so that nobody takes it for a leader's approval. */
export const TRIAL_REASON = 'trial: nobody is on record as approver';

/** Of what an emergency's own rule let go first. */
export const GOES_FIRST_REASON = 'emergency: goes first, is justified afterwards';

/** What the person who brings it may do with it, in the commune. */
export interface Standing {
  maySubmit: boolean;
  mayApprove: boolean;
}

/** The number of the version is the store's to give. */
export type NewRequest = Omit<ApprovalRequest, 'subjectVersion'>;

/** Approved by the act itself where nobody else is on record, or where the commune lets approvers approve their own. */
export function newRequest(
  submission: Submission,
  {
    id,
    by,
    at,
    standing,
    settings,
  }: {
    id: ApprovalId;
    by: Caller;
    at: EpochMillis;
    standing: Standing;
    settings: ApprovalSettings;
  },
): NewRequest {
  const own = by.kind === 'station' || (standing.mayApprove && settings.selfApproval);
  return {
    ...submission,
    id,
    bindingHash: bindingHash(submission.binding),
    state: own ? 'approved' : standing.maySubmit ? 'submitted' : 'draft',
    createdAt: at,
    submittedBy: refOf(by),
    decision: own
      ? {
          by: refOf(by),
          at,
          way: 'own',
          ...(by.kind === 'station' && { reason: by.personId === STATION.personId ? TRIAL_REASON : GOES_FIRST_REASON }),
        }
      : undefined,
    outside: undefined,
    archivedAt: undefined,
  };
}

/** Of what needs no decision of its own, with the reason why. */
export const coveredRequest = (
  submission: Submission,
  { id, by, at, reason }: { id: ApprovalId; by: PersonRef; at: EpochMillis; reason: string },
): NewRequest => ({
  ...submission,
  id,
  bindingHash: bindingHash(submission.binding),
  state: 'approved',
  createdAt: at,
  submittedBy: refOf(by),
  decision: { by: refOf(by), at, way: 'own', reason },
  outside: undefined,
  archivedAt: undefined,
});

/** Word of mouth that its approver has not confirmed in time. */
export const isFlagged = ({ outside }: Pick<ApprovalRequest, 'outside'>, now: EpochMillis): boolean =>
  outside !== undefined && outside.confirmedAt === undefined && now >= outside.confirmBy;

/** Whether the request lets something sound at an instant: approved, and no word of mouth that has lapsed. */
export const isEffective = (request: Pick<ApprovalRequest, 'state' | 'outside'>, now: EpochMillis): boolean =>
  request.state === 'approved' && !isFlagged(request, now);
