/** Which days a rule names: the parts BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY and BYDAY, all at once. */
import type { DayNumber } from '../civil-date.ts';
import { fieldsOf, firstWeekStart, monthStart, weekdayOf, yearStart } from '../gregorian.ts';
import { type Rule, WEEKDAYS, type WeekdayValue } from './rule.ts';

/**
 * A day passes when it satisfies every part. Where the rule names no day, the start does (RFC 5545 section 3.3.10,
 * "retrieved from the DTSTART property").
 */
export function dayFilter(rule: Rule, start: DayNumber): (date: DayNumber) => boolean {
  const { freq, lists } = rule;
  const { month: startMonth, day: startDay } = fieldsOf(start);
  const isNamed = (rule.byDay ?? lists.BYMONTHDAY ?? lists.BYYEARDAY ?? lists.BYWEEKNO) !== undefined;
  const isYearly = freq === 'YEARLY';
  const months = lists.BYMONTH ?? (isYearly && !isNamed ? [startMonth] : undefined);
  const monthDays = lists.BYMONTHDAY ?? ((isYearly || freq === 'MONTHLY') && !isNamed ? [startDay] : undefined);
  const ownWeekday = freq === 'WEEKLY' && !isNamed ? WEEKDAYS[weekdayOf(start)] : undefined;
  const weekdays = rule.byDay ?? (ownWeekday === undefined ? undefined : [{ weekday: ownWeekday }]);
  const wkst = WEEKDAYS.indexOf(rule.wkst);
  const { BYYEARDAY: yearDays, BYWEEKNO: weeks } = lists;
  const isOrdinalInMonth = freq === 'MONTHLY' || lists.BYMONTH !== undefined;

  return (date) => {
    const weekday = weekdayOf(date);
    if (weekdays !== undefined && !weekdays.some((value) => WEEKDAYS[weekday] === value.weekday)) return false;
    const { year, month, day } = fieldsOf(date);
    if (months !== undefined && !months.includes(month)) return false;
    if (monthDays !== undefined && !holds(monthDays, day, monthStart(year, month + 1) - monthStart(year, month))) {
      return false;
    }
    const yearDay = date - yearStart(year) + 1;
    const yearLength = yearStart(year + 1) - yearStart(year);
    if (yearDays !== undefined && !holds(yearDays, yearDay, yearLength)) return false;
    if (weeks !== undefined && !isInWeek(date, year, weeks, wkst)) return false;
    if (weekdays === undefined || weekdays.some((value) => isEvery(value, weekday))) return true;
    const [position, length] = isOrdinalInMonth
      ? [day, monthStart(year, month + 1) - monthStart(year, month)]
      : [yearDay, yearLength];
    const ordinals = weekdays.flatMap(({ ordinal, weekday: name }) =>
      ordinal !== undefined && WEEKDAYS[weekday] === name ? [ordinal] : [],
    );
    return ordinals.includes(Math.ceil(position / 7)) || ordinals.includes(-Math.ceil((length - position + 1) / 7));
  };
}

const isEvery = ({ ordinal, weekday }: WeekdayValue, index: number): boolean =>
  ordinal === undefined && WEEKDAYS[index] === weekday;

/** Whether a list names a place, counted from 1, or from the end by negative numbers. */
const holds = (list: readonly number[], place: number, length: number): boolean =>
  list.includes(place) || list.includes(place - length - 1);

/** Weeks at the turn of a year belong to the year that holds most of their days. */
function isInWeek(date: DayNumber, calendarYear: number, weeks: readonly number[], wkst: number): boolean {
  let year = calendarYear + 1;
  while (firstWeekStart(year, wkst) > date) year -= 1;
  const first = firstWeekStart(year, wkst);
  const week = Math.floor((date - first) / 7) + 1;
  return holds(weeks, week, (firstWeekStart(year + 1, wkst) - first) / 7);
}
