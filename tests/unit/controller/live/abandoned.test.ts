/** Lives that nobody holds any more are ended; those whose holder could not say that it is there are not. */
import { Lives, type LivesDeps } from '@loa-lang/controller/services/live/lives';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('is not ended by another controller because the database was away, and is when its holder is gone', async () => {
  const now = () => Date.now();
  let [isAway, isHeld, seenAt] = [false, true, now()];
  const ended: number[] = [];
  const open = { live: { id: 'x', ended: undefined }, broadcast: { startAt: 0 }, clusterIds: [] };
  const lives = {
    abandoned: async (since: number) => {
      if (isAway) throw new Error('no database');
      return ended.length === 0 && seenAt < since ? ['x'] : [];
    },
    find: async () => open,
  };
  const other = new Lives({
    ...{ lives, clock: { now, preciseNow: now, monotonicNow: now }, newId: () => 'other' },
    feed: { subscribe: () => () => undefined },
    liveRecordings: { left: async () => [] },
    looks: { of: async () => undefined },
    ending: { end: async () => void ended.push(now()), recording: async () => undefined },
    onProblem: () => undefined,
  } as unknown as LivesDeps);
  // the holder says so half a second after the other one has looked
  const holder = setInterval(() => {
    if (isHeld && !isAway) seenAt = now();
  }, 1_500);
  other.start();
  await vi.advanceTimersByTimeAsync(3_000);
  isAway = true;
  await vi.advanceTimersByTimeAsync(10_600);
  isAway = false;
  await vi.advanceTimersByTimeAsync(6_000);
  expect(ended).toEqual([]);
  isHeld = false;
  const goneAt = now();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(ended).toHaveLength(1);
  expect((ended[0] ?? 0) - goneAt).toBeLessThanOrEqual(4_000);
  clearInterval(holder);
  await other.stop();
});
