/** State of a broadcast for people; it follows from its approval, the clock, a cancellation and the receipts. */

/**
 * `awaiting` nobody has approved it yet, so it is in no plan; `returned` by the approver, with a reason;
 * `not-approved` its time came without approval: it was skipped, and nobody is expected to report;
 * `planned` before its start; `playing` between start and end while clusters may still sound; `reporting` after its end
 * while reports may still come; `done`; `cancelled`.
 */
export const BROADCAST_STATES = [
  'awaiting',
  'returned',
  'not-approved',
  'planned',
  'playing',
  'reporting',
  'done',
  'cancelled',
] as const;
export type BroadcastState = (typeof BROADCAST_STATES)[number];

/** Whether a broadcast may sound; kept with it, and changed together with the request for approval. */
export const BROADCAST_APPROVALS = ['approved', 'awaiting', 'returned'] as const;
export type BroadcastApproval = (typeof BROADCAST_APPROVALS)[number];

/** What may be done in each state. */
export const BROADCAST_ACTIONS: Record<BroadcastState, { cancel: boolean }> = {
  awaiting: { cancel: true },
  returned: { cancel: true },
  'not-approved': { cancel: true },
  planned: { cancel: true },
  playing: { cancel: true },
  reporting: { cancel: false },
  done: { cancel: false },
  cancelled: { cancel: false },
};
