/** States of a receipt: what may follow what. Shared by device, server and console. */
import { RECEIPT_STATES, type ReceiptState } from '../wire/report.ts';

interface ReceiptStateRow {
  /** states that may follow; empty for a final one */
  next: readonly ReceiptState[];
  /** something of it was heard, or is being heard */
  sounded: boolean;
}

/**
 * `ready` comes before any run (plan and audio are there). `started` belongs to a run. The rest are final, and a run
 * has exactly one of them.
 */
export const RECEIPT_STATE_TABLE: Readonly<Record<ReceiptState, ReceiptStateRow>> = {
  ready: { next: ['started', 'finished', 'stopped', 'partial', 'missed', 'failed'], sounded: false },
  started: { next: ['finished', 'stopped', 'partial', 'missed', 'failed'], sounded: true },
  finished: { next: [], sounded: true },
  stopped: { next: [], sounded: true },
  partial: { next: [], sounded: true },
  missed: { next: [], sounded: false },
  failed: { next: [], sounded: false },
};

export const isFinalReceipt = (state: ReceiptState): boolean => RECEIPT_STATE_TABLE[state].next.length === 0;

/** Whether a receipt of the same run may follow. Nothing follows a final one; the first may be any. */
export const mayFollowReceipt = (before: ReceiptState | undefined, next: ReceiptState): boolean =>
  before === undefined || RECEIPT_STATE_TABLE[before].next.includes(next);

/** Order in which states are shown. */
export const receiptRank = (state: ReceiptState): number => RECEIPT_STATES.indexOf(state);
