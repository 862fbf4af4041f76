import { overlap } from '@loa-lang/controller/domain/rules/daily-hours';
import { nextToTest, testDay } from '@loa-lang/controller/domain/self-test/schedule';
import { describe, expect, it } from 'vitest';

const ZONE = 'Asia/Ho_Chi_Minh';
const at = (text: string) => Date.parse(`${text}+07:00`);
const SCHEDULE = { enabled: true, weekdays: [2, 7], hours: { from: '09:30', until: '10:30' } };
/** a Tuesday */
const NOW = at('2026-12-08T09:30:00');

describe('the day of a test', () => {
  it('is a weekday that was chosen, in the hours that were chosen, in the commune’s own zone', () => {
    expect(testDay(SCHEDULE, ZONE, NOW)).toBe('2026-12-08');
    expect(testDay(SCHEDULE, ZONE, NOW - 1)).toBeUndefined();
    expect(testDay(SCHEDULE, ZONE, at('2026-12-08T10:29:59'))).toBe('2026-12-08');
    expect(testDay(SCHEDULE, ZONE, at('2026-12-08T10:30:00'))).toBeUndefined();
    expect(testDay(SCHEDULE, ZONE, at('2026-12-09T09:40:00'))).toBeUndefined();
    expect(testDay(SCHEDULE, ZONE, at('2026-12-13T09:40:00'))).toBe('2026-12-13');
    expect(testDay({ ...SCHEDULE, enabled: false }, ZONE, NOW)).toBeUndefined();
    // Sunday here while it is Saturday in Greenwich
    const early = { ...SCHEDULE, hours: { from: '05:30', until: '06:30' } };
    expect(testDay(early, ZONE, at('2026-12-13T06:00:00'))).toBe('2026-12-13');
  });
});

describe('the next one', () => {
  const cluster = (clusterId: string, testedAt?: number, latitude?: number) => ({
    ...{ clusterId, testedAt, position: latitude === undefined ? undefined : { latitude, longitude: 106 } },
  });

  it('is who waited longest, one at a time in a commune', () => {
    const candidates = [cluster('a', NOW - 5), cluster('b'), cluster('c', NOW - 9)];
    expect(nextToTest(candidates, 'xa', [], NOW)).toBe('b');
    expect(nextToTest(candidates.slice(0, 1), 'xa', [], NOW)).toBe('a');
    const recent = { at: NOW - 19_000, position: undefined, communeId: 'xa' };
    expect(nextToTest(candidates, 'xa', [recent], NOW)).toBeUndefined();
    expect(nextToTest(candidates, 'xa', [recent], NOW + 1000)).toBe('b');
    expect(nextToTest(candidates, 'xa-ben', [recent], NOW)).toBe('b');
    expect(nextToTest([], 'xa', [], NOW)).toBeUndefined();
  });

  it('is nobody within hearing of another commune’s that sounds', () => {
    const recent = { at: NOW, position: { latitude: 21, longitude: 106 }, communeId: 'xa-ben' };
    const [near, far] = [cluster('near', undefined, 21.01), cluster('far', NOW - 1, 21.02)];
    expect(nextToTest([near, far], 'xa', [recent], NOW)).toBe('far');
    expect(nextToTest([near], 'xa', [recent], NOW)).toBeUndefined();
  });
});

it('daily hours meet or do not, over midnight too', () => {
  const night = { from: '21:00', until: '05:00' };
  expect(overlap({ from: '09:30', until: '10:30' }, night)).toBe(false);
  expect(overlap({ from: '05:00', until: '21:00' }, night)).toBe(false);
  expect(overlap({ from: '04:59', until: '06:00' }, night)).toBe(true);
  expect(overlap({ from: '20:00', until: '21:01' }, night)).toBe(true);
  expect(overlap({ from: '20:00', until: '06:00' }, night)).toBe(true);
  expect(overlap(night, night)).toBe(true);
});
