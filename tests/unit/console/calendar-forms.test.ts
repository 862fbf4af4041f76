import { addMonths, mondayOf, spanOf } from '@loa-lang/controller/console/calendar/days';
import { isDayMonth, recurrenceOf, timesDraft } from '@loa-lang/controller/console/calendar/recurrence-draft';
import { describe, expect, it } from 'vitest';

describe('days of a calendar', () => {
  it('begin weeks on Monday, months with their whole weeks, six at most', () => {
    expect(mondayOf('2026-03-01')).toBe('2026-02-23');
    expect(spanOf('week', '2026-03-02')).toEqual({ from: '2026-03-02', to: '2026-03-08' });
    expect(spanOf('month', '2026-08-15')).toEqual({ from: '2026-07-27', to: '2026-09-06' });
    expect([addMonths('2026-12-15', 1), addMonths('2026-01-31', -1)]).toEqual(['2027-01-01', '2025-12-01']);
  });
});

describe('the form of a schedule', () => {
  const rule = { startDate: '2026-03-02', time: '05:30' };

  it.each([
    ['once', {}],
    ['daily', { rrule: 'FREQ=DAILY', skipDaysOff: true, endDate: '2026-12-31' }],
    ['weekly', { rrule: 'FREQ=WEEKLY;BYDAY=MO,SA' }],
    [
      'lunarMonthly',
      {
        lunar: [
          { every: 'month' as const, day: 1 },
          { every: 'month' as const, day: 15 },
        ],
      },
    ],
    ['daily', { rrule: 'FREQ=DAILY', seasons: [{ from: '11-01', to: '04-15', time: '05:45' }] }],
    ['other', { rrule: 'FREQ=MONTHLY;BYMONTHDAY=1', exdate: ['20260501T053000'] }],
    ['other', { lunar: [{ every: 'year' as const, month: 3, day: 10 }] }],
  ])('gives back what it was given: %s', (repeat, more) => {
    const draft = timesDraft({ ...rule, ...more });
    expect(draft.repeat).toBe(repeat);
    expect(recurrenceOf(draft)).toEqual({ ...rule, ...more });
  });

  it('reads days of a season as people write them', () => {
    expect(['1/11', '01-11', ' 15.4 '].map(isDayMonth)).toEqual([true, true, true]);
    expect(['32/1', '1/13', 'mai', ''].map(isDayMonth)).toEqual([false, false, false, false]);
  });
});
