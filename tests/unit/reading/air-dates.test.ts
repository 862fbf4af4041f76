import { airDateWarnings } from '@loa-lang/controller/domain/reading/air-date-warnings';
import { describe, expect, it } from 'vitest';

describe('days that depend on the day of airing', () => {
  it('are flagged for each of them, with the day they mean', () => {
    const text = 'Sáng mai bà con họp thôn.';
    expect(airDateWarnings(text, ['2026-03-01', '2026-03-02'])).toEqual([
      { kind: 'relative-day', from: 0, to: 8, written: 'Sáng mai', airDate: '2026-03-01', means: '2026-03-02' },
      { kind: 'relative-day', from: 0, to: 8, written: 'Sáng mai', airDate: '2026-03-02', means: '2026-03-03' },
    ]);
  });

  it('are right on the day that stands beside them and wrong on another', () => {
    const text = 'Hôm nay (26-9) mưa to. Ngày mai, thứ bảy ngày 27 tháng 9 năm 2025 tạnh.';
    expect(airDateWarnings(text, ['2025-09-26'])).toEqual([]);
    expect(airDateWarnings(text, ['2025-09-27']).map(({ kind, means, date }) => ({ kind, means, date }))).toEqual([
      { kind: 'relative-day-wrong', means: '2025-09-27', date: '2025-09-26' },
      { kind: 'relative-day-wrong', means: '2025-09-28', date: '2025-09-27' },
    ]);
  });

  it('name weeks and months too', () => {
    expect(airDateWarnings('Tuần sau tiêm phòng', ['2026-03-01'])).toMatchObject([
      { kind: 'relative-day', written: 'Tuần sau' },
    ]);
  });

  it('hide in no other word, and count in the composed text', () => {
    expect(airDateWarnings('Hoa mai vàng, năm này qua năm khác, ngày maimai', ['2026-03-01'])).toEqual([]);
    expect(airDateWarnings('Họp hôm nay'.normalize('NFD'), ['2026-03-01'])).toMatchObject([{ from: 4, to: 11 }]);
  });
});

describe('a weekday beside a date', () => {
  it('fits it or is flagged', () => {
    expect(airDateWarnings('thứ hai ngày 02/02/2026', ['2026-01-30'])).toEqual([]);
    expect(airDateWarnings('Thứ ba, ngày 02/02/2026', ['2026-01-30'])).toEqual([
      {
        kind: 'weekday-wrong',
        from: 0,
        to: 6,
        written: 'Thứ ba',
        airDate: '2026-01-30',
        date: '2026-02-02',
        weekday: 'thứ hai',
      },
    ]);
  });

  it('is looked up in the year nearest to the airing', () => {
    const text = 'CN (07/12): cắt điện; T2, 8/12 có điện; thứ 7 ngày 3 tháng 1';
    expect(airDateWarnings(text, ['2025-12-01'])).toEqual([]);
    expect(airDateWarnings(text, ['2026-12-01']).map(({ written, weekday }) => [written, weekday])).toEqual([
      ['CN', 'thứ hai'],
      ['T2', 'thứ ba'],
      ['thứ 7', 'chủ nhật'],
    ]);
  });
});
