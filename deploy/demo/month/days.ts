/** Days and times of day of the commune: one zone, no summer time. */
const DAY_MS = 86_400_000;
const AHEAD_OF_UTC_MS = 7 * 3_600_000;

/** Midnight of the day in which the instant lies. */
export const midnight = (instant: number): number =>
  Math.floor((instant + AHEAD_OF_UTC_MS) / DAY_MS) * DAY_MS - AHEAD_OF_UTC_MS;

/** @param time such as 17:05 */
export function at(day: number, time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return day + (hours * 60 + minutes) * 60_000;
}

export const plusDays = (day: number, days: number): number => day + days * DAY_MS;

/** 1 Monday to 7 Sunday */
export const weekday = (day: number): number => ((Math.floor((day + AHEAD_OF_UTC_MS) / DAY_MS) + 3) % 7) + 1;

export const isoDay = (day: number): string => new Date(day + AHEAD_OF_UTC_MS).toISOString().slice(0, 10);
export const isoInstant = (instant: number): string => new Date(instant).toISOString();
