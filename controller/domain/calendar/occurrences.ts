/** The starts of a schedule: the recurrence set of RFC 5545 section 3.8.5, with lunar dates, seasons and days off. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import {
  DAY_MS,
  type DayNumber,
  dateText,
  dateTimeText,
  dayOf,
  parseDate,
  parseDateTime,
  parseTime,
  timeOf,
  type WallMillis,
} from './civil-date.ts';
import { lunarDays } from './lunar/lunar-date.ts';
import type { CivilDate, Occurrence, RecurrenceSpec } from './recurrence-spec.ts';
import { parseRule } from './rule/parse-rule.ts';
import type { Rule, Until } from './rule/rule.ts';
import { ruleDates } from './rule/rule-dates.ts';
import { seasonOn } from './season.ts';
import { type ZoneClock, zoneClock } from './zone-clock.ts';

/** From `from` up to `until`, the latter excluded. */
export interface OccurrenceWindow {
  from: EpochMillis;
  until: EpochMillis;
}

const NO_DAYS_OFF: ReadonlySet<CivilDate> = new Set();

/**
 * Starts within the window, ascending; no two at the same moment, and every recurrenceId once. Windows that follow each
 * other give what one window over both would.
 *
 * `spec` has passed `checkRecurrence`. Seasons and days off act on what comes by rule or lunar date; a further date
 * (`rdate`) sounds as it is written. @throws RecurrenceTooHard for a rule that takes too many steps
 */
export function occurrences(
  spec: RecurrenceSpec,
  window: OccurrenceWindow,
  daysOff: ReadonlySet<CivilDate> = NO_DAYS_OFF,
): Occurrence[] {
  const start = startOf(spec);
  const clock = zoneClock(spec.zone, window.from, window.until);
  const firstDay = Math.max(dayOf(clock.wallAt(window.from)) - 1, dayOf(start));
  const endDay = spec.endDate === undefined ? Number.POSITIVE_INFINITY : (parseDate(spec.endDate) as DayNumber);
  const lastDay = Math.min(dayOf(clock.wallAt(window.until)) + 1, endDay);
  if (firstDay > lastDay) return [];

  const found = new Map<WallMillis, WallMillis>();
  for (const nominal of regularStarts(spec, start, firstDay, lastDay, clock)) {
    if (spec.skipDaysOff === true && daysOff.has(dateText(dayOf(nominal)))) continue;
    const season = seasonOn(dayOf(nominal), spec.seasons ?? []);
    found.set(nominal, season === undefined ? nominal : dayOf(nominal) * DAY_MS + (parseTime(season.time) as number));
  }
  for (const further of moments(spec.rdate)) {
    if (dayOf(further) >= firstDay && dayOf(further) <= lastDay && !found.has(further)) found.set(further, further);
  }
  const excepted = new Set(moments(spec.exdate));
  const byInstant = new Map<EpochMillis, Occurrence>();
  for (const [nominal, actual] of [...found].sort(([a], [b]) => a - b)) {
    const startAt = clock.instantOf(actual);
    if (excepted.has(nominal) || excepted.has(actual) || startAt < window.from || startAt >= window.until) continue;
    if (!byInstant.has(startAt)) byInstant.set(startAt, { recurrenceId: dateTimeText(nominal), startAt });
  }
  return [...byInstant.values()].sort((a, b) => a.startAt - b.startAt);
}

/** Usual start on the first day. */
export const startOf = ({ startDate, time }: RecurrenceSpec): WallMillis =>
  (parseDate(startDate) as DayNumber) * DAY_MS + (parseTime(time) as number);

const moments = (texts: readonly string[] = []): WallMillis[] =>
  texts.map(parseDateTime).filter((wall) => wall !== undefined);

/** What comes by rule, by lunar date, or once; usual time, days from `firstDay` to `lastDay`. */
function* regularStarts(
  spec: RecurrenceSpec,
  start: WallMillis,
  firstDay: DayNumber,
  lastDay: DayNumber,
  clock: ZoneClock,
): Generator<WallMillis> {
  const { rrule, lunar } = spec;
  if (rrule !== undefined) {
    const parsed = parseRule(rrule);
    if (!parsed.ok) throw new TypeError(`unchecked rule: ${rrule}`);
    const { rule } = parsed;
    for (const wall of ruleDates(rule, start, firstDay * DAY_MS, lastByUntil(rule, lastDay))) {
      if (isWithin(wall, rule.until, clock)) yield wall;
    }
  }
  if (lunar !== undefined) {
    for (const day of lunarDays(lunar, firstDay, lastDay)) yield day * DAY_MS + timeOf(start);
  }
  if (rrule === undefined && lunar === undefined && dayOf(start) >= firstDay && dayOf(start) <= lastDay) yield start;
}

/** No zone is a day from UTC, so what comes a day after UNTIL need not be looked at. */
const lastByUntil = ({ until }: Rule, lastDay: DayNumber): WallMillis =>
  Math.min((lastDay + 1) * DAY_MS - 1, until === undefined ? Number.POSITIVE_INFINITY : until.wall + DAY_MS);

const isWithin = (wall: WallMillis, until: Until | undefined, clock: ZoneClock): boolean =>
  until === undefined || (until.form === 'utc' ? clock.instantOf(wall) : wall) <= until.wall;
