/** libretime#2385, libretime#2014 and, of the calendar, nodejs/node#4541. */

import { civilDay, dayBounds } from '@loa-lang/controller/domain/broadcasts/civil-time';
import { checkRecurrence } from '@loa-lang/controller/domain/calendar/check/check-recurrence';
import { nextOccurrences } from '@loa-lang/controller/domain/calendar/next-occurrences';
import { occurrences } from '@loa-lang/controller/domain/calendar/occurrences';
import type { RecurrenceSpec } from '@loa-lang/controller/domain/calendar/recurrence-spec';
import { describe, expect, it } from 'vitest';

const ZONES = ['Asia/Ho_Chi_Minh', 'UTC', 'America/New_York', 'Pacific/Kiritimati', 'Pacific/Niue', 'Asia/Kathmandu'];
const at = (zone: string, more: Partial<RecurrenceSpec> = {}): RecurrenceSpec => ({
  zone,
  startDate: '2026-11-26',
  time: '06:45',
  ...more,
});

describe('a schedule that flips its date at UTC midnight', () => {
  it('at 06:30 in Vietnam today is today, though it is yesterday in UTC', () => {
    const now = Date.parse('2026-12-01T06:30+07:00');
    const today = dayBounds(civilDay(now, 'Asia/Ho_Chi_Minh'), 'Asia/Ho_Chi_Minh');
    const spec = at('Asia/Ho_Chi_Minh', { rrule: 'FREQ=WEEKLY;BYDAY=TU' });
    // 1 December 2026 is a Tuesday
    expect(occurrences(spec, today ?? { from: 0, until: 0 })).toEqual([
      { recurrenceId: '20261201T064500', startAt: Date.parse('2026-12-01T06:45+07:00') },
    ]);
  });

  it.each(ZONES)('in %s every day of a year has its start on that day', (zone) => {
    const spec = at(zone, { rrule: 'FREQ=DAILY', time: '00:00' });
    const from = Date.UTC(2026, 11, 1);
    const days = occurrences(spec, { from, until: from + 365 * 86_400_000 }).map(({ recurrenceId, startAt }) => {
      expect(civilDay(startAt, zone).replaceAll('-', '')).toBe(recurrenceId.slice(0, 8));
      return recurrenceId;
    });
    expect(days).toHaveLength(365);
  });
});

describe('an end before its start by the offset from UTC', () => {
  it.each(ZONES)(
    'in %s a schedule of one day has its start on it, and one that ends a day earlier is refused',
    (zone) => {
      for (const time of ['00:00', '06:45', '23:59']) {
        const spec = at(zone, { time, rrule: 'FREQ=DAILY', endDate: '2026-11-26' });
        expect(checkRecurrence(spec).ok).toBe(true);
        expect(nextOccurrences(spec, 0).map(({ recurrenceId }) => recurrenceId)).toEqual([
          `20261126T${time.replace(':', '')}00`,
        ]);
        expect(checkRecurrence({ ...spec, endDate: '2026-11-25' })).toMatchObject({
          ok: false,
          faults: [{ code: 'recurrence-end-before-start' }],
        });
      }
    },
  );
});

describe('a one-off that is due at once because it lies more than 24.8 days ahead', () => {
  it.each([30, 60])('%i days ahead it is due then, once, and not today', (days) => {
    const now = Date.parse('2026-11-26T05:00+07:00');
    const due = now + days * 86_400_000;
    const spec = at('Asia/Ho_Chi_Minh', { startDate: civilDay(due, 'Asia/Ho_Chi_Minh'), time: '05:00' });
    expect(occurrences(spec, { from: now - 86_400_000, until: now + 8 * 86_400_000 })).toEqual([]);
    expect(nextOccurrences(spec, now).map(({ startAt }) => startAt)).toEqual([due]);
  });
});
