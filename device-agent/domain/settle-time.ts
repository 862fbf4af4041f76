/** When the last word on a run can be said. */
import type { NeverStarted, Run } from '@loa-lang/schemas/timeline/types';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';

/** Playout's last records come within this after the end. */
export const SETTLE_AFTER_MS: Millis = 300;

/**
 * An interrupted run is settled when what interrupted it is over: were that cancelled in between, the run would not
 * have been interrupted and go on at the common position.
 */
export function settleAt(run: Run, runs: readonly Run[]): EpochMillis {
  if (run.outcome !== 'interrupted') return run.endAt + SETTLE_AFTER_MS;
  const interrupter = runs.find((r) => r.broadcastId === run.interruptedBy && r.startAt === run.endAt);
  return (interrupter?.endAt ?? run.endAt) + SETTLE_AFTER_MS;
}

/** A first start that did not happen might still, until its window is over; a cancelled one never. */
export const settleNeverAt = (never: NeverStarted): EpochMillis =>
  never.reason === 'cancelled' ? never.dueAt : never.endsAt;
