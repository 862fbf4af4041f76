import { checkRecurrence } from '@loa-lang/controller/domain/calendar/check/check-recurrence';
import type { RecurrenceSpec } from '@loa-lang/controller/domain/calendar/recurrence-spec';
import { errorText } from '@loa-lang/schemas/errors/codes';
import { describe, expect, it } from 'vitest';
import { daily } from '../../../support/calendar/spec.ts';

const said = (spec: RecurrenceSpec): string[] => {
  const verdict = checkRecurrence(spec);
  const notices = verdict.ok ? verdict.warnings : verdict.faults;
  for (const { code, parameters } of notices) {
    const { vi, en } = errorText(code, parameters);
    // no hole of a text is left open
    expect(`${vi} ${en}`).not.toMatch(/\{\w+\}/);
  }
  return notices.map(({ code, path }) => `${verdict.ok ? '' : '! '}${path} ${code.replace('recurrence-', '')}`);
};
const rule = (rrule: string, more: Partial<RecurrenceSpec> = {}): string[] => said(daily({ rrule, ...more }));

describe('a rule is refused by name and place', () => {
  it.each([
    ['', ['! rrule part-malformed', '! rrule.FREQ freq-missing']],
    [';COUNT=0', ['! rrule part-malformed', '! rrule.FREQ freq-missing', '! rrule.COUNT value-wrong']],
    ['YEARLY;BYMONTH=11', ['! rrule part-malformed', '! rrule.FREQ freq-missing']],
    ['COUNT=3', ['! rrule.FREQ freq-missing']],
    ['FREQ=FORTNIGHTLY', ['! rrule.FREQ value-wrong']],
    ['FREQ=', ['! rrule.FREQ value-wrong']],
    ['FREQ=DAILY;', ['! rrule part-malformed']],
    ['FREQ=DAILY;;COUNT=2', ['! rrule part-malformed']],
    ['FREQ=WEEKLY;FREQ=WEEKLY', ['! rrule.FREQ part-twice']],
    ['FREQ=WEEKLY;BYDAY=MO;BYDAY=TU', ['! rrule.BYDAY part-twice']],
    ['FREQ=DAILY;BYMONT=11', ['! rrule.BYMONT part-unknown']],
    ['FREQ=DAILY;BYEASTER=0', ['! rrule.BYEASTER part-unknown']],
    ['FREQ=DAILY;X-NAME=1', ['! rrule.X-NAME part-unknown']],
    ['RSCALE=CHINESE;FREQ=YEARLY', ['! rrule.RSCALE part-unknown']],
    ['FREQ=DAILY;DTSTART=20261126T050000', ['! rrule.DTSTART part-unknown']],
    ['FREQ=DAILY; COUNT=3', ['! rrule. COUNT part-unknown']],
    ['FREQ=DAILY;INTERVAL=MO', ['! rrule.INTERVAL value-wrong']],
    ['FREQ=DAILY;INTERVAL=1.5', ['! rrule.INTERVAL value-wrong']],
    ['FREQ=DAILY;INTERVAL=1e9', ['! rrule.INTERVAL value-wrong']],
    ['FREQ=DAILY;COUNT=abc', ['! rrule.COUNT value-wrong']],
    ['FREQ=DAILY;COUNT=', ['! rrule.COUNT value-wrong']],
    ['FREQ=DAILY;COUNT=99999999999999999999', ['! rrule.COUNT value-wrong']],
    ['FREQ=MONTHLY;BYDAY=0TU', ['! rrule.BYDAY value-wrong']],
    ['FREQ=YEARLY;BYDAY=64WE', ['! rrule.BYDAY value-wrong']],
    ['FREQ=YEARLY;BYDAY=1WE,2WE,-1WE,55WE', ['! rrule.BYDAY value-wrong']],
    ['FREQ=WEEKLY;BYDAY=MON', ['! rrule.BYDAY value-wrong']],
    ['FREQ=WEEKLY;BYDAY=MO,,TU', ['! rrule.BYDAY value-wrong']],
    ['FREQ=WEEKLY;BYDAY=MO TU', ['! rrule.BYDAY value-wrong']],
    ['FREQ=MONTHLY;BYDAY=--1MO', ['! rrule.BYDAY value-wrong']],
    ['FREQ=MONTHLY;BYMONTHDAY=32', ['! rrule.BYMONTHDAY value-wrong']],
    ['FREQ=MONTHLY;BYMONTHDAY=-32', ['! rrule.BYMONTHDAY value-wrong']],
    ['FREQ=MONTHLY;BYMONTHDAY=1,', ['! rrule.BYMONTHDAY value-wrong']],
    ['FREQ=DAILY;BYMONTH=001', ['! rrule.BYMONTH value-wrong']],
    ['FREQ=MONTHLY;BYMONTHDAY=+015', ['! rrule.BYMONTHDAY value-wrong']],
    ['FREQ=YEARLY;BYMONTH=-1', ['! rrule.BYMONTH value-wrong']],
    ['FREQ=YEARLY;BYYEARDAY=367', ['! rrule.BYYEARDAY value-wrong']],
    ['FREQ=YEARLY;BYYEARDAY=0', ['! rrule.BYYEARDAY value-wrong']],
    ['FREQ=YEARLY;BYWEEKNO=54', ['! rrule.BYWEEKNO value-wrong']],
    ['FREQ=DAILY;BYHOUR=24', ['! rrule.BYHOUR value-wrong']],
    ['FREQ=DAILY;BYHOUR=-1', ['! rrule.BYHOUR value-wrong']],
    ['FREQ=DAILY;BYMINUTE=60', ['! rrule.BYMINUTE value-wrong']],
    ['FREQ=DAILY;BYSECOND=61', ['! rrule.BYSECOND value-wrong']],
    ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0', ['! rrule.BYSETPOS value-wrong']],
    ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367', ['! rrule.BYSETPOS value-wrong']],
    ['FREQ=WEEKLY;WKST=XX', ['! rrule.WKST value-wrong']],
    ['FREQ=WEEKLY;WKST=1MO', ['! rrule.WKST value-wrong']],
    ['FREQ=DAILY;UNTIL=tomorrow', ['! rrule.UNTIL value-wrong']],
    ['FREQ=DAILY;UNTIL=20270230T050000Z', ['! rrule.UNTIL value-wrong']],
    ['FREQ=DAILY;UNTIL=20270101T250000Z', ['! rrule.UNTIL value-wrong']],
    ['FREQ=DAILY;UNTIL=2027-01-01T05:00:00Z', ['! rrule.UNTIL value-wrong']],
    ['FREQ=DAILY;UNTIL=20271301', ['! rrule.UNTIL value-wrong']],
    ['FREQ=DAILY;UNTIL=20270101', ['! rrule.UNTIL until-type']],
    ['FREQ=DAILY;UNTIL=20261125T215959Z', ['! rrule.UNTIL until-before-start']],
    ['FREQ=DAILY;UNTIL=20200101T000000Z', ['! rrule.UNTIL until-before-start']],
    ['FREQ=DAILY;COUNT=3;UNTIL=20270101T050000Z', ['! rrule.COUNT count-and-until']],
    ['FREQ=WEEKLY;BYDAY=1MO', ['! rrule.BYDAY weekday-number']],
    ['FREQ=DAILY;BYDAY=-1MO', ['! rrule.BYDAY weekday-number']],
    ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO', ['! rrule.BYDAY weekday-number-in-week']],
    ['FREQ=DAILY;BYWEEKNO=1,5,8', ['! rrule.BYWEEKNO part-not-with-freq']],
    ['FREQ=MONTHLY;BYWEEKNO=1', ['! rrule.BYWEEKNO part-not-with-freq']],
    ['FREQ=MONTHLY;BYYEARDAY=1', ['! rrule.BYYEARDAY part-not-with-freq']],
    ['FREQ=WEEKLY;BYMONTHDAY=15', ['! rrule.BYMONTHDAY part-not-with-freq']],
    ['FREQ=DAILY;BYSETPOS=1', ['! rrule.BYSETPOS setpos-alone']],
    ['FREQ=HOURLY', ['! rrule.FREQ freq-too-fast']],
    ['FREQ=MINUTELY;INTERVAL=15', ['! rrule.FREQ freq-too-fast']],
    ['FREQ=SECONDLY', ['! rrule.FREQ freq-too-fast']],
    [
      'FREQ=DAILY;BYHOUR=5,6;BYMINUTE=0,5,10,15,20,25,30,35,40,45,50,55;BYSECOND=0,30',
      ['! rrule.BYHOUR too-many-times'],
    ],
    ['FREQ=YEARLY;INTERVAL=1000000000', ['! rrule.INTERVAL interval-too-large']],
    ['FREQ=DAILY;COUNT=10001', ['! rrule.COUNT value-wrong']],
    ['FREQ=DAILY;COUNT=10000', []],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', ['! rrule never']],
    ['FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31', ['! rrule never']],
    ['FREQ=YEARLY;BYYEARDAY=1;BYMONTH=12', ['! rrule never']],
    ['FREQ=YEARLY;BYWEEKNO=20;BYMONTH=1', ['! rrule never']],
    ['FREQ=WEEKLY;BYDAY=MO;BYSETPOS=5', ['! rrule never']],
    ['FREQ=YEARLY;BYSETPOS=366;BYYEARDAY=366', ['! rrule never']],
    [`FREQ=DAILY;BYHOUR=${'5,'.repeat(3000)}5`, ['! rrule rule-too-long']],
  ])('%s', (text, expected) => expect(rule(text)).toEqual(expected));

  it('with every fault at once', () => {
    expect(rule('FREQ=MONTHLY;BYDAY=2;BYMONTHDAY=0;COLOUR=RED;INTERVAL=0')).toEqual([
      '! rrule.COLOUR part-unknown',
      '! rrule.INTERVAL value-wrong',
      '! rrule.BYDAY value-wrong',
      '! rrule.BYMONTHDAY value-wrong',
    ]);
  });
});

