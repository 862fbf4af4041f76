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

/** The same request, sent again: its times may be counted from another now. */
export const sameWish = (again: Schedule, first: Schedule): boolean => {
  const asked = ({ communeId, kind, name, windowMs, programme, requested }: Schedule) =>
    JSON.stringify([communeId, kind, name, windowMs, programme, requested]);
  return asked(again) === asked(first);
};
