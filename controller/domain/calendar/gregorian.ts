/** Fields of a date by whole numbers, since a rule asks for millions of them. Proleptic Gregorian calendar. */

/** Days since 1970-01-01, the date alone. */
export type DayNumber = number;

export interface CivilFields {
  year: number;
  /** 1 to 12 */
  month: number;
  day: number;
}

const DAYS_PER_ERA = 146_097;
/** 1970-01-01 counted from 0000-03-01, where leap days end years and eras begin. */
const EPOCH_SHIFT = 719_468;

/** H. Hinnant, chrono-Compatible Low-Level Date Algorithms, civil_from_days. */
export function fieldsOf(date: DayNumber): CivilFields {
  const z = date + EPOCH_SHIFT;
  const era = Math.floor(z / DAYS_PER_ERA);
  const dayOfEra = z - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1 };
}

/** First day of a month; months beyond 12 run on into the years after. The same, days_from_civil. */
export function monthStart(year: number, month: number): DayNumber {
  const months = year * 12 + month - 3;
  const shiftedYear = Math.floor(months / 12);
  const shiftedMonth = months - shiftedYear * 12;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * shiftedMonth + 2) / 5);
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - EPOCH_SHIFT;
}

export const yearStart = (year: number): DayNumber => monthStart(year, 1);

/** 0 Monday to 6 Sunday. */
export const weekdayOf = (date: DayNumber): number => (((date + 3) % 7) + 7) % 7;

/** First day of week 1 of a year: the first week with at least four days in it, weeks beginning on `wkst` (0 Monday). */
export function firstWeekStart(year: number, wkst: number): DayNumber {
  const fourth = yearStart(year) + 3;
  return fourth - ((weekdayOf(fourth) - wkst + 7) % 7);
}
