/** What the parts of a rule may do together: the MUSTs of RFC 5545 section 3.3.10, and what a schedule adds to them. */
import { type Frequency, isSubDaily, type NumberList, type Rule, type RuleFault } from './rule.ts';

/** RFC 5545, table on page 44: where a part is marked N/A. */
const NOT_WITH: Partial<Record<NumberList, readonly Frequency[]>> = {
  BYWEEKNO: ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY'],
  BYYEARDAY: ['DAILY', 'WEEKLY', 'MONTHLY'],
  BYMONTHDAY: ['WEEKLY'],
};

/** A village hears at most a few sessions a day; more is a slip of the pen, such as a BYMINUTE meant as a time. */
export const MAX_TIMES_A_DAY = 24;
/** Longer gaps than this between two of a schedule are a slip of the pen, too. */
export const MAX_INTERVAL = 1000;
/** Starts are counted from the first one on at every look; 27 years of every day are enough. */
export const MAX_COUNT = 10_000;

/** What RFC 5545 forbids. */
export function standardFaults(rule: Rule): RuleFault[] {
  const { freq, lists, byDay } = rule;
  const faults: RuleFault[] = [];
  if (rule.count !== undefined && rule.until !== undefined) {
    faults.push({ code: 'recurrence-count-and-until', part: 'COUNT' });
  }
  for (const [part, frequencies] of Object.entries(NOT_WITH)) {
    if (lists[part as NumberList] !== undefined && frequencies.includes(freq)) {
      faults.push({ code: 'recurrence-part-not-with-freq', part, value: freq });
    }
  }
  const numbered = byDay?.some(({ ordinal }) => ordinal !== undefined) ?? false;
  if (numbered && freq !== 'MONTHLY' && freq !== 'YEARLY') {
    faults.push({ code: 'recurrence-weekday-number', part: 'BYDAY', value: freq });
  } else if (numbered && lists.BYWEEKNO !== undefined) {
    faults.push({ code: 'recurrence-weekday-number-in-week', part: 'BYDAY' });
  }
  const { BYSETPOS: positions, ...others } = lists;
  if (positions !== undefined && byDay === undefined && Object.keys(others).length === 0) {
    faults.push({ code: 'recurrence-setpos-alone', part: 'BYSETPOS' });
  }
  return faults;
}

/** What a schedule refuses although RFC 5545 allows it. */
export function scheduleFaults(rule: Rule): RuleFault[] {
  if (isSubDaily(rule)) return [{ code: 'recurrence-freq-too-fast', part: 'FREQ', value: rule.freq }];
  const faults: RuleFault[] = [];
  if (timesADay(rule) > MAX_TIMES_A_DAY) {
    faults.push({ code: 'recurrence-too-many-times', part: 'BYHOUR', value: String(timesADay(rule)) });
  }
  if (rule.interval > MAX_INTERVAL) {
    faults.push({ code: 'recurrence-interval-too-large', part: 'INTERVAL', value: String(rule.interval) });
  }
  if (rule.count !== undefined && rule.count > MAX_COUNT) {
    const allowed = `1 … ${MAX_COUNT}`;
    faults.push({ code: 'recurrence-value-wrong', part: 'COUNT', value: String(rule.count), allowed });
  }
  return faults;
}

/** Starts on a day that the rule names, for rules of days and more. */
export const timesADay = ({ lists: { BYHOUR, BYMINUTE, BYSECOND } }: Rule): number =>
  [BYHOUR, BYMINUTE, BYSECOND].reduce((product, list) => product * (list?.length ?? 1), 1);
