/** Days of a calendar as text, YYYY-MM-DD: no clock and no zone has a part in it. */

const DAY_MS = 86_400_000;

const toNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
const toText = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);

export const isDay = (text: string | null): text is string =>
  text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));

export const addDays = (day: string, count: number): string => toText(toNumber(day) + count);

/** Monday of its week: weeks begin on Monday in Vietnam. */
export const mondayOf = (day: string): string => addDays(day, -((toNumber(day) + 3) % 7));

/** 0 Monday to 6 Sunday. */
export const weekdayOf = (day: string): number => (toNumber(day) + 3) % 7;

export function addMonths(day: string, count: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  const at = year * 12 + (month - 1) + count;
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}-01`;
}

export type View = 'week' | 'month';

/** The days shown: a week, or the whole weeks of a month, six at most. */
export function spanOf(view: View, day: string): { from: string; to: string } {
  if (view === 'week') return { from: mondayOf(day), to: addDays(mondayOf(day), 6) };
  const first = `${day.slice(0, 7)}-01`;
  return { from: mondayOf(first), to: addDays(mondayOf(addDays(addMonths(first, 1), -1)), 6) };
}

/** The same place one step on or back. */
export const stepFrom = (view: View, day: string, step: 1 | -1): string =>
  view === 'week' ? addDays(day, 7 * step) : addMonths(day, step);

/** `07/12` of a day. */
export const shortDay = (day: string): string => `${day.slice(8, 10)}/${day.slice(5, 7)}`;
