/** Latches of silence over a device. */
import type { EpochMillis } from '../units.ts';
import type { Latch, PlannedBroadcast } from '../wire/plan.ts';
import { levelRank } from './precedence.ts';

type Subject = Pick<PlannedBroadcast, 'class' | 'level'>;

/** Only an emergency of a strictly higher level passes a latch. */
export const passesLatch = (broadcast: Subject, latch: Pick<Latch, 'level'>): boolean =>
  broadcast.class === 'emergency' && levelRank(broadcast.level) < levelRank(latch.level);

/** Whether a latch held this broadcast down at any instant of `[from, until]`. */
export const silencedWithin = (
  latches: readonly Latch[],
  broadcast: Subject,
  from: EpochMillis,
  until: EpochMillis,
): boolean =>
  latches.some(
    (l) => l.since <= until && from < (l.liftedAt ?? Infinity) && isRealLatch(l) && !passesLatch(broadcast, l),
  );

/** First instant at or after `at` from which a latch holds this broadcast down; `Infinity` when none does. */
export function nextSilenceAt(latches: readonly Latch[], broadcast: Subject, at: EpochMillis): EpochMillis {
  let next = Infinity;
  for (const latch of latches) {
    if ((latch.liftedAt ?? Infinity) <= at || !isRealLatch(latch) || passesLatch(broadcast, latch)) continue;
    next = Math.min(next, Math.max(latch.since, at));
  }
  return next;
}

/** A latch lifted at or before it began never held. */
const isRealLatch = (latch: Latch): boolean => latch.since < (latch.liftedAt ?? Infinity);
