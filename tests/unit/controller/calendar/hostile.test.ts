/** Rules that are written to take for ever end soon, with a name. */
import { parseDateTime } from '@loa-lang/controller/domain/calendar/civil-date';
import { nextOccurrences } from '@loa-lang/controller/domain/calendar/next-occurrences';
import { occurrences } from '@loa-lang/controller/domain/calendar/occurrences';
import { parseRule } from '@loa-lang/controller/domain/calendar/rule/parse-rule';
import type { Rule } from '@loa-lang/controller/domain/calendar/rule/rule';
import { ruleDates } from '@loa-lang/controller/domain/calendar/rule/rule-dates';
import { RecurrenceTooHard } from '@loa-lang/controller/domain/calendar/rule/step-budget';
import { describe, expect, it } from 'vitest';
import { daily, specAt } from '../../../support/calendar/spec.ts';

const ruleOf = (text: string): Rule => {
  const parsed = parseRule(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.rule;
};
const START = parseDateTime('19970902T090000') as number;
const END = Date.UTC(9999, 11, 31);

const upTo = (count: number): string => Array.from({ length: count }, (_, index) => index).join(',');
const EVERY_SECOND = `BYHOUR=${upTo(24)};BYMINUTE=${upTo(60)};BYSECOND=${upTo(60)}`;

describe('a rule', () => {
  it.each([
    'FREQ=SECONDLY',
    'FREQ=SECONDLY;BYMINUTE=0;BYSETPOS=5',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=WEEKLY;BYHOUR=4,22;BYSETPOS=5',
    'FREQ=DAILY;COUNT=1000000000',
    'FREQ=MINUTELY;INTERVAL=2;BYMINUTE=1',
    `FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;${EVERY_SECOND}`,
    `FREQ=HOURLY;${EVERY_SECOND}`,
    `FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-1;${EVERY_SECOND}`,
  ])('%s over eight thousand years is too hard', (text) => {
    expect(() => ruleDates(ruleOf(text), START, START, END)).toThrow(RecurrenceTooHard);
  });

  it.each([
    ['FREQ=YEARLY;INTERVAL=1000000000', 1],
    ['FREQ=SECONDLY;INTERVAL=1000000000', 253],
    ['FREQ=WEEKLY;INTERVAL=999999999', 1],
    ['FREQ=DAILY;INTERVAL=1000000;COUNT=1000000000', 3],
  ])('%s jumps over what lies between', (text, starts) => {
    expect(ruleDates(ruleOf(text), START, START, END)).toHaveLength(starts);
  });

  it('without COUNT is not walked from its start', () => {
    // what lies between could not be walked within the steps of one look-up
    const first = Date.UTC(2026, 10, 26);
    const dates = ruleDates(ruleOf('FREQ=SECONDLY;INTERVAL=7'), START, first, first + 70_000);
    expect(dates).toHaveLength(10);
    const spec = specAt('UTC', '00010101T050000', { rrule: 'FREQ=DAILY' });
    expect(occurrences(spec, { from: first, until: first + 86_400_000 })).toHaveLength(1);
  });

  it('of every second is previewed', () => {
    const spec = daily({ rrule: 'FREQ=HOURLY' });
    expect(nextOccurrences(spec, Date.UTC(2026, 11, 1), 20)).toHaveLength(20);
  });
});
