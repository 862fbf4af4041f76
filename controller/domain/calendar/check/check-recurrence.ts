/** Whether a schedule's times can be kept, and what is worth saying about them, before anything is stored. */
import type { ErrorParameters } from '@loa-lang/schemas/errors/codes';
import {
  DAY_MS,
  type DayNumber,
  dateText,
  dateTimeText,
  dayOf,
  parseDate,
  parseDateTime,
  type WallMillis,
} from '../civil-date.ts';
import { FIRST_LUNAR_YEAR, LAST_LUNAR_YEAR } from '../lunar/lunar-year.ts';
import { nextOccurrences } from '../next-occurrences.ts';
import { occurrences, startOf } from '../occurrences.ts';
import type { RecurrenceSpec } from '../recurrence-spec.ts';
import { scheduleFaults, standardFaults, timesADay } from '../rule/check-rule.ts';
import { parseRule } from '../rule/parse-rule.ts';
import type { Rule, RuleFault } from '../rule/rule.ts';
import { RecurrenceTooHard } from '../rule/step-budget.ts';
import { seasonOn } from '../season.ts';
import { zoneClock } from '../zone-clock.ts';
import { fieldFaults } from './check-fields.ts';
import { notice, type RecurrenceNotice } from './notice.ts';

export type RecurrenceVerdict =
  | { ok: true; warnings: RecurrenceNotice[] }
  | { ok: false; code: 'recurrence-wrong'; faults: RecurrenceNotice[] };

const refused = (faults: RecurrenceNotice[]): RecurrenceVerdict => ({ ok: false, code: 'recurrence-wrong', faults });

/** Every fault is told that can be told at once; what depends on a faulty field is not looked at. */
export function checkRecurrence(spec: RecurrenceSpec): RecurrenceVerdict {
  const parsed = spec.rrule === undefined ? undefined : parseRule(spec.rrule);
  const ruleFaults = parsed === undefined ? [] : parsed.ok ? faultsOf(parsed.rule) : parsed.faults;
  const faults = [...fieldFaults(spec), ...ruleFaults.map(ruleNotice)];
  if (faults.length > 0) return refused(faults);
  const rule = parsed?.ok ? parsed.rule : undefined;
  const contradictions = relationFaults(spec, rule);
  if (contradictions.length > 0) return refused(contradictions);
  try {
    const [first] = nextOccurrences(spec, (startOf(spec) - 2 * DAY_MS) as WallMillis, 1);
    if (first === undefined)
      return refused([notice('recurrence-never', spec.rrule === undefined ? 'startDate' : 'rrule')]);
    return { ok: true, warnings: [...ruleWarnings(spec, rule, first.recurrenceId), ...exceptionWarnings(spec)] };
  } catch (error) {
    if (error instanceof RecurrenceTooHard) return refused([notice(error.code, 'rrule')]);
    throw error;
  }
}

const faultsOf = (rule: Rule): RuleFault[] => [...standardFaults(rule), ...scheduleFaults(rule)];

function ruleNotice({ code, part, value, allowed }: RuleFault): RecurrenceNotice {
  const parameters: ErrorParameters = { part };
  if (value !== undefined) parameters.value = value;
  if (allowed !== undefined) parameters.allowed = allowed;
  return notice(code, part === '' ? 'rrule' : `rrule.${part}`, parameters);
}

/** Fields that are right by themselves and not together. */
function relationFaults(spec: RecurrenceSpec, rule: Rule | undefined): RecurrenceNotice[] {
  const { zone, startDate, endDate, seasons = [], lunar, rdate = [] } = spec;
  const faults: RecurrenceNotice[] = [];
  if (endDate !== undefined && endDate < startDate) {
    faults.push(notice('recurrence-end-before-start', 'endDate', { value: endDate }));
  }
  const start = startOf(spec);
  const until = rule?.until;
  if (until !== undefined) {
    const value = /UNTIL=([^;]*)/i.exec(spec.rrule ?? '')?.[1] ?? '';
    const startsAt = until.form === 'utc' ? zoneClock(zone, start, start).instantOf(start) : start;
    if (until.form === 'date') faults.push(notice('recurrence-until-type', 'rrule.UNTIL', { value }));
    else if (until.wall < startsAt) faults.push(notice('recurrence-until-before-start', 'rrule.UNTIL', { value }));
  }
  const startYear = Number(startDate.slice(0, 4));
  if (lunar !== undefined && (startYear <= FIRST_LUNAR_YEAR || startYear > LAST_LUNAR_YEAR)) {
    faults.push(notice('recurrence-lunar-range', 'startDate', { value: startDate }));
  }
  const shared = seasons.length > 1 ? dayOfTwoSeasons(spec) : undefined;
  if (shared !== undefined) faults.push(notice('recurrence-seasons-overlap', 'seasons', { value: shared }));
  if (seasons.length > 0 && rule !== undefined && timesADay(rule) > 1) {
    const part = ['BYHOUR', 'BYMINUTE', 'BYSECOND'].find((name) => name in rule.lists) ?? 'BYHOUR';
    faults.push(notice('recurrence-seasons-with-times', `rrule.${part}`, { part }));
  }
  for (const [index, value] of rdate.entries()) {
    const day = dateText(dayOf(parseDateTime(value) as WallMillis));
    if (day < startDate || (endDate !== undefined && day > endDate)) {
      faults.push(notice('recurrence-rdate-outside', `rdate.${index}`, { value }));
    }
  }
  return faults;
}

/** As day/month; 2024 has all the days that a year can have. */
function dayOfTwoSeasons({ seasons = [] }: RecurrenceSpec): string | undefined {
  const first = parseDate('2024-01-01') as DayNumber;
  for (let day = first; day < first + 366; day += 1) {
    const [one, ...others] = seasons.filter((season) => seasonOn(day, [season]) !== undefined);
    if (one !== undefined && others.length > 0) return civilText(dateText(day)).slice(0, 5);
  }
  return undefined;
}

/** `31/12/2026` of `2026-12-31` or `20261231T…`. */
const civilText = (date: string): string =>
  date.replace(/^(\d{4})-?(\d{2})-?(\d{2}).*$/, (_, year, month, day) => `${day}/${month}/${year}`);

function ruleWarnings(spec: RecurrenceSpec, rule: Rule | undefined, firstId: string): RecurrenceNotice[] {
  const warnings: RecurrenceNotice[] = [];
  if (rule?.until?.form === 'local') {
    warnings.push(notice('recurrence-until-local', 'rrule.UNTIL', { value: dateTimeText(rule.until.wall) }));
  }
  if (rule !== undefined && spec.lunar === undefined && !firstId.startsWith(spec.startDate.replaceAll('-', ''))) {
    const parameters = { value: civilText(spec.startDate), first: civilText(firstId) };
    warnings.push(notice('recurrence-start-not-first', 'startDate', parameters));
  }
  return warnings;
}

/** Exceptions that leave nothing out. Each is looked at by itself, since the first and the last may lie centuries apart. */
function exceptionWarnings({ exdate = [], ...spec }: RecurrenceSpec): RecurrenceNotice[] {
  return exdate.flatMap((value, index) => {
    const wall = parseDateTime(value) as WallMillis;
    const window = { from: wall - 2 * DAY_MS, until: wall + 2 * DAY_MS };
    const clock = zoneClock(spec.zone, window.from, window.until);
    const isStart = occurrences(spec, window).some(
      ({ recurrenceId, startAt }) => recurrenceId === value || clock.wallAt(startAt) === wall,
    );
    return isStart ? [] : [notice('recurrence-exdate-unmatched', `exdate.${index}`, { value })];
  });
}
