import { withLocalMoments } from '@loa-lang/controller/domain/calendar/local-moments';
import { occurrences } from '@loa-lang/controller/domain/calendar/occurrences';
import { describe, expect, it } from 'vitest';
import { daily, specAt, startsIn, VIETNAM } from '../../../support/calendar/spec.ts';

const WINTER = { from: '11-01', to: '03-31', time: '05:30' };

describe('seasons', () => {
  it('move the start on their days, over New Year, both ends inclusive', () => {
    const spec = daily({ startDate: '2026-10-30', seasons: [WINTER] });
    expect(startsIn(spec, '2026-10-30', '2026-11-03')).toEqual([
      '2026-10-30 05:00',
      '2026-10-31 05:00',
      '2026-11-01 05:30',
      '2026-11-02 05:30',
    ]);
    expect(startsIn(spec, '2026-12-31', '2027-01-02')).toEqual(['2026-12-31 05:30', '2027-01-01 05:30']);
    expect(startsIn(spec, '2027-03-31', '2027-04-02')).toEqual(['2027-03-31 05:30', '2027-04-01 05:00']);
  });

  it('leave the id of an occurrence alone', () => {
    const window = { from: Date.UTC(2026, 11, 1), until: Date.UTC(2026, 11, 2) };
    expect(occurrences(daily({ seasons: [WINTER] }), window)[0]?.recurrenceId).toBe('20261202T050000');
  });

  it('hold a 29 February, and days that only some years have', () => {
    const spec = daily({ startDate: '2027-02-27', seasons: [{ from: '02-29', to: '02-29', time: '06:00' }] });
    expect(startsIn(spec, '2028-02-28', '2028-03-02')).toEqual([
      '2028-02-28 05:00',
      '2028-02-29 06:00',
      '2028-03-01 05:00',
    ]);
    expect(startsIn(spec, '2027-02-28', '2027-03-02')).toEqual(['2027-02-28 05:00', '2027-03-01 05:00']);
  });

  it('move what a window would miss by the usual time', () => {
    const late = daily({ time: '00:10', seasons: [{ from: '11-01', to: '03-31', time: '23:50' }] });
    const window = { from: Date.parse('2026-12-01T23:00+07:00'), until: Date.parse('2026-12-02T00:00+07:00') };
    expect(occurrences(late, window).map(({ recurrenceId }) => recurrenceId)).toEqual(['20261201T001000']);
  });
});

describe('exceptions and further dates', () => {
  it('name a start by the usual time or by that of the season', () => {
    for (const exdate of ['20261201T050000', '20261201T053000']) {
      const spec = daily({ seasons: [WINTER], exdate: [exdate] });
      expect(startsIn(spec, '2026-11-30', '2026-12-03')).toEqual(['2026-11-30 05:30', '2026-12-02 05:30']);
    }
  });

  it('a further date sounds as it is written, in every season', () => {
    const spec = daily({ rrule: 'FREQ=WEEKLY', seasons: [WINTER], rdate: ['20261201T170000'] });
    expect(startsIn(spec, '2026-12-01', '2026-12-04')).toEqual(['2026-12-01 17:00', '2026-12-03 05:30']);
  });

  it('a further date that the season gives already sounds once', () => {
    const spec = daily({ seasons: [WINTER], rdate: ['20261201T053000', '20261202T050000'] });
    expect(startsIn(spec, '2026-12-01', '2026-12-03')).toEqual(['2026-12-01 05:30', '2026-12-02 05:30']);
  });
});

describe('days off', () => {
  const off = ['2026-12-01', '2026-12-02'];

  it('leave starts out when the schedule says so', () => {
    expect(startsIn(daily({ skipDaysOff: true }), '2026-11-30', '2026-12-04', off)).toEqual([
      '2026-11-30 05:00',
      '2026-12-03 05:00',
    ]);
    expect(startsIn(daily(), '2026-11-30', '2026-12-04', off)).toHaveLength(4);
  });

  it('are counted by COUNT, and give way to a further date, which somebody wrote on purpose', () => {
    const spec = daily({
      startDate: '2026-11-30',
      rrule: 'FREQ=DAILY;COUNT=4',
      rdate: ['20261202T190000'],
      skipDaysOff: true,
    });
    expect(startsIn(spec, '2026-11-29', '2026-12-10', off)).toEqual([
      '2026-11-30 05:00',
      '2026-12-02 19:00',
      '2026-12-03 05:00',
    ]);
  });

  it('are days of the commune, not of UTC', () => {
    // 05:00 in Vietnam is the evening before in UTC
    expect(startsIn(daily({ skipDaysOff: true }), '2026-12-03', '2026-12-04', ['2026-12-02'])).toHaveLength(1);
  });
});

describe('first and last day', () => {
  it('are inclusive', () => {
    const spec = daily({ startDate: '2026-12-01', endDate: '2026-12-03' });
    expect(startsIn(spec, '2026-11-01', '2027-01-01')).toEqual([
      '2026-12-01 05:00',
      '2026-12-02 05:00',
      '2026-12-03 05:00',
    ]);
  });

  it('bound lunar dates and further dates, too', () => {
    const spec = specAt(VIETNAM, '20261201T050000', {
      endDate: '2026-12-31',
      lunar: [{ every: 'month', day: 1 }],
      rdate: ['20270101T050000', '20261130T050000'],
    });
    expect(startsIn(spec, '2026-01-01', '2028-01-01')).toEqual(['2026-12-09 05:00']);
  });

  it('a schedule without a rule happens once', () => {
    const { rrule: _, ...once } = daily();
    expect(startsIn(once, '2026-01-01', '2036-01-01')).toEqual(['2026-11-26 05:00']);
  });
});

describe('lunar dates', () => {
  it('join those of a rule', () => {
    const spec = daily({
      rrule: 'FREQ=MONTHLY;BYMONTHDAY=9',
      lunar: [
        { every: 'month', day: 1 },
        { every: 'month', day: 15 },
      ],
    });
    // 9 December 2026 is a mùng một, too
    expect(startsIn(spec, '2026-12-01', '2027-01-10')).toEqual([
      '2026-12-09 05:00',
      '2026-12-23 05:00',
      '2027-01-08 05:00',
      '2027-01-09 05:00',
    ]);
  });
});

describe('moments in UTC', () => {
  it('are kept as the commune’s clocks show them, wherever the commune is', () => {
    const given = { rdate: ['20261130T220000Z', '20261201T050000'], exdate: ['20261126T220000Z', 'nonsenseZ'] };
    const { rdate, exdate } = withLocalMoments(daily(given));
    expect(rdate).toEqual(['20261201T050000', '20261201T050000']);
    expect(exdate).toEqual(['20261127T050000', 'nonsenseZ']);
    expect(withLocalMoments(daily({ ...given, zone: 'Europe/Berlin' })).exdate?.[0]).toBe('20261126T230000');
    const excepted = withLocalMoments(daily({ exdate: ['20261126T220000Z'] }));
    expect(startsIn(excepted, '2026-11-26', '2026-11-29')).toEqual(['2026-11-26 05:00', '2026-11-28 05:00']);
  });
});
