import { mayStartAt, waitAfterWrong } from '@loa-lang/device-agent/domain/local-limits';
import { describe, expect, it } from 'vitest';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = 1_800_000_000_000;
const act = (minutesAgo: number, lengthMinutes: number, credentialId = 'a') => ({
  credentialId,
  startAt: NOW - minutesAgo * MINUTE,
  lengthMs: lengthMinutes * MINUTE,
});
const startableIn = (past: ReturnType<typeof act>[], lengthMinutes: number, perHour = 4) =>
  (mayStartAt(past, { id: 'a', perHour }, lengthMinutes * MINUTE, NOW) - NOW) / MINUTE;

describe('how often somebody may speak on the spot', () => {
  it.each([
    ['nothing before', [], 15, 0],
    ['three within the hour', [act(50, 1), act(30, 1), act(10, 1)], 1, 0],
    ['four within the hour: when the first is an hour ago', [act(50, 1), act(30, 1), act(20, 1), act(10, 1)], 1, 10],
    ['four, one of them before', [act(61, 1), act(30, 1), act(20, 1), act(10, 1)], 1, 0],
    ['four, one of another card', [act(50, 1, 'b'), act(30, 1), act(20, 1), act(10, 1)], 1, 0],
    ['an hour of the day is used up, by whoever', [act(20 * 60, 30, 'b'), act(10 * 60, 30)], 1, 4 * 60],
    ['there is room for what is left', [act(20 * 60, 30), act(10 * 60, 20)], 10, 0],
    ['two have to be forgotten', [act(20 * 60, 10), act(15 * 60, 10), act(60, 40)], 20, 9 * 60],
  ])('%s', (_, past, lengthMinutes, expected) => expect(startableIn(past, lengthMinutes)).toBe(expected));

  it('a day holds an hour, whatever the order of the acts', () => {
    const acts = [act(10 * 60, 30), act(20 * 60, 30)];
    expect(startableIn(acts, 1)).toBe(startableIn([...acts].reverse(), 1));
    expect(startableIn([act(90, 15), act(80, 15), act(70, 15)], 15) * MINUTE).toBeLessThan(HOUR);
  });
});

describe('waiting after wrong codes', () => {
  it('five are free, then it doubles up to ten minutes', () => {
    const waits = [1, 4, 5, 6, 7, 9, 10, 1000].map((wrong) => waitAfterWrong(wrong) / 1000);
    expect(waits).toEqual([0, 0, 30, 60, 120, 480, 600, 600]);
  });
});
