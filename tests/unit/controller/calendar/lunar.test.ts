import { dateText, dayNumber, parseDate } from '@loa-lang/controller/domain/calendar/civil-date';
import { fromLunar, lunarDays, toLunar } from '@loa-lang/controller/domain/calendar/lunar/lunar-date';
import { lunarDayWords, yearName } from '@loa-lang/controller/domain/calendar/lunar/lunar-words';
import { FIRST_LUNAR_YEAR, LAST_LUNAR_YEAR, lunarMonths } from '@loa-lang/controller/domain/calendar/lunar/lunar-year';
import { sunLongitude } from '@loa-lang/controller/domain/calendar/lunar/sun-longitude';
import type { LunarDate } from '@loa-lang/controller/domain/calendar/recurrence-spec';
import { describe, expect, it } from 'vitest';

const day = (text: string): number => parseDate(text) as number;
const gregorian = (year: number, month: number, date: number, leap = false): string | undefined => {
  const found = fromLunar({ year, month, day: date, leap });
  return found === undefined ? undefined : dateText(found);
};
const between = (date: LunarDate, from: string, until: string) =>
  lunarDays([date], day(from), day(until)).map(dateText);

describe('Tết', () => {
  it.each([
    // where Vietnam and China differ
    [1968, '1968-01-29'],
    [1969, '1969-02-16'],
    [1985, '1985-01-21'],
    [2007, '2007-02-17'],
    [2030, '2030-02-02'],
    [2053, '2053-02-18'],
    // as printed
    [1975, '1975-02-11'],
    [2000, '2000-02-05'],
    [2019, '2019-02-05'],
    [2020, '2020-01-25'],
    [2021, '2021-02-12'],
    [2022, '2022-02-01'],
    [2023, '2023-01-22'],
    [2024, '2024-02-10'],
    [2025, '2025-01-29'],
    [2026, '2026-02-17'],
    [2027, '2027-02-06'],
    [2028, '2028-01-26'],
    [2029, '2029-02-13'],
    [2031, '2031-01-23'],
    [2033, '2033-01-31'],
    [2034, '2034-02-19'],
  ])('%i falls on %s', (year, date) => expect(gregorian(year, 1, 1)).toBe(date));

  it('1 February lunar 2032 is 11 March', () => expect(gregorian(2032, 2, 1)).toBe('2032-03-11'));
});

describe('leap months', () => {
  it.each([
    [1984, undefined],
    [1985, 2],
    [1987, 7],
    [2001, 4],
    [2004, 2],
    [2006, 7],
    [2009, 5],
    [2012, 4],
    [2014, 9],
    [2017, 6],
    [2020, 4],
    [2023, 2],
    [2025, 6],
    [2026, undefined],
    [2028, 5],
    [2031, 3],
    [2033, 11],
    [2036, 6],
  ])('of %i', (year, month) => {
    expect(lunarMonths(year).find(({ leap }) => leap)?.month).toBe(month);
  });
});

describe('every day from 1900 to 2199', () => {
  it('is one lunar day, and that day is it; months have 29 or 30 days, years 12 or 13 months', () => {
    let expected = lunarMonths(FIRST_LUNAR_YEAR)[0]?.start as number;
    let days = 0;
    for (let year = FIRST_LUNAR_YEAR; year <= LAST_LUNAR_YEAR; year += 1) {
      const months = lunarMonths(year);
      const regular = months.filter(({ leap }) => !leap).map(({ month }) => month);
      expect(regular).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
      expect(months.filter(({ leap }) => leap).length).toBe(months.length - 12);
      expect([12, 13]).toContain(months.length);
      for (const { start, days: length } of months) {
        expect(start).toBe(expected);
        expect([29, 30]).toContain(length);
        expected += length;
        days += length;
      }
    }
    console.info(`${days} days in months of 29 and 30`);
    for (let date = day('1900-01-31'); date <= day('2199-12-31'); date += 13) {
      const lunar = toLunar(date);
      expect(fromLunar(lunar)).toBe(date);
    }
  });

  it('outside there are no lunar days', () => {
    expect(() => toLunar(day('1900-01-30'))).toThrow(RangeError);
    expect(() => lunarMonths(2200)).toThrow(RangeError);
    expect(() => toLunar(day('2201-01-01'))).toThrow(RangeError);
    expect(toLunar(day('2200-01-01')).year).toBe(2199);
    expect(between({ every: 'month', day: 1 }, '2199-12-01', '2300-01-01').length).toBeLessThan(5);
  });
});

