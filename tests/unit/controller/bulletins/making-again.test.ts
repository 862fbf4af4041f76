import { BulletinMaking, type MakingDeps } from '@loa-lang/controller/services/bulletins/make-bulletins';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** The database answers nothing about "slow" bulletins, and fails once for every other one. */
function bench() {
  const asked: string[] = [];
  const failed: string[] = [];
  const communeOf = async (id: string): Promise<string | undefined> => {
    asked.push(id);
    if (id.startsWith('slow')) return new Promise(() => undefined);
    throw new Error('database away');
  };
  const making = new BulletinMaking({
    bulletins: { communeOf, fail: async (id: string) => void failed.push(id) },
    feed: { emit: () => undefined },
    onProblem: () => undefined,
  } as unknown as MakingDeps);
  const version = (bulletinId: string) => ({ id: `${bulletinId}-1`, bulletinId, warnings: [] }) as never;
  return { making, asked, failed, version };
}
const A_WHILE_MS = 60_000;

it('an emergency that is tried again keeps its place before two long ones', async () => {
  const { making, asked, version } = bench();
  making.take(version('slow-1'), 'plain');
  making.take(version('emergency'), 'emergency');
  await vi.advanceTimersByTimeAsync(0);
  making.take(version('slow-2'), 'plain');
  await vi.advanceTimersByTimeAsync(A_WHILE_MS);
  expect(asked.filter((id) => id === 'emergency').length).toBeGreaterThan(1);
});

it('one that cannot be made however often is said to have failed, once', async () => {
  const { making, asked, failed, version } = bench();
  making.take(version('hopeless'), 'plain');
  await vi.advanceTimersByTimeAsync(10 * A_WHILE_MS);
  expect(asked.length).toBeGreaterThan(1);
  expect(failed).toEqual(['hopeless-1']);
});

it('one that is removed while it waits to be tried again is not made', async () => {
  const { making, asked, version } = bench();
  making.take(version('gone'), 'plain');
  await vi.advanceTimersByTimeAsync(0);
  making.drop('gone');
  await vi.advanceTimersByTimeAsync(A_WHILE_MS);
  expect(asked).toEqual(['gone']);
});
