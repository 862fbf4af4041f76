/** A recurrence rule, RFC 5545 section 3.3.10, after its text has been read. */
import type { ErrorCode } from '@loa-lang/schemas/errors/codes';
import type { WallMillis } from '../civil-date.ts';

export const FREQUENCIES = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** One value of BYDAY: every such weekday, or the n-th, negative from the end. */
export interface WeekdayValue {
  weekday: Weekday;
  ordinal?: number;
}

/** Lists of whole numbers, by the name they have in the text. */
export const NUMBER_LISTS = [
  'BYMONTH',
  'BYWEEKNO',
  'BYYEARDAY',
  'BYMONTHDAY',
  'BYHOUR',
  'BYMINUTE',
  'BYSECOND',
  'BYSETPOS',
] as const;
export type NumberList = (typeof NUMBER_LISTS)[number];

/** Last moment: an instant, a moment of the commune's own clocks, or a day of theirs. */
export type Until = { form: 'utc' | 'local' | 'date'; wall: WallMillis };

export interface Rule {
  freq: Frequency;
  interval: number;
  count?: number;
  until?: Until;
  byDay?: readonly WeekdayValue[];
  lists: Partial<Record<NumberList, readonly number[]>>;
  wkst: Weekday;
}

export const isSubDaily = ({ freq }: Rule): boolean => FREQUENCIES.indexOf(freq) < FREQUENCIES.indexOf('DAILY');

/** What is wrong with a rule, and where. */
export interface RuleFault {
  code: Extract<ErrorCode, `recurrence-${string}`>;
  /** part of the rule, such as `BYDAY`; empty for the rule as a whole */
  part: string;
  value?: string;
  /** what may stand there instead */
  allowed?: string;
}
