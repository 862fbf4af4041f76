import { SystemClock } from '@loa-lang/device-agent/adapters/system-clock';
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.useRealTimers();
});

test.each([30, 60])('a call %d days ahead does not come today (nodejs/node#4541)', (days) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'hrtime'] });
  const clock = new SystemClock({ hasBatteryClock: false });
  const call = vi.fn();
  const day = 24 * 3600_000;
  clock.at(clock.monotonicNow() + days * day, call);
  vi.advanceTimersByTime(days * day - 1000);
  expect(call).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2000);
  expect(call).toHaveBeenCalledTimes(1);
});

test('cancelled is cancelled, also beyond the longest timer', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'hrtime'] });
  const clock = new SystemClock({ hasBatteryClock: false });
  const call = vi.fn();
  const timer = clock.at(clock.monotonicNow() + 40 * 24 * 3600_000, call);
  vi.advanceTimersByTime(20 * 24 * 3600_000);
  timer.cancel();
  vi.advanceTimersByTime(60 * 24 * 3600_000);
  expect(call).not.toHaveBeenCalled();
});
