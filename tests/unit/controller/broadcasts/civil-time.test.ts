import { civilDay, dayBounds } from '@loa-lang/controller/domain/broadcasts/civil-time';
import { formatRfc3339, parseRfc3339 } from '@loa-lang/controller/domain/broadcasts/rfc3339';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const VIETNAM = 'Asia/Ho_Chi_Minh';
const ZONES = [VIETNAM, 'UTC', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'];

describe('civil time', () => {
  it('libretime#2385: at 06:30 in Vietnam "today" is the Vietnamese day, though UTC still has yesterday', () => {
    const instant = Date.parse('2026-03-01T06:30:00+07:00');
    expect(new Date(instant).toISOString().slice(0, 10)).toBe('2026-02-28');
    expect(civilDay(instant, VIETNAM)).toBe('2026-03-01');
    const bounds = dayBounds('2026-03-01', VIETNAM);
    expect(bounds).toEqual({
      from: Date.parse('2026-02-28T17:00:00Z'),
      until: Date.parse('2026-03-01T17:00:00Z'),
    });
  });

  it('knows days of 23 and 25 hours', () => {
    const hours = (day: string) => {
      const bounds = dayBounds(day, 'Europe/Berlin');
      return bounds && (bounds.until - bounds.from) / 3600_000;
    };
    expect([hours('2026-03-29'), hours('2026-10-25'), hours('2026-06-01')]).toEqual([23, 25, 24]);
  });

  it('refuses days that do not exist', () => {
    for (const day of ['2026-02-30', '2026-13-01', 'today', '']) expect(dayBounds(day, VIETNAM)).toBeUndefined();
  });

  it('libretime#2014: every instant lies within its day, in every zone, and end > start there too', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: Date.parse('2099-01-01T00:00:00Z') }),
        fc.integer({ min: 1, max: 86_400_000 }),
        fc.constantFrom(...ZONES),
        (instant, lengthMs, zone) => {
          const bounds = dayBounds(civilDay(instant, zone), zone);
          expect(bounds && bounds.from <= instant && instant < bounds.until).toBe(true);
          const start = parseRfc3339(formatRfc3339(instant, zone));
          const end = parseRfc3339(formatRfc3339(instant + lengthMs, zone));
          expect(start).toBe(instant);
          expect(Number(end) - Number(start)).toBe(lengthMs);
        },
      ),
    );
  });

  it('reads RFC 3339 with an offset only, and no impossible dates', () => {
    expect(parseRfc3339('2026-03-01T17:00:00+07:00')).toBe(Date.parse('2026-03-01T10:00:00Z'));
    expect(parseRfc3339('2026-03-01T17:00:00.5Z')).toBe(Date.parse('2026-03-01T17:00:00.500Z'));
    for (const text of [
      '2026-03-01T17:00:00',
      '2026-02-30T17:00:00Z',
      '2026-03-01T25:00:00Z',
      '2026-03-01T24:00:00Z',
      '2026-03-01T17:00:00+25:00',
      '1969-01-01T00:00:00Z',
      'now',
    ]) {
      expect(parseRfc3339(text), text).toBeUndefined();
    }
  });

  it('writes Vietnamese time', () => {
    expect(formatRfc3339(Date.parse('2026-03-01T10:00:00Z'), VIETNAM)).toBe('2026-03-01T17:00:00+07:00');
    expect(formatRfc3339(Date.parse('2026-03-01T10:00:00.250Z'), VIETNAM)).toBe('2026-03-01T17:00:00.250+07:00');
  });
});
