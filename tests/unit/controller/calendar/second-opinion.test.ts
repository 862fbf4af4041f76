/** A library reckons the same of plain rules; what it reckons otherwise is in the decision record on the calendar. */
import { dateTimeText, parseDateTime } from '@loa-lang/controller/domain/calendar/civil-date';
import { parseRule } from '@loa-lang/controller/domain/calendar/rule/parse-rule';
import { ruleDates } from '@loa-lang/controller/domain/calendar/rule/rule-dates';
import fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { expect, it } from 'vitest';

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const FAR = Date.UTC(2120, 0, 1);
const two = (value: number) => String(value).padStart(2, '0');
const some = (values: readonly (string | number)[], most: number) =>
  fc.subarray([...values], { minLength: 1, maxLength: most }).map((list) => list.join(','));
const part = (name: string, values: fc.Arbitrary<string>) =>
  fc.option(values, { nil: undefined }).map((value) => (value === undefined ? '' : `;${name}=${value}`));

const months = part('BYMONTH', some([1, 2, 3, 6, 9, 11, 12], 3));
const hours = part('BYHOUR', some([0, 5, 11, 17, 23], 2));
const monthDays = some([1, 2, 13, 15, 28, 29, 30, 31, -1, -2, -31], 4);
const ordinals = some(
  WEEKDAYS.flatMap((day) => [1, 2, 5, -1].map((ordinal) => `${ordinal}${day}`)),
  3,
);
const rule = fc
  .tuple(
    fc.oneof(
      fc.tuple(fc.constant('FREQ=DAILY'), months, part('BYDAY', some(WEEKDAYS, 4))),
      fc.tuple(
        fc.constant('FREQ=WEEKLY'),
        part('BYDAY', some(WEEKDAYS, 4)),
        part('WKST', fc.constantFrom(...WEEKDAYS)),
      ),
      fc.tuple(fc.constant('FREQ=MONTHLY'), months, part('BYMONTHDAY', monthDays)),
      fc.tuple(fc.constant('FREQ=MONTHLY'), fc.constant(''), part('BYDAY', ordinals)),
      fc.tuple(fc.constant('FREQ=YEARLY'), months, part('BYMONTHDAY', monthDays)),
    ),
    hours,
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 12 }),
  )
  .map(([parts, time, interval, count]) => `${parts.join('')}${time};INTERVAL=${interval};COUNT=${count}`);
const start = fc
  .tuple(fc.integer({ min: 1997, max: 2030 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([year, month, day]) => `${year}${two(month)}${two(day)}T053000`);

it('plain rules come on the same days', () => {
  let compared = 0;
  fc.assert(
    fc.property(rule, start, (text, dtstart) => {
      const parsed = parseRule(text);
      if (!parsed.ok) throw new Error(text);
      const begin = parseDateTime(dtstart) as number;
      const theirs = libraryDates(text, dtstart);
      if (theirs === undefined) return;
      compared += 1;
      const ours = ruleDates(parsed.rule, begin, begin, FAR).map(dateTimeText);
      expect(ours, `${dtstart} ${text}`).toEqual(theirs);
    }),
    { numRuns: 500, seed: 20261126 },
  );
  console.info(`${compared} of 500 rules compared with a library`);
  expect(compared).toBeGreaterThan(400);
});

/** `undefined` where the library gives up, as it does on rules that seldom or never come. */
function libraryDates(text: string, dtstart: string): string[] | undefined {
  try {
    const dates = new RRuleTemporal({ rruleString: `DTSTART:${dtstart}Z\nRRULE:${text}` }).all();
    return dates.filter((date) => date.epochMilliseconds <= FAR).map((date) => dateTimeText(date.epochMilliseconds));
  } catch {
    return undefined;
  }
}
