/** What an approval binds of a schedule's times. */
import { parseTime, timeText } from './civil-date.ts';
import type { LunarDate, RecurrenceSpec } from './recurrence-spec.ts';
import { parseRule } from './rule/parse-rule.ts';
import { ruleText } from './rule/rule-text.ts';

/**
 * Equal for recurrences that are written differently and mean the same: order of lists, capitals, defaults, empty lists,
 * seconds that are zero. JSON, and stable from version to version: stored approvals are compared with it.
 */
export function canonicalText(spec: RecurrenceSpec): string {
  const { lunar = [], seasons = [] } = spec;
  const sorted = (texts: readonly string[] = []): string[] => [...new Set(texts)].sort();
  const entries: [string, string | string[] | boolean | undefined][] = [
    ['zone', spec.zone],
    ['startDate', spec.startDate],
    ['time', usual(spec.time)],
    ['endDate', spec.endDate],
    ['rrule', spec.rrule === undefined ? undefined : usualRule(spec.rrule)],
    ['lunar', sorted(lunar.map(lunarText))],
    ['rdate', sorted(spec.rdate)],
    ['exdate', sorted(spec.exdate)],
    ['seasons', sorted(seasons.map(({ from, to, time }) => `${from}/${to} ${usual(time)}`))],
    ['skipDaysOff', spec.skipDaysOff === true ? true : undefined],
  ];
  return JSON.stringify(
    Object.fromEntries(
      entries.filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
    ),
  );
}

function usual(time: string): string {
  const parsed = parseTime(time);
  return parsed === undefined ? time : timeText(parsed);
}

function usualRule(text: string): string {
  const parsed = parseRule(text);
  return parsed.ok ? ruleText(parsed.rule) : text;
}

const lunarText = (date: LunarDate): string => (date.every === 'month' ? `${date.day}` : `${date.day}/${date.month}`);
