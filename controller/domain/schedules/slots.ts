/** When a schedule sounds: its rule with the single occurrences that were moved, skipped or given another programme. */
import type { ProgrammePart } from '@loa-lang/schemas/http/schedules';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { civilDay } from '../broadcasts/civil-time.ts';
import type { Occurrence } from '../calendar/recurrence-spec.ts';
import type { Schedule } from './schedule.ts';

export interface Slot {
  recurrenceId: string;
  startAt: EpochMillis;
  /** by when it must end */
  endsAt: EpochMillis;
  programme: readonly ProgrammePart[];
  moved: boolean;
  replaced: boolean;
}

/** @param byRule occurrences of the rule in `[from, until)`; moved ones may come from outside. In order of their start. */
export function slotsOf(
  schedule: Pick<Schedule, 'changes' | 'windowMs' | 'programme'>,
  byRule: readonly Occurrence[],
  from: EpochMillis,
  until: EpochMillis,
): Slot[] {
  const { changes, windowMs } = schedule;
  const slot = (recurrenceId: string, startAt: EpochMillis, moved: boolean): Slot => {
    const programme = changes[recurrenceId]?.programme;
    const replaced = programme !== undefined;
    return {
      recurrenceId,
      startAt,
      endsAt: startAt + windowMs,
      programme: programme ?? schedule.programme,
      moved,
      replaced,
    };
  };
  const usual = byRule
    .filter(({ recurrenceId }) => changes[recurrenceId]?.skip !== true && changes[recurrenceId]?.startAt === undefined)
    .map(({ recurrenceId, startAt }) => slot(recurrenceId, startAt, false));
  const moved = Object.entries(changes).flatMap(([recurrenceId, { skip, startAt }]) =>
    skip !== true && startAt !== undefined && startAt >= from && startAt < until
      ? [slot(recurrenceId, startAt, true)]
      : [],
  );
  return [...usual, ...moved].sort((a, b) => a.startAt - b.startAt);
}

/** An occurrence that has begun, or was stopped by a person. */
export interface TakenSlot {
  recurrenceId: string;
  startAt: EpochMillis;
}

/**
 * Slots still to come when the times were edited in the middle of a day: what has sounded that day by the old times
 * counts for the first ones of the new times, or 07:00 moved to 08:00 at 07:05 would be heard twice.
 * @param today slots of the days on which something has begun, past ones included
 */
export function withoutHeard(slots: readonly Slot[], begun: readonly TakenSlot[], zone: string): Slot[] {
  const own = new Set(slots.map((slot) => slot.recurrenceId));
  const heard = new Map<string, number>();
  for (const taken of begun) {
    if (own.has(taken.recurrenceId)) continue;
    const day = civilDay(taken.startAt, zone);
    heard.set(day, (heard.get(day) ?? 0) + 1);
  }
  if (heard.size === 0) return [...slots];
  const taken = new Set(begun.map((each) => each.recurrenceId));
  return slots.filter((slot) => {
    if (taken.has(slot.recurrenceId) || slot.moved) return true;
    const day = civilDay(slot.startAt, zone);
    const left = heard.get(day) ?? 0;
    if (left > 0) heard.set(day, left - 1);
    return left === 0;
  });
}

/** First start that comes while the one before may still sound. */
export const overlapIn = (slots: readonly Slot[]): EpochMillis | undefined =>
  slots.find((slot, index) => index > 0 && slot.startAt < (slots[index - 1]?.endsAt ?? 0))?.startAt;
