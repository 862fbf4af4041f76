/** What an edit of a schedule leaves as it was. */
import type { Schedule } from './schedule.ts';

/** Nothing that is heard, or who goes first, has changed. */
export const sameSound = (next: Schedule, before: Schedule): boolean =>
  sameDemand(next, before) && next.rank === before.rank && next.level === before.level;

/** Nothing that session rules look at has changed. */
export const sameDemand = (next: Schedule, before: Schedule): boolean => {
  const asked = ({ recurrence, windowMs, programme, requested, class: kind }: Schedule) =>
    JSON.stringify([recurrence, windowMs, programme, requested, kind]);
  return asked(next) === asked(before);
};
