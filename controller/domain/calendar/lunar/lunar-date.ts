/** Between the days of the two calendars, and what falls on a lunar date. */
import { type DayNumber, dateText } from '../civil-date.ts';
import type { LunarDate } from '../recurrence-spec.ts';
import { FIRST_LUNAR_YEAR, LAST_LUNAR_YEAR, type LunarMonth, lunarMonths } from './lunar-year.ts';

export interface LunarDay {
  year: number;
  /** 1 Giêng to 12 Chạp */
  month: number;
  /** tháng nhuận */
  leap: boolean;
  /** 1 to 30 */
  day: number;
}

const startOf = (year: number): DayNumber => lunarMonths(year)[0]?.start ?? Number.NaN;

/** @throws RangeError outside the lunar years 1900–2199 */
export function toLunar(date: DayNumber): LunarDay {
  const civilYear = Number(dateText(date).slice(0, 4));
  // Tết falls between 21 January and 21 February
  const year = civilYear > LAST_LUNAR_YEAR || date < startOf(civilYear) ? civilYear - 1 : civilYear;
  const months = lunarMonths(year);
  const found = months.findLast(({ start }) => start <= date);
  if (found === undefined || date >= found.start + found.days) throw new RangeError(`no lunar day for ${date}`);
  return { year, month: found.month, leap: found.leap, day: date - found.start + 1 };
}

/** `undefined` for a day that does not exist: a 30th of a short month, a leap month of another year. */
export function fromLunar({ year, month, leap, day }: LunarDay): DayNumber | undefined {
  const found = lunarMonths(year).find((each) => each.month === month && each.leap === leap);
  return found !== undefined && day >= 1 && day <= found.days ? found.start + day - 1 : undefined;
}

/**
 * Days on which one of the lunar dates falls, from `first` up to `last` inclusive, ascending and each once. Monthly dates
 * come in leap months too, yearly ones only in the regular month. Day 30 of a month that has 29 is its last day, as
 * families and communal houses keep it. Nothing outside the lunar years 1900–2199.
 */
export function lunarDays(dates: readonly LunarDate[], first: DayNumber, last: DayNumber): DayNumber[] {
  const from = Math.max(Number(dateText(first).slice(0, 4)) - 1, FIRST_LUNAR_YEAR);
  const until = Math.min(Number(dateText(last).slice(0, 4)), LAST_LUNAR_YEAR);
  const found = new Set<DayNumber>();
  for (let year = from; year <= until; year += 1) {
    const months = lunarMonths(year);
    for (const month of months) {
      for (const date of dates) {
        if (!isIn(date, month)) continue;
        const day = month.start + Math.min(date.day === 'last' ? month.days : date.day, month.days) - 1;
        if (day >= first && day <= last) found.add(day);
      }
    }
  }
  return [...found].sort((a, b) => a - b);
}

function isIn(date: LunarDate, month: LunarMonth): boolean {
  if (date.every === 'month') return true;
  return date.month === month.month && !month.leap;
}
