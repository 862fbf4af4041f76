/**
 * Local starts of a rule, RFC 5545 section 3.3.10, on wall clocks: zones are applied afterwards. A rule is walked period
 * by period (year, month, week or day; hour, minute or second); what a period holds is filtered, combined with the times
 * of the day and chosen from by BYSETPOS.
 */
import { DAY_MS, type DayNumber, dayOf, type WallMillis } from '../civil-date.ts';
import { fieldsOf, monthStart, yearStart } from '../gregorian.ts';
import { dayFilter } from './day-filter.ts';
import { isSubDaily, type Rule, WEEKDAYS } from './rule.ts';
import { stepBudget, type Tick } from './step-budget.ts';
import { subDailyPeriods } from './sub-daily.ts';
import { timesOfDay } from './times-of-day.ts';

/** Last moment that four digits of a year can name. */
const END_OF_TIME: WallMillis = Date.UTC(9999, 11, 31, 23, 59, 59);
/**
 * From `first` to `last`, both inclusive, ascending. UNTIL is left to the caller, who knows the zone. Where there is no
 * COUNT, nothing before `first` is looked at. @throws RecurrenceTooHard
 */
export function ruleDates(rule: Rule, start: WallMillis, first: WallMillis, last: WallMillis): WallMillis[] {
  const tick = stepBudget(rule.freq);
  const begin = rule.count === undefined ? Math.max(start, first) : start;
  const end = Math.min(last, END_OF_TIME);
  const periods = isSubDaily(rule)
    ? subDailyPeriods(rule, start, begin, end, tick)
    : dayPeriods(rule, start, begin, end, tick);
  const dates: WallMillis[] = [];
  let left = rule.count ?? Number.POSITIVE_INFINITY;
  for (const period of periods) {
    for (const date of chosen(period, rule.lists.BYSETPOS)) {
      tick();
      if (date < start) continue;
      if (date > end || left === 0) return dates;
      left -= 1;
      if (date >= first) dates.push(date);
    }
  }
  return dates;
}

/** Positions count from 1, or from the end by negative numbers; those that a period does not have choose nothing. */
function chosen(period: readonly WallMillis[], positions: readonly number[] | undefined): readonly WallMillis[] {
  if (positions === undefined) return period;
  return period.filter((_, index) => positions.includes(index + 1) || positions.includes(index - period.length));
}

/** Starts by year, month, week or day; only of periods that may hold some from `begin` to `end`. */
function* dayPeriods(
  rule: Rule,
  start: WallMillis,
  begin: WallMillis,
  end: WallMillis,
  tick: Tick,
): Generator<WallMillis[]> {
  const passes = dayFilter(rule, dayOf(start));
  const times = timesOfDay(rule, start);
  const { indexOf, startOf } = PERIODS[rule.freq as keyof typeof PERIODS](rule);
  const origin = indexOf(dayOf(start));
  const skipped = Math.floor((indexOf(dayOf(begin)) - origin) / rule.interval) * rule.interval;
  for (let index = origin + skipped; startOf(index) * DAY_MS <= end; index += rule.interval) {
    tick();
    const period: WallMillis[] = [];
    for (let day = startOf(index); day < startOf(index + 1); day += 1) {
      tick();
      if (!passes(day)) continue;
      for (const time of times) {
        tick();
        period.push(day * DAY_MS + time);
      }
    }
    if (period.length > 0) yield period;
  }
}

interface Periods {
  /** number of the period that holds a day; neighbours differ by 1 */
  indexOf(day: DayNumber): number;
  /** its first day */
  startOf(index: number): DayNumber;
}

const PERIODS = {
  YEARLY: (): Periods => ({ indexOf: (day) => fieldsOf(day).year, startOf: yearStart }),
  MONTHLY: (): Periods => ({
    indexOf: (day) => fieldsOf(day).year * 12 + fieldsOf(day).month - 1,
    startOf: (index) => monthStart(Math.floor(index / 12), (index % 12) + 1),
  }),
  WEEKLY: ({ wkst }: Rule): Periods => {
    // 1969-12-29 was a Monday
    const shift = WEEKDAYS.indexOf(wkst) - 3;
    return { indexOf: (day) => Math.floor((day - shift) / 7), startOf: (index) => index * 7 + shift };
  },
  DAILY: (): Periods => ({ indexOf: (day) => day, startOf: (index) => index }),
} as const;
