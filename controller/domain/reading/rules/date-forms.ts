/** Dates as they are written, before anything is decided about them. */
import type { Scan } from '../scan.ts';

export interface WrittenDate {
  to: number;
  day?: number;
  month: number;
  year?: number;
  separator: string;
}

const FULL = /(\d{1,2})( ?)([/.\-–])\2(\d{1,2})\2\3\2(\d{4}|\d{2})(?![\d\p{L}]|[/-]\p{L}{2}|[.,]\d)/uy;
const ISO = /((?:19|20)\d{2})-(\d{2})-(\d{2})(?!\d)/y;
const DAY_MONTH = /(\d{1,2})( ?)([/.\-–])\2(\d{1,2})(?![\d\p{L}]|[/.,]\d|[/-]\p{Lu}{2})/uy;
const MONTH_YEAR = /(\d{1,2})( ?)([/.\-–])\2((?:1[0-9]|2[0-2])\d{2})(?![\d\p{L}]|[/.,]\d|[/-]\p{Lu}{2})/uy;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export const isDay = (day: number, month: number): boolean => day >= 1 && day <= (DAYS[month - 1] ?? 0);

/** Of the years that end in `two` digits the one nearest to `reference`. */
export function fullYear(two: number, reference: number): number {
  const century = Math.floor(reference / 100) * 100;
  return [century - 100 + two, century + two, century + 100 + two].reduce((best, year) =>
    Math.abs(year - reference) < Math.abs(best - reference) ? year : best,
  );
}

/** 05/12/2025, 5-9-1890, 20.6.2025, 24 - 7 - 2002, 5/12/25, 2025-12-05. */
export function fullDateAt(scan: Scan, at: number): WrittenDate | undefined {
  const iso = scan.match(ISO, at);
  if (iso !== undefined) {
    const [all, year, month, day] = iso;
    const date = { to: at + all.length, day: Number(day), month: Number(month), year: Number(year), separator: '-' };
    return isDay(date.day, date.month) ? date : undefined;
  }
  const found = scan.match(FULL, at);
  if (found === undefined) return undefined;
  const [all, dayText, , separator = '', monthText, yearText = ''] = found;
  const [day, month] = [Number(dayText), Number(monthText)];
  if (!isDay(day, month)) return undefined;
  if (yearText.length === 4 && (Number(yearText) < 1000 || Number(yearText) > 2999)) return undefined;
  if (yearText.length === 2 && separator !== '/' && !/(?:ngày|hôm) $/u.test(scan.before(at))) return undefined;
  const year = yearText.length === 4 ? Number(yearText) : fullYear(Number(yearText), scan.referenceYear);
  return { to: at + all.length, day, month, year, separator };
}

export function dayMonthAt(scan: Scan, at: number): WrittenDate | undefined {
  const found = scan.match(DAY_MONTH, at);
  if (found === undefined) return undefined;
  const [all, dayText, , separator = '', monthText] = found;
  const [day, month] = [Number(dayText), Number(monthText)];
  // 12-11-10 is no day and month
  if (separator !== '/' && scan.match(/[-–]\d/y, at + all.length) !== undefined) return undefined;
  return isDay(day, month) ? { to: at + all.length, day, month, separator } : undefined;
}

export function monthYearAt(scan: Scan, at: number): WrittenDate | undefined {
  const found = scan.match(MONTH_YEAR, at);
  if (found === undefined) return undefined;
  const [all, monthText, , separator = '', year] = found;
  const month = Number(monthText);
  return month >= 1 && month <= 12 ? { to: at + all.length, month, year: Number(year), separator } : undefined;
}
