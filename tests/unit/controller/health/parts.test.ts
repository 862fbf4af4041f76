import {
  DAILY,
  FIVE_MINUTES,
  KEPT,
  type Kept,
  partsNeeded,
  partsOver,
  RAW,
  startOf,
} from '@loa-lang/controller/domain/health/parts';
import { dayStart, fiveMinutesStart } from '@loa-lang/controller/domain/health/slots';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const DAY = 86_400_000;
const names = (kept: Kept, now: number, from = now) => partsNeeded(kept, from, now).map(({ name }) => name);

describe('parts of the history', () => {
  it('follow each other over the ends of months, years and February', () => {
    expect(names(RAW, Date.UTC(2027, 11, 30, 23, 59))).toEqual([
      'device_health_20271230',
      'device_health_20271231',
      'device_health_20280101',
      'device_health_20280102',
    ]);
    expect(names(RAW, Date.UTC(2028, 1, 28))).toContain('device_health_20280229');
    // 2026-12-28 is a Monday
    expect(names(FIVE_MINUTES, Date.UTC(2026, 11, 31))).toEqual([
      'device_health_5min_20261228',
      'device_health_5min_20270104',
      'device_health_5min_20270111',
    ]);
    expect(names(DAILY, Date.UTC(2026, 10, 30))).toEqual([
      'device_health_day_20261101',
      'device_health_day_20261201',
      'device_health_day_20270101',
    ]);
  });

  it('reach back to where something is still to be summed up', () => {
    expect(names(RAW, Date.UTC(2026, 0, 2), Date.UTC(2025, 11, 31))[0]).toBe('device_health_20251231');
  });

  it('hold every instant exactly once, whenever they are made', () => {
    const instant = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) });
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 400 * DAY }), fc.constantFrom(...KEPT), (now, backMs, kept) => {
        const parts = partsNeeded(kept, now - backMs, now);
        expect(parts.filter(({ from, until }) => from <= now && now < until)).toHaveLength(1);
        expect(parts[0]?.from).toBeLessThanOrEqual(now - backMs);
        for (const [index, part] of parts.entries()) {
          expect(part.from).toBeLessThan(part.until);
          expect(startOf(part.name)).toBe(part.from);
          if (index > 0) expect(part.from).toBe(parts[index - 1]?.until);
        }
        expect(parts.filter(({ from }) => from > now)).toHaveLength(kept.ahead);
      }),
    );
  });

  it('are over when all of them is older than what is kept, and was summed up', () => {
    const now = Date.UTC(2026, 10, 26, 12);
    const made = ['device_health_20261118', 'device_health_20261119', 'device_health_20261120', 'incident'];
    expect(partsOver(RAW, made, now, now)).toEqual(['device_health_20261118']);
    expect(partsOver(RAW, made, now + DAY, now)).toEqual(['device_health_20261118', 'device_health_20261119']);
    expect(partsOver(RAW, made, now + 9 * DAY, Date.UTC(2026, 10, 19))).toEqual(['device_health_20261118']);
  });
});

describe('slots of the history', () => {
  it('are five minutes of the clock, and days of Vietnam', () => {
    expect(new Date(fiveMinutesStart(Date.UTC(2026, 0, 1, 3, 14, 59, 999))).toISOString()).toBe(
      '2026-01-01T03:10:00.000Z',
    );
    expect(new Date(dayStart(Date.UTC(2026, 0, 1, 16, 59))).toISOString()).toBe('2025-12-31T17:00:00.000Z');
    expect(new Date(dayStart(Date.UTC(2026, 0, 1, 17))).toISOString()).toBe('2026-01-01T17:00:00.000Z');
  });
});
