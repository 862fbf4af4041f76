import { CoverageWarming } from '@loa-lang/controller/services/coverage/coverage-warming';
import { describe, expect, it, vi } from 'vitest';
import { HandClock } from '../../../support/fake-clock.ts';

const DAY_MS = 24 * 3600_000;
const NOW = 1_790_000_000_000;
const areas = new Map(
  ['a', 'b'].map((id) => [id, { id, name: id, kind: 'commune', parentId: undefined, timeZone: 'Asia/Ho_Chi_Minh' }]),
) as never;

function stand(of: (areaId: string, span: { from: number; until: number }, most: number) => Promise<unknown>) {
  const onProblem = vi.fn();
  const warming = new CoverageWarming({
    ...{ reader: { areas: async () => areas }, clock: new HandClock(NOW), onProblem, afterMs: 0 },
    settled: { of: async (areaId, _sight, span, most) => (await of(areaId, span, most)) as never },
  });
  return { warming, onProblem };
}

describe('coverage that is read ahead', () => {
  it('is of a year without a hole, the newest of all communes first', async () => {
    const asked: { areaId: string; from: number; until: number }[] = [];
    const { warming } = stand(async (areaId, span) => {
      asked.push({ areaId, ...span });
      return { lines: [], pending: 0 };
    });
    warming.start();
    await vi.waitFor(() => expect(asked).toHaveLength(26));
    expect(asked.slice(0, 3).map(({ areaId }) => areaId)).toEqual(['a', 'b', 'a']);
    const ofOne = asked.filter(({ areaId }) => areaId === 'b');
    expect(ofOne[0]?.until).toBe(NOW + 1);
    for (const [index, { from }] of ofOne.entries()) expect(ofOne[index + 1]?.until ?? from).toBe(from);
    expect(ofOne.at(-1)?.from).toBeLessThanOrEqual(NOW - 365 * DAY_MS);
    await warming.stop();
  });

  it('ends with what can be remembered, says what went wrong, and stops while it rests', async () => {
    const mosts: number[] = [];
    const full = stand(async (_areaId, _span, most) => {
      mosts.push(most);
      return { lines: Array.from({ length: 10_000 }), pending: 0 };
    });
    full.warming.start();
    await vi.waitFor(() => expect(mosts).toEqual([15_000, 5000]));
    await full.warming.stop();
    expect(full.onProblem).not.toHaveBeenCalled();

    const failing = stand(async () => Promise.reject(new Error('away')));
    failing.warming.start();
    await vi.waitFor(() =>
      expect(failing.onProblem).toHaveBeenCalledWith('coverage was not read ahead', expect.any(Error)),
    );
    await failing.warming.stop();
  });
});
