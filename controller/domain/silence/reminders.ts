/** Who pressed silence may have gone home: an open latch is recalled every twelve hours. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Latch } from '@loa-lang/schemas/wire/plan';

/** domain.md: "reminded every 12 h". */
export const REMIND_EVERY_MS: Millis = 12 * 3600_000;

export interface Reminder {
  latch: Latch;
  /** 1 for the first, after twelve hours */
  count: number;
  dueAt: EpochMillis;
}

/**
 * The latest reminder of each open latch that has come due and was not given yet; one that was missed is not made up
 * for by several at once.
 * @param given how many reminders of a latch were given
 */
export const dueReminders = (
  latches: readonly Latch[],
  given: (latchId: string) => number,
  now: EpochMillis,
): Reminder[] =>
  latches.flatMap((latch) => {
    const count = Math.floor((now - latch.since) / REMIND_EVERY_MS);
    if (latch.liftedAt !== undefined || count < 1 || count <= given(latch.id)) return [];
    return [{ latch, count, dueAt: latch.since + count * REMIND_EVERY_MS }];
  });

/** When the next reminder of an open latch is due. */
export const nextReminderAt = (latch: Pick<Latch, 'since'>, now: EpochMillis): EpochMillis =>
  latch.since + (Math.max(0, Math.floor((now - latch.since) / REMIND_EVERY_MS)) + 1) * REMIND_EVERY_MS;