describe('a rule is taken', () => {
  it.each([
    'FREQ=DAILY',
    'freq=daily;count=3',
    'RRULE:FREQ=WEEKLY',
    'FREQ=WEEK\r\n LY;COUNT=3',
    'FREQ=WEEKLY;BYDAY=TH;WKST=SU',
    'COUNT=3;FREQ=DAILY',
    'FREQ=DAILY;UNTIL=20261125T220000Z',
    'FREQ=DAILY;BYHOUR=5,17;BYMINUTE=0',
    'FREQ=DAILY;INTERVAL=0010',
  ])('%s', (text) => expect(rule(text)).toEqual([]));

  it('with a word on what it leaves open', () => {
    expect(rule('FREQ=DAILY;UNTIL=20270101T050000')).toEqual(['rrule.UNTIL until-local']);
    expect(rule('FREQ=WEEKLY;BYDAY=MO')).toEqual(['startDate start-not-first']);
  });

  it('and rare dates are found far ahead', () => {
    expect(rule('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=TU')).toEqual(['startDate start-not-first']);
  });
});

describe('other fields', () => {
  const { rrule: _, ...once } = daily();
  it.each<[string, RecurrenceSpec, string[]]>([
    ['zone', daily({ zone: 'Asia/Tân Yên' }), ['! zone zone-unknown']],
    ['offset instead of a zone', daily({ zone: '+07:00' }), ['! zone zone-unknown']],
    ['long ago', daily({ startDate: '1899-12-31' }), ['! startDate start-too-early']],
    ['a period', { ...once, rdate: ['20261126T050000/PT1H'] }, ['! rdate.0 moment-wrong']],
    ['a day without a time', { ...once, exdate: ['20261126'] }, ['! exdate.0 moment-wrong']],
    ['30 February', daily({ startDate: '2027-02-30' }), ['! startDate date-wrong']],
    ['29 February of 2100', daily({ endDate: '2100-02-29' }), ['! endDate date-wrong']],
    ['24:00', daily({ time: '24:00' }), ['! time time-wrong']],
    ['end before start', daily({ endDate: '2026-11-25' }), ['! endDate end-before-start']],
    ['one day only', daily({ endDate: '2026-11-26' }), []],
    ['end before the first', daily({ rrule: 'FREQ=WEEKLY;BYDAY=MO', endDate: '2026-11-28' }), ['! rrule never']],
    ['everything excepted', { ...once, exdate: ['20261126T050000'] }, ['! startDate never']],
    ['lunar day 31', { ...once, lunar: [{ every: 'month', day: 31 }] }, ['! lunar.0 lunar-date-wrong']],
    ['lunar month 13', { ...once, lunar: [{ every: 'year', month: 13, day: 1 }] }, ['! lunar.0 lunar-date-wrong']],
    [
      'lunar before 1901',
      { ...once, startDate: '1900-01-01', lunar: [{ every: 'month', day: 1 }] },
      ['! startDate lunar-range'],
    ],
    [
      'season of no date',
      daily({ seasons: [{ from: '11-31', to: '03-31', time: '05:30' }] }),
      ['! seasons.0 season-wrong'],
    ],
    [
      'season of no time',
      daily({ seasons: [{ from: '11-01', to: '03-31', time: '5:30' }] }),
      ['! seasons.0 season-wrong'],
    ],
    [
      'seasons that share a day over New Year',
      daily({
        seasons: [
          { from: '11-01', to: '03-31', time: '05:30' },
          { from: '03-31', to: '05-01', time: '05:15' },
        ],
      }),
      ['! seasons seasons-overlap'],
    ],
    [
      'a season for two starts a day',
      daily({ rrule: 'FREQ=DAILY;BYHOUR=5,17', seasons: [{ from: '11-01', to: '03-31', time: '05:30' }] }),
      ['! rrule.BYHOUR seasons-with-times'],
    ],
    ['further date in UTC', daily({ rdate: ['20261201T050000Z'] }), ['! rdate.0 moment-wrong']],
    ['exception of a day', daily({ exdate: ['20261201'] }), ['! exdate.0 moment-wrong']],
    ['further date before the first day', daily({ rdate: ['20261101T050000'] }), ['! rdate.0 rdate-outside']],
    ['exception of nothing', daily({ exdate: ['20261201T060000', '20261201T050000'] }), ['exdate.0 exdate-unmatched']],
    [
      'exception of another century',
      daily({ exdate: ['99991231T050000'], endDate: '2027-01-01' }),
      ['exdate.0 exdate-unmatched'],
    ],
    ['exceptions that lie centuries apart', daily({ exdate: ['99991231T050000', '20261127T050000'] }), []],
    ['exception before the first day', daily({ exdate: ['20261101T050000'] }), ['exdate.0 exdate-unmatched']],
    [
      'exceptions by the season and by the usual time',
      daily({
        seasons: [{ from: '11-01', to: '03-31', time: '05:30' }],
        exdate: ['20261201T053000', '20261202T050000'],
      }),
      [],
    ],
    ['more dates than a year has', daily({ rdate: Array(367).fill('20261201T050000') }), ['! rdate too-many-dates']],
  ])('%s', (_name, spec, expected) => expect(said(spec)).toEqual(expected));
});
