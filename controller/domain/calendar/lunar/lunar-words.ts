/** How days of the lunar calendar are said. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import type { LunarDate } from '../recurrence-spec.ts';
import type { LunarDay } from './lunar-date.ts';

const STEMS = ['Giáp', 'Ất', 'Bính', 'Đinh', 'Mậu', 'Kỷ', 'Canh', 'Tân', 'Nhâm', 'Quý'];
const BRANCHES = ['Tý', 'Sửu', 'Dần', 'Mão', 'Thìn', 'Tỵ', 'Ngọ', 'Mùi', 'Thân', 'Dậu', 'Tuất', 'Hợi'];
const MONTHS = [...['Giêng', 'Hai', 'Ba', 'Tư', 'Năm', 'Sáu', 'Bảy', 'Tám', 'Chín', 'Mười'], ...['Mười một', 'Chạp']];
/** The year 4 was Giáp Tý. */
const FIRST_YEAR_OF_CYCLE = 4;

const nth = (names: readonly string[], index: number): string => names[index % names.length] ?? '';

/** Can and chi of a lunar year: 2026 is Bính Ngọ. */
export const yearName = (year: number): string =>
  `${nth(STEMS, year - FIRST_YEAR_OF_CYCLE)} ${nth(BRANCHES, year - FIRST_YEAR_OF_CYCLE)}`;

/** "Giêng", "Hai" … "Chạp"; a leap month says so. */
export const monthName = (month: number, leap = false): string => `${nth(MONTHS, month - 1)}${leap ? ' nhuận' : ''}`;

/** "mùng 5", "rằm", "ngày 23". */
export function dayName(day: number): string {
  if (day <= 10) return `mùng ${day}`;
  return day === 15 ? 'rằm' : `ngày ${day}`;
}

/** "mùng 5 tháng Giêng năm Bính Ngọ". */
export const lunarDayWords = ({ year, month, leap, day }: LunarDay): Words => ({
  vi: `${dayName(day)} tháng ${monthName(month, leap)} năm ${yearName(year)}`,
  en: `day ${day} of ${leap ? 'leap ' : ''}lunar month ${month}, year ${yearName(year)}`,
});

/** What a recurring lunar date is called, without how often it comes. */
export function lunarDateWords(date: LunarDate): Words {
  if (date.every === 'month') {
    return date.day === 30
      ? { vi: 'ngày 30 (tháng thiếu: 29)', en: 'day 30 (29 in short months)' }
      : { vi: dayName(date.day), en: `day ${date.day}` };
  }
  if (date.day === 'last') return { vi: 'giao thừa (ngày cuối tháng Chạp)', en: 'the last day of the lunar year' };
  const month = { vi: `tháng ${monthName(date.month)}`, en: `lunar month ${date.month}` };
  const day = lunarDateWords({ every: 'month', day: date.day });
  return { vi: `${day.vi} ${month.vi}`, en: `${day.en} of ${month.en}` };
}
