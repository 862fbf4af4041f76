/** State of a broadcast for people; it follows from the clock, a cancellation and the receipts, and is never stored. */

/**
 * `planned` before its start; `playing` between start and end while clusters may still sound; `reporting` after its end
 * while reports may still come; `done`; `cancelled`.
 */
export const BROADCAST_STATES = ['planned', 'playing', 'reporting', 'done', 'cancelled'] as const;
export type BroadcastState = (typeof BROADCAST_STATES)[number];

/** What may be done in each state. */
export const BROADCAST_ACTIONS: Record<BroadcastState, { cancel: boolean }> = {
  planned: { cancel: true },
  playing: { cancel: true },
  reporting: { cancel: false },
  done: { cancel: false },
  cancelled: { cancel: false },
};
