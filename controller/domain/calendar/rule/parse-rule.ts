/** From the text of a rule to its parts. Grammar and ranges of RFC 5545 section 3.3.10; what the parts may do together is `check-rule`. */

import { DAY_MS, parseDate, parseDateTime } from '../civil-date.ts';
import {
  FREQUENCIES,
  type Frequency,
  NUMBER_LISTS,
  type NumberList,
  type Rule,
  type RuleFault,
  type Until,
  WEEKDAYS,
  type Weekday,
  type WeekdayValue,
} from './rule.ts';

/** Longest text that is read: every part with every value it can have is shorter. */
export const MAX_RULE_TEXT = 4000;
/** So that sums of dates stay exact and no loop counts for hours. */
const MAX_COUNT = 1_000_000_000;

const PARTS = ['FREQ', 'UNTIL', 'COUNT', 'INTERVAL', 'BYDAY', 'WKST', ...NUMBER_LISTS] as const;
type Part = (typeof PARTS)[number];

/** least and greatest magnitude, and whether it may count from the end */
const RANGES: Readonly<Record<NumberList, readonly [number, number, boolean]>> = {
  BYMONTH: [1, 12, false],
  BYWEEKNO: [1, 53, true],
  BYYEARDAY: [1, 366, true],
  BYMONTHDAY: [1, 31, true],
  BYHOUR: [0, 23, false],
  BYMINUTE: [0, 59, false],
  BYSECOND: [0, 60, false],
  BYSETPOS: [1, 366, true],
};
const MAX_ORDINAL = 53;

const isPart = (name: string): name is Part => (PARTS as readonly string[]).includes(name);

export type ParsedRule = { ok: true; rule: Rule } | { ok: false; faults: RuleFault[] };

/**
 * Capitals and small letters are alike, as is a leading `RRULE:` and a line that is folded as iCalendar files fold.
 * Every fault is told, each with its part and value.
 */
export function parseRule(given: string): ParsedRule {
  if (given.length > MAX_RULE_TEXT) return { ok: false, faults: [{ code: 'recurrence-rule-too-long', part: '' }] };
  const text = given
    .replace(/\r?\n[ \t]/g, '')
    .trim()
    .replace(/^RRULE:/i, '')
    .toUpperCase();
  const faults: RuleFault[] = [];
  const values = new Map<Part, string>();
  for (const piece of text.split(';')) {
    const [, name, value] = /^([^=]*)=(.*)$/s.exec(piece) ?? [];
    if (name === undefined || value === undefined) {
      faults.push({ code: 'recurrence-part-malformed', part: '', value: shown(piece) });
    } else if (!isPart(name)) {
      faults.push({ code: 'recurrence-part-unknown', part: shown(name) });
    } else if (values.has(name)) {
      faults.push({ code: 'recurrence-part-twice', part: name });
    } else {
      values.set(name, value);
    }
  }
  return readParts(values, faults);
}

function readParts(values: ReadonlyMap<Part, string>, faults: RuleFault[]): ParsedRule {
  const wrong = (part: Part, allowed: string, value = values.get(part) ?? ''): undefined => {
    faults.push({ code: 'recurrence-value-wrong', part, value: shown(value), allowed });
    return undefined;
  };
  const read = <T>(part: Part, reader: (value: string) => T | undefined): T | undefined => {
    const value = values.get(part);
    return value === undefined ? undefined : reader(value);
  };
  const whole = (part: Part) =>
    read(part, (value) => {
      const number = /^\d{1,10}$/.test(value) ? Number(value) : 0;
      return number >= 1 && number <= MAX_COUNT ? number : wrong(part, '1, 2, 3 …');
    });

  if (!values.has('FREQ')) faults.push({ code: 'recurrence-freq-missing', part: 'FREQ' });
  const freq = read('FREQ', (value) => (isFrequency(value) ? value : wrong('FREQ', FREQUENCIES.join(', '))));
  const interval = whole('INTERVAL');
  const count = whole('COUNT');
  const until = read('UNTIL', (value) => readUntil(value) ?? wrong('UNTIL', '20261231T165959Z'));
  const wkst = read('WKST', (value) => (isWeekday(value) ? value : wrong('WKST', WEEKDAYS.join(', '))));
  const byDay = read('BYDAY', (value) =>
    readList(value, readWeekday, (item) => wrong('BYDAY', 'MO, 1FR, -1SU …', item)),
  );
  const lists: Partial<Record<NumberList, readonly number[]>> = {};
  for (const name of NUMBER_LISTS) {
    const [least, greatest, negative] = RANGES[name];
    const allowed = `${negative ? `-${greatest} … -${least}, ` : ''}${least} … ${greatest}`;
    const list = read(name, (value) =>
      readList(
        value,
        (item) => readNumber(item, name),
        (item) => wrong(name, allowed, item),
      ),
    );
    if (list !== undefined) lists[name] = [...new Set(list)].sort((a, b) => a - b);
  }
  if (faults.length > 0 || freq === undefined) return { ok: false, faults };
  const bounds = { ...(count === undefined ? {} : { count }), ...(until === undefined ? {} : { until }) };
  const days = byDay === undefined ? {} : { byDay: uniqueDays(byDay) };
  return { ok: true, rule: { freq, interval: interval ?? 1, ...bounds, ...days, lists, wkst: wkst ?? 'MO' } };
}

/** What somebody wrote, as much of it as fits in a message. */
const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

const isFrequency = (value: string): value is Frequency => (FREQUENCIES as readonly string[]).includes(value);
const isWeekday = (value: string): value is Weekday => (WEEKDAYS as readonly string[]).includes(value);

function readList<T>(value: string, reader: (item: string) => T | undefined, wrong: (item: string) => undefined) {
  const items = value.split(',').map((item) => reader(item) ?? wrong(item));
  return items.every((item) => item !== undefined) ? (items as T[]) : undefined;
}

function readNumber(item: string, name: NumberList): number | undefined {
  const [least, greatest, negative] = RANGES[name];
  const digits = (negative ? /^[+-]?(\d+)$/ : /^(\d+)$/).exec(item)?.[1];
  if (digits === undefined || digits.length > String(greatest).length) return undefined;
  const number = Number(item);
  if (Math.abs(number) < least || Math.abs(number) > greatest) return undefined;
  // RFC 5545 section 3.3.12: who knows no leap seconds reads the second 60 as 59
  return name === 'BYSECOND' ? Math.min(number, 59) : number;
}

function readWeekday(item: string): WeekdayValue | undefined {
  const [, digits, weekday] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(item) ?? [];
  if (weekday === undefined || !isWeekday(weekday)) return undefined;
  if (digits === undefined) return { weekday };
  const ordinal = Number(digits);
  return ordinal !== 0 && Math.abs(ordinal) <= MAX_ORDINAL ? { weekday, ordinal } : undefined;
}

function readUntil(value: string): Until | undefined {
  const day = /^\d{8}$/.test(value)
    ? parseDate(`${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6)}`)
    : undefined;
  if (day !== undefined) return { form: 'date', wall: (day + 1) * DAY_MS - 1 };
  const utc = value.endsWith('Z');
  const wall = parseDateTime(utc ? value.slice(0, -1) : value);
  return wall === undefined ? undefined : { form: utc ? 'utc' : 'local', wall };
}

const rank = ({ weekday, ordinal = 0 }: WeekdayValue): number => ordinal * WEEKDAYS.length + WEEKDAYS.indexOf(weekday);

const uniqueDays = (days: readonly WeekdayValue[]): WeekdayValue[] =>
  [...new Map(days.map((day) => [rank(day), day])).values()].sort((a, b) => rank(a) - rank(b));