describe('the sun', () => {
  it.each([
    ['2024-12-21T09:20Z', 270],
    ['2026-03-20T14:46Z', 0],
    ['2026-06-21T08:24Z', 90],
    ['1968-12-21T19:00Z', 270],
  ])('at %s is at %i°, within two minutes', (text, degrees) => {
    const terrestrial = Date.parse(text) / 86_400_000 + 2440587.5 + 69 / 86_400;
    const away = ((sunLongitude(terrestrial) - degrees + 540) % 360) - 180;
    expect(Math.abs(away)).toBeLessThan(0.0014);
  });
});

describe('recurring lunar dates', () => {
  it('monthly ones come in leap months, yearly ones only in the regular month', () => {
    // 2025 has a second sixth month
    expect(between({ every: 'month', day: 15 }, '2025-06-01', '2025-09-30')).toEqual([
      '2025-06-10',
      '2025-07-09',
      '2025-08-08',
      '2025-09-06',
    ]);
    expect(between({ every: 'year', month: 6, day: 15 }, '2025-01-01', '2026-12-31')).toEqual([
      '2025-07-09',
      '2026-07-28',
    ]);
    expect(between({ every: 'year', month: 3, day: 10 }, '2025-01-01', '2027-12-31')).toEqual([
      '2025-04-07',
      '2026-04-26',
      '2027-04-16',
    ]);
    expect(between({ every: 'year', month: 12, day: 23 }, '2025-01-01', '2027-12-31')).toEqual([
      '2025-01-22',
      '2026-02-10',
      '2027-01-30',
    ]);
  });

  it('giao thừa is the day before Tết, the 29th or 30th of Chạp', () => {
    const eves = between({ every: 'year', month: 12, day: 'last' }, '2024-01-01', '2031-12-31');
    expect(eves).toEqual([
      '2024-02-09',
      '2025-01-28',
      '2026-02-16',
      '2027-02-05',
      '2028-01-25',
      '2029-02-12',
      '2030-02-01',
      '2031-01-22',
    ]);
    const days = eves.map((eve) => toLunar(day(eve)).day);
    expect(new Set(days)).toEqual(new Set([29, 30]));
  });

  it('day 30 of a month of 29 days is its last day, and comes once beside a day 29', () => {
    const months = lunarMonths(2026);
    expect(months.some(({ days }) => days === 29)).toBe(true);
    const ends = months.map(({ start, days }) => dateText(start + days - 1));
    const from = dateText(months[0]?.start as number);
    const until = ends[ends.length - 1] as string;
    expect(between({ every: 'month', day: 30 }, from, until)).toEqual(ends);
    const both = lunarDays(
      [
        { every: 'month', day: 30 },
        { every: 'month', day: 29 },
      ],
      day(from),
      day(until),
    );
    expect(both.length).toBe(ends.length + months.filter(({ days }) => days === 30).length);
  });
});

describe('names', () => {
  it('of years go round in sixty', () => {
    expect([1984, 2024, 2025, 2026, 2044].map(yearName)).toEqual([
      'Giáp Tý',
      'Giáp Thìn',
      'Ất Tỵ',
      'Bính Ngọ',
      'Giáp Tý',
    ]);
  });

  it.each([
    ['2026-02-21', 'mùng 5 tháng Giêng năm Bính Ngọ'],
    ['2026-03-03', 'rằm tháng Giêng năm Bính Ngọ'],
    ['2025-08-08', 'rằm tháng Sáu nhuận năm Ất Tỵ'],
    ['2026-02-10', 'ngày 23 tháng Chạp năm Ất Tỵ'],
    ['2026-12-09', 'mùng 1 tháng Mười một năm Bính Ngọ'],
  ])('of %s', (date, words) => expect(lunarDayWords(toLunar(day(date))).vi).toBe(words));

  it('no month has a 30 February', () => expect(dayNumber(2026, 2, 30)).toBeUndefined());
});
