/** When a schedule comes back, for the approver's page and for lists. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import {
  type DayNumber,
  dayOf,
  parseDate,
  parseDateTime,
  parseTime,
  timeOf,
  timeText,
  type WallMillis,
} from '../civil-date.ts';
import { weekdayOf } from '../gregorian.ts';
import { lunarDateWords } from '../lunar/lunar-words.ts';
import { startOf } from '../occurrences.ts';
import type { RecurrenceSpec, Season } from '../recurrence-spec.ts';
import { parseRule } from '../rule/parse-rule.ts';
import { type Rule, WEEKDAYS, type Weekday } from '../rule/rule.ts';
import { timesOfDay } from '../rule/times-of-day.ts';
import { seasonOn } from '../season.ts';
import { zoneClock } from '../zone-clock.ts';
import { both, dateWords, listed, momentWords, monthDayWords, same, weekdayWords } from './date-words.ts';
import { ruleWords } from './describe-rule.ts';

/** Single dates that are named; more of them are counted. */
const MAX_NAMED = 5;

/** "05:00 hằng ngày, mùa đông 05:30 (01/11–31/03), trừ ngày nghỉ; từ 01/12/2026 đến 31/12/2026". `spec` has passed `checkRecurrence`. */
export function describeRecurrence(spec: RecurrenceSpec): Words {
  const start = startOf(spec);
  const parsed = spec.rrule === undefined ? undefined : parseRule(spec.rrule);
  const rule = parsed?.ok ? parsed.rule : undefined;
  const ways: Words[] = [];
  if (rule !== undefined) {
    const times = listed(timesOfDay(rule, start).map((time) => same(timeText(time))));
    ways.push(both(times, ruleWords(rule, dayOf(start)), countWords(rule)));
  }
  if (spec.lunar !== undefined) ways.push(...lunarWays(spec, timeText(timeOf(start))));
  const isOnce = ways.length === 0;
  if (isOnce) {
    const weekday = weekdayWords(WEEKDAYS[weekdayOf(dayOf(start))] as Weekday);
    ways.push(both(timeText(parseTime(spec.time) as number), weekday, dateWords(dayOf(start))));
  }
  const further = datesWords(spec.rdate);
  const excepted = datesWords(spec.exdate);
  const additions = [
    ...(spec.seasons ?? []).map(seasonWords),
    ...(spec.skipDaysOff === true ? [{ vi: 'trừ ngày nghỉ', en: 'except days off' }] : []),
    ...(further === undefined ? [] : [both({ vi: 'thêm', en: 'also' }, further)]),
    ...(excepted === undefined ? [] : [both({ vi: 'trừ', en: 'except' }, excepted)]),
  ];
  const text = (language: keyof Words): string => {
    const all = [ways.map((way) => way[language]).join('; '), ...additions.map((addition) => addition[language])];
    const span = isOnce ? '' : `; ${spanWords(spec, rule)[language]}`;
    return `${all.join(', ')}${span}`;
  };
  return { vi: text('vi'), en: text('en') };
}

const countWords = ({ count }: Rule): Words | undefined =>
  count === undefined ? undefined : { vi: `(${count} lần)`, en: `(${count} times)` };

function lunarWays({ lunar = [] }: RecurrenceSpec, time: string): Words[] {
  const monthly = lunar.filter(({ every }) => every === 'month').map(lunarDateWords);
  const yearly = lunar.filter(({ every }) => every === 'year').map(lunarDateWords);
  const ways: Words[] = [];
  for (const [list, vi, en] of [
    [monthly, 'hằng tháng', 'every lunar month'],
    [yearly, 'hằng năm', 'every lunar year'],
  ] as const) {
    const days = listed(list);
    if (list.length > 0) ways.push({ vi: `${time} ${days.vi} âm lịch ${vi}`, en: `${time} ${en} on ${days.en}` });
  }
  return ways;
}

/** A period that holds New Year's Day is winter, one that holds 1 July is summer, and one that holds neither or both has no name. */
function seasonWords(season: Season): Words {
  const holds = (date: string) => seasonOn(parseDate(date) as DayNumber, [season]) !== undefined;
  const [winter, summer] = [holds('2024-01-01'), holds('2024-07-01')];
  const name: Words | undefined =
    winter === summer ? undefined : winter ? { vi: 'mùa đông', en: 'in winter' } : { vi: 'mùa hè', en: 'in summer' };
  const [from, to] = [monthDayWords(season.from), monthDayWords(season.to)];
  const days = { vi: `(${from.vi}–${to.vi})`, en: `(${from.en}–${to.en})` };
  return both(name, timeText(parseTime(season.time) as number), days);
}

function datesWords(texts: readonly string[] = []): Words | undefined {
  const walls = texts.map((text) => parseDateTime(text) as WallMillis).sort((a, b) => a - b);
  if (walls.length === 0) return undefined;
  const named = walls.slice(0, MAX_NAMED).map(momentWords);
  const left = walls.length - named.length;
  return left === 0 ? listed(named) : listed([...named, { vi: `${left} lần khác`, en: `${left} more` }]);
}

/** From the first day to the last one on which something may come. */
function spanWords(spec: RecurrenceSpec, rule: Rule | undefined): Words {
  const from = dateWords(dayOf(startOf(spec)));
  const ends = [spec.endDate === undefined ? undefined : parseDate(spec.endDate), lastDay(spec, rule)];
  const end = Math.min(...ends.map((day) => day ?? Number.POSITIVE_INFINITY));
  if (end === Number.POSITIVE_INFINITY) return both({ vi: 'từ', en: 'from' }, from);
  return both({ vi: 'từ', en: 'from' }, from, { vi: 'đến', en: 'until' }, dateWords(end));
}

/** UNTIL as a day of the commune: the day before, when it comes too early in the day for the first start. */
function lastDay(spec: RecurrenceSpec, rule: Rule | undefined): DayNumber | undefined {
  if (rule?.until === undefined || spec.lunar !== undefined) return undefined;
  const { form, wall } = rule.until;
  const local = form === 'utc' ? zoneClock(spec.zone, wall, wall).wallAt(wall) : wall;
  const [first = 0] = timesOfDay(rule, startOf(spec));
  return timeOf(local) < first ? dayOf(local) - 1 : dayOf(local);
}
