/** Dates and wall-clock times without a zone, as whole numbers that can be reckoned with. */
import { type DayNumber, fieldsOf, monthStart } from './gregorian.ts';

export type { DayNumber } from './gregorian.ts';

/** Milliseconds from 1970-01-01T00:00 to what a clock shows, as if every day had 24 hours. */
export type WallMillis = number;

export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

/** `undefined` for what is no date, 30 February among them. */
export function parseDate(text: string): DayNumber | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  return dayNumber(Number(year), Number(month), Number(day));
}

/** `undefined` for what is no date of the Gregorian calendar. Month from 1. */
export function dayNumber(year: number, month: number, day: number): DayNumber | undefined {
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= monthStart(year, month + 1) - monthStart(year, month);
  return isDay ? monthStart(year, month) + day - 1 : undefined;
}

/** `YYYY-MM-DD`. */
export function dateText(date: DayNumber): string {
  const { year, month, day } = fieldsOf(date);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** Milliseconds since midnight of `HH:MM` or `HH:MM:SS`; `undefined` for what no clock shows. */
export function parseTime(text: string): number | undefined {
  const [, hour, minute, second = '00'] = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text) ?? [];
  if (hour === undefined) return undefined;
  return (Number(hour) * 60 + Number(minute)) * MINUTE_MS + Number(second) * 1000;
}

/** `HH:MM`, with seconds only where there are some. */
export function timeText(timeOfDayMs: number): string {
  const seconds = Math.round(timeOfDayMs / 1000);
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
  return seconds % 60 === 0 ? text : `${text}:${two(seconds % 60)}`;
}

/** Form of RFC 5545 for a local date-time, `YYYYMMDDTHHMMSS`; `undefined` for what is none. Second 60 is read as 59. */
export function parseDateTime(text: string): WallMillis | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d{2})(\d{2})T([01]\d|2[0-3])([0-5]\d)([0-5]\d|60)$/.exec(text) ?? [];
  const date = year === undefined ? undefined : dayNumber(Number(year), Number(month), Number(day));
  if (date === undefined) return undefined;
  return date * DAY_MS + (Number(hour) * 60 + Number(minute)) * MINUTE_MS + Math.min(Number(second), 59) * 1000;
}

export function dateTimeText(wall: WallMillis): string {
  const seconds = Math.floor(timeOf(wall) / 1000);
  const time = `${two(Math.floor(seconds / 3600))}${two(Math.floor(seconds / 60) % 60)}${two(seconds % 60)}`;
  return `${dateText(dayOf(wall)).replaceAll('-', '')}T${time}`;
}

export const dayOf = (wall: WallMillis): DayNumber => Math.floor(wall / DAY_MS);
export const timeOf = (wall: WallMillis): number => wall - dayOf(wall) * DAY_MS;
