/** Recurrences for tests, and starts as text. */
import { occurrences } from '@loa-lang/controller/domain/calendar/occurrences';
import type { RecurrenceSpec } from '@loa-lang/controller/domain/calendar/recurrence-spec';

export const VIETNAM = 'Asia/Ho_Chi_Minh';

/** Of `19970902T090000`. */
export const specAt = (zone: string, start: string, more: Partial<RecurrenceSpec> = {}): RecurrenceSpec => ({
  zone,
  startDate: `${start.slice(0, 4)}-${start.slice(4, 6)}-${start.slice(6, 8)}`,
  time: `${start.slice(9, 11)}:${start.slice(11, 13)}:${start.slice(13, 15)}`,
  ...more,
});

/** Every day at 05:00 in Vietnam, from Thursday 26 November 2026. */
export const daily = (more: Partial<RecurrenceSpec> = {}): RecurrenceSpec => ({
  zone: VIETNAM,
  startDate: '2026-11-26',
  time: '05:00',
  rrule: 'FREQ=DAILY',
  ...more,
});

/** Starts between two days of Vietnam as `2026-11-26 05:00`. */
export const startsIn = (
  spec: RecurrenceSpec,
  from: string,
  until: string,
  daysOff: readonly string[] = [],
): string[] => {
  const window = { from: Date.parse(`${from}T00:00+07:00`), until: Date.parse(`${until}T00:00+07:00`) };
  return occurrences(spec, window, new Set(daysOff)).map(({ startAt }) => inVietnam(startAt));
};

export const inVietnam = (instant: number): string =>
  new Date(instant + 7 * 3600_000).toISOString().slice(0, 16).replace('T', ' ');
