/** When something comes back: what is stored of a schedule's times. */

/** Local date `YYYY-MM-DD` and time `HH:MM` or `HH:MM:SS` of the commune's zone. */
export type CivilDate = string;
export type CivilTime = string;

/** Yearly period by month and day, both inclusive; may run over New Year: from `11-01` to `03-31`. */
export interface Season {
  from: string;
  to: string;
  /** start in this period instead of the usual one */
  time: CivilTime;
}

/**
 * Day of the Vietnamese lunar calendar. A monthly date comes in leap months too, a yearly one only in the regular month.
 * Day 30 of a month of 29 days is its last day.
 */
export type LunarDate =
  | { every: 'month'; day: number }
  | { every: 'year'; month: number; day: number }
  /** last day of the lunar year, 29 or 30 Chạp */
  | { every: 'year'; month: 12; day: 'last' };

export interface RecurrenceSpec {
  /** IANA zone of the commune */
  zone: string;
  /** first day on which it may happen, and its usual start */
  startDate: CivilDate;
  time: CivilTime;
  /** last day on which it may happen */
  endDate?: CivilDate;
  /** RRULE value of RFC 5545, without `DTSTART`; absent together with `lunar`: once, on `startDate` */
  rrule?: string;
  lunar?: LunarDate[];
  /**
   * Further and excepted local date-times, `YYYYMMDDTHHMMSS`. A further one sounds as it is written, in every season and on
   * days off; an exception names the start by the usual time or that of the season.
   */
  rdate?: string[];
  exdate?: string[];
  seasons?: Season[];
  /** left out on the commune's days off */
  skipDaysOff?: boolean;
}

/** One start. */
export interface Occurrence {
  /** RECURRENCE-ID of RFC 5545: the local date-time by the rule, before seasons move it; never changes for an occurrence */
  recurrenceId: string;
  /** epoch milliseconds */
  startAt: number;
}
