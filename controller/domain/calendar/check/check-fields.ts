/** Whether each field of a recurrence says something by itself. */
import { MAX_SINGLE_DATES } from '@loa-lang/schemas/http/recurrence';
import { parseDate, parseDateTime, parseTime } from '../civil-date.ts';
import type { LunarDate, RecurrenceSpec, Season } from '../recurrence-spec.ts';
import { isZone } from '../zone-clock.ts';
import { notice, type RecurrenceNotice } from './notice.ts';

/** A rule with COUNT is counted from its first day on. */
const EARLIEST_DATE = '1900-01-01';

export function fieldFaults(spec: RecurrenceSpec): RecurrenceNotice[] {
  const { zone, startDate, time, endDate, lunar = [], rdate = [], exdate = [], seasons = [] } = spec;
  const faults: RecurrenceNotice[] = [];
  if (!isZone(zone)) faults.push(notice('recurrence-zone-unknown', 'zone', { value: zone }));
  if (parseDate(startDate) === undefined) {
    faults.push(notice('recurrence-date-wrong', 'startDate', { value: startDate }));
  }
  if (startDate < EARLIEST_DATE) faults.push(notice('recurrence-start-too-early', 'startDate', { value: startDate }));
  if (parseTime(time) === undefined) faults.push(notice('recurrence-time-wrong', 'time', { value: time }));
  if (endDate !== undefined && parseDate(endDate) === undefined) {
    faults.push(notice('recurrence-date-wrong', 'endDate', { value: endDate }));
  }
  for (const [index, date] of lunar.entries()) {
    if (!isLunarDate(date)) {
      faults.push(notice('recurrence-lunar-date-wrong', `lunar.${index}`, { value: lunarText(date) }));
    }
  }
  for (const [index, season] of seasons.entries()) {
    if (!isSeason(season)) {
      const value = `${season.from} – ${season.to}, ${season.time}`;
      faults.push(notice('recurrence-season-wrong', `seasons.${index}`, { value }));
    }
  }
  if (rdate.length + exdate.length > MAX_SINGLE_DATES) {
    faults.push(
      notice('recurrence-too-many-dates', 'rdate', { value: rdate.length + exdate.length, allowed: MAX_SINGLE_DATES }),
    );
    return faults;
  }
  for (const [name, moments] of Object.entries({ rdate, exdate })) {
    for (const [index, value] of moments.entries()) {
      if (parseDateTime(value) === undefined)
        faults.push(notice('recurrence-moment-wrong', `${name}.${index}`, { value }));
    }
  }
  return faults;
}

const isBetween = (value: unknown, least: number, greatest: number): boolean =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= greatest;

const isLunarDate = (date: LunarDate): boolean =>
  (isBetween(date.day, 1, 30) && (date.every === 'month' || isBetween(date.month, 1, 12))) ||
  (date.every === 'year' && date.month === 12 && date.day === 'last');

const lunarText = (date: LunarDate): string => (date.every === 'year' ? `${date.day}/${date.month}` : `${date.day}`);

/** 29 February is a day of a season, though not of every year. */
const isMonthDay = (text: string): boolean => parseDate(`2024-${text}`) !== undefined;

const isSeason = ({ from, to, time }: Season): boolean =>
  isMonthDay(from) && isMonthDay(to) && parseTime(time) !== undefined;
