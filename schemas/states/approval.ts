/** States of a request for approval: what may follow what. Shared by server and console. */

/**
 * `draft` waits for somebody who may submit it; `submitted` for somebody who may approve it; `returned` carries a
 * reason and is followed by a new version of its subject, never by another decision; `archived` counts no more.
 */
export const APPROVAL_STATES = ['draft', 'submitted', 'approved', 'returned', 'archived'] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

export const APPROVAL_ACTS = ['submit', 'approve', 'return', 'archive'] as const;
export type ApprovalAct = (typeof APPROVAL_ACTS)[number];

/** State → act → next state; an act that is not listed is refused. */
export const APPROVAL_TABLE: Readonly<Record<ApprovalState, Readonly<Partial<Record<ApprovalAct, ApprovalState>>>>> = {
  draft: { submit: 'submitted', archive: 'archived' },
  submitted: { approve: 'approved', return: 'returned', archive: 'archived' },
  approved: { archive: 'archived' },
  returned: { archive: 'archived' },
  archived: {},
};

/** States from which an act is possible. */
export const statesBefore = (act: ApprovalAct): ApprovalState[] =>
  APPROVAL_STATES.filter((state) => APPROVAL_TABLE[state][act] !== undefined);

/** What a request is about. */
export const APPROVAL_SUBJECTS = ['schedule', 'broadcast'] as const;
export type ApprovalSubject = (typeof APPROVAL_SUBJECTS)[number];

/** How a decision came: in the console or API, by a one-time link, by word of mouth, or by the act of planning itself. */
export const DECISION_WAYS = ['console', 'link', 'outside', 'own'] as const;
export type DecisionWay = (typeof DECISION_WAYS)[number];
