/** When it is to sound: at once, once at a time, or again and again. */
import type { ScheduleCreate } from '@loa-lang/schemas/http/schedules';

export const REPEATS = ['daily', 'weekly', 'monthly', 'lunar'] as const;
export type Repeat = (typeof REPEATS)[number];
/** As RFC 5545 has them, Monday first. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface When {
  mode: 'now' | 'later' | 'repeat';
  /** YYYY-MM-DD in the commune's zone; of what repeats its first day */
  date: string;
  /** HH:MM on the commune's clocks */
  time: string;
  repeat: Repeat;
  weekdays: Weekday[];
  /** 1 to 31 of a month, 1 to 30 of a lunar one */
  monthDay: number;
  /** YYYY-MM-DD, empty for no end */
  untilDate: string;
}

/** The usual hours of a commune: morning, midday, evening. */
export const USUAL_TIMES = ['05:30', '11:30', '17:00'] as const;
/** So late that somebody may still approve it. */
const LEAD_MINUTES = 20;

/** @param isoDay of now @param clock HH:MM of now @param tomorrow the day after */
export function usualWhen(isoDay: string, clock: string, tomorrow: string): When {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  const next = USUAL_TIMES.find((time) => minutes(time) >= minutes(clock) + LEAD_MINUTES);
  return {
    ...{ mode: 'later', date: next === undefined ? tomorrow : isoDay, time: next ?? USUAL_TIMES[0], repeat: 'daily' },
    ...{ weekdays: ['MO', 'TU', 'WE', 'TH', 'FR'], monthDay: 1, untilDate: '' },
  };
}

/** What repeats, as a schedule takes it. */
export function recurrenceOf(when: When): NonNullable<ScheduleCreate['recurrence']> {
  const { date: startDate, time, untilDate } = when;
  const rule = { startDate, time, ...(untilDate !== '' && { endDate: untilDate }) };
  switch (when.repeat) {
    case 'daily':
      return { ...rule, rrule: 'FREQ=DAILY' };
    case 'weekly':
      return { ...rule, rrule: `FREQ=WEEKLY;BYDAY=${WEEKDAYS.filter((day) => when.weekdays.includes(day)).join(',')}` };
    case 'monthly':
      return { ...rule, rrule: `FREQ=MONTHLY;BYMONTHDAY=${when.monthDay}` };
    case 'lunar':
      return { ...rule, lunar: [{ every: 'month', day: Math.min(30, when.monthDay) }] };
  }
}

/** @returns what is missing before it can be sent */
export function whenFault(when: When): 'no-date' | 'no-time' | 'no-weekday' | 'ends-before' | undefined {
  if (when.mode === 'now') return undefined;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(when.date)) return 'no-date';
  if (!/^\d{2}:\d{2}$/.test(when.time)) return 'no-time';
  if (when.mode !== 'repeat') return undefined;
  if (when.repeat === 'weekly' && when.weekdays.length === 0) return 'no-weekday';
  return when.untilDate !== '' && when.untilDate < when.date ? 'ends-before' : undefined;
}

/** Days on which it is to air first, for words such as "hôm nay" in the text. @param today YYYY-MM-DD */
export function airDates(when: When, today: string): string[] {
  if (when.mode === 'now') return [today];
  return /^\d{4}-\d{2}-\d{2}$/.test(when.date) ? [when.date] : [];
}
