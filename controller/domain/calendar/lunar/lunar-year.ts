/**
 * The Vietnamese lunar calendar, reckoned at UTC+7 by the rules that Hồ Ngọc Đức has published ("Thuật toán tính âm
 * lịch"): a month begins on the day of the new moon; the month that holds the winter solstice is the 11th; when thirteen
 * months lie between two of those, the first one without a major solar term is a leap month and repeats the number
 * before it.
 */
import { DAY_MS, type DayNumber } from '../civil-date.ts';
import { deltaTSeconds } from './delta-t.ts';
import { type JulianEphemerisDay, type Lunation, lunationAt, newMoon } from './new-moon.ts';
import { sunLongitude } from './sun-longitude.ts';

/** Years for which dates are given; outside, the predictions of day length are too uncertain. */
export const FIRST_LUNAR_YEAR = 1900;
export const LAST_LUNAR_YEAR = 2199;

export interface LunarMonth {
  /** 1 Giêng to 12 Chạp */
  month: number;
  leap: boolean;
  /** its first day */
  start: DayNumber;
  /** 29 or 30 */
  days: number;
}

const EPOCH_JULIAN = 2440587.5;
const DAYS_PER_YEAR = 365.2425;
const SECONDS_PER_DAY = DAY_MS / 1000;
const VIETNAM_DAYS = 7 / 24;
const DEGREES_PER_MAJOR_TERM = 30;
const TERM_OF_WINTER_SOLSTICE = 9;

const deltaTDays = (daysSinceEpoch: number): number =>
  deltaTSeconds(1970 + daysSinceEpoch / DAYS_PER_YEAR) / SECONDS_PER_DAY;

/** Day on which an instant falls in Vietnam. */
function dayInVietnam(instant: JulianEphemerisDay): DayNumber {
  const days = instant - EPOCH_JULIAN;
  return Math.floor(days - deltaTDays(days) + VIETNAM_DAYS);
}

/** Which twelfth of its way the sun is in when a day begins in Vietnam: 0 after the spring equinox, 9 after the winter solstice. */
function majorTerm(day: DayNumber): number {
  const midnight = day - VIETNAM_DAYS;
  return Math.floor(sunLongitude(midnight + deltaTDays(midnight) + EPOCH_JULIAN) / DEGREES_PER_MAJOR_TERM);
}

const newMoonDay = (lunation: Lunation): DayNumber => dayInVietnam(newMoon(lunation));

/** Lunation that begins the 11th month in a year's December or late November. */
function eleventhMonth(year: number): Lunation {
  const lastDay = Date.UTC(year, 11, 31) / DAY_MS;
  let lunation = lunationAt(lastDay + EPOCH_JULIAN) + 1;
  while (newMoonDay(lunation) > lastDay) lunation -= 1;
  return majorTerm(newMoonDay(lunation)) >= TERM_OF_WINTER_SOLSTICE ? lunation - 1 : lunation;
}

/** Months from the 11th that begins in the year before up to the next 11th, exclusive. */
function solsticeYear(year: number): LunarMonth[] {
  const first = eleventhMonth(year - 1);
  const count = eleventhMonth(year) - first;
  const starts = Array.from({ length: count + 1 }, (_, index) => newMoonDay(first + index));
  const terms = count === 13 ? starts.map(majorTerm) : [];
  const leapAt = terms.findIndex((term, index) => index > 0 && term === terms[index + 1]);
  return starts.slice(0, -1).map((start, index) => {
    const leap = index === leapAt;
    const ordinal = leapAt >= 0 && index >= leapAt ? index - 1 : index;
    return { month: ((ordinal + 10) % 12) + 1, leap, start, days: (starts[index + 1] ?? start) - start };
  });
}

/** Months of a lunar year, Tết first: 12 or 13. @throws RangeError outside 1900–2199 */
export function lunarMonths(year: number): LunarMonth[] {
  if (!Number.isInteger(year) || year < FIRST_LUNAR_YEAR || year > LAST_LUNAR_YEAR) {
    throw new RangeError(`no lunar year ${year}`);
  }
  const isWinter = ({ month }: LunarMonth) => month >= 11;
  const own = solsticeYear(year);
  const next = solsticeYear(year + 1);
  const fromNewYear = own.slice(own.findIndex((month) => !isWinter(month)));
  return [
    ...fromNewYear,
    ...next.slice(
      0,
      next.findIndex((month) => !isWinter(month)),
    ),
  ];
}
