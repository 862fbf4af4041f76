/** The days a calendar is asked for. */
import { MAX_CALENDAR_DAYS } from '@loa-lang/schemas/http/calendar';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { dayBounds } from '../../domain/broadcasts/civil-time.ts';
import { dateText, parseDate } from '../../domain/calendar/civil-date.ts';
import { Refusal } from '../refusal.ts';

export interface CalendarSpan {
  days: string[];
  from: EpochMillis;
  until: EpochMillis;
}

/** @throws Refusal `bad-request` for what is no day, `calendar-too-long` */
export function spanOf(from: string, to: string, zone: string): CalendarSpan {
  const [first, last] = [parseDate(from), parseDate(to)];
  const [begin, end] = [dayBounds(from, zone), dayBounds(to, zone)];
  if (first === undefined || last === undefined || begin === undefined || end === undefined || first > last) {
    throw new Refusal('bad-request', { detail: `${from} – ${to}` });
  }
  if (last - first >= MAX_CALENDAR_DAYS) throw new Refusal('calendar-too-long', { days: MAX_CALENDAR_DAYS });
  const days = Array.from({ length: last - first + 1 }, (_, index) => dateText(first + index));
  return { days, from: begin.from, until: end.until };
}
