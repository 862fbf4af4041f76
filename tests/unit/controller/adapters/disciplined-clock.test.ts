import { type ClockSources, DisciplinedClock } from '@loa-lang/controller/adapters/disciplined-clock';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const START = Date.UTC(2026, 2, 2);
const MINUTE = 60_000;

/** A machine whose crystal runs `ppm` fast, and a database at the end of a line, both in virtual time. */
const world = (options: { ppm?: number; thereMs?: number; backMs?: number } = {}) => {
  const { ppm = 0, thereMs = 0, backMs = 0 } = options;
  let trueMs = 0;
  const state = { referenceOffMs: 0, away: false, steps: [] as number[], over: 0 };
  const sources: ClockSources = {
    wallNow: () => START + 500 + trueMs,
    monotonicNow: () => 1e6 + trueMs * (1 + ppm * 1e-6),
    reference: async () => {
      if (state.away) throw new Error('connection refused');
      trueMs += thereMs;
      const answer = START + trueMs + state.referenceOffMs;
      trueMs += backMs;
      return answer;
    },
    onStep: (offMs) => state.steps.push(offMs),
    onStepOver: () => {
      state.over += 1;
    },
  };
  const clock = new DisciplinedClock(sources);
  const advance = (ms: number): void => {
    trueMs += ms;
  };
  return { clock, state, advance, errorMs: () => clock.preciseNow() - (START + trueMs) };
};

describe('disciplined clock', () => {
  it('takes the reference time at its start, half the round trip away', async () => {
    const { clock, errorMs } = world({ thereMs: 20, backMs: 20 });
    await clock.start();
    clock.stop();
    expect(errorMs()).toBeCloseTo(0, 3);
    expect(clock.following).toBe(true);
  });

  it('is wrong by no more than half the round trip when one way is slower', async () => {
    const { clock, errorMs } = world({ thereMs: 100, backMs: 0 });
    await clock.measure();
    expect(Math.abs(errorMs())).toBeLessThanOrEqual(50);
  });

  it('stays with the reference in spite of a poor crystal', async () => {
    const { clock, advance, errorMs } = world({ ppm: 200 });
    await clock.measure();
    for (let minute = 0; minute < 600; minute += 1) {
      advance(MINUTE);
      expect(Math.abs(errorMs())).toBeLessThan(25);
      await clock.measure();
    }
  });

  it('never goes back and never runs faster or slower than 500 ppm, whatever the reference says', async () => {
    const jumps = fc.array(
      fc.record({ offMs: fc.double({ min: -5000, max: 5000, noNaN: true }), waitMs: fc.nat(120_000) }),
    );
    await fc.assert(
      fc.asyncProperty(jumps, async (all) => {
        const { clock, state, advance } = world();
        await clock.measure();
        for (const { offMs, waitMs } of all) {
          state.referenceOffMs = offMs;
          const before = clock.preciseNow();
          await clock.measure();
          expect(clock.preciseNow()).toBeGreaterThanOrEqual(before);
          advance(waitMs);
          const gained = clock.preciseNow() - before - waitMs;
          expect(Math.abs(gained)).toBeLessThanOrEqual(waitMs * 500e-6 + 0.01);
        }
      }),
    );
  });

  it('slews a small difference away', async () => {
    const { clock, state, advance, errorMs } = world();
    await clock.measure();
    state.referenceOffMs = 100;
    await clock.measure();
    advance(MINUTE);
    expect(errorMs()).toBeCloseTo(30, 1);
    for (let minute = 0; minute < 5; minute += 1) {
      await clock.measure();
      advance(MINUTE);
    }
    expect(errorMs()).toBeCloseTo(100, 1);
    expect(state.steps).toEqual([]);
  });

  it('keeps its own time when the reference steps, says so once, and follows when told to', async () => {
    const { clock, state, advance, errorMs } = world();
    await clock.measure();
    state.referenceOffMs = 3_600_000;
    for (let minute = 0; minute < 3; minute += 1) {
      await clock.measure();
      advance(MINUTE);
    }
    expect(errorMs()).toBeCloseTo(0, 3);
    expect(clock.stepped).toBe(true);
    expect(state.steps).toHaveLength(1);
    expect(state.steps[0]).toBeCloseTo(3_600_000, 0);
    expect(await clock.acceptStep()).toBe(true);
    expect(errorMs()).toBeCloseTo(3_600_000, 3);
    expect([clock.stepped, state.over]).toEqual([false, 1]);
  });

  it('says when a step is over by itself', async () => {
    const { clock, state } = world();
    await clock.measure();
    state.referenceOffMs = -10_000;
    await clock.measure();
    state.referenceOffMs = 0;
    await clock.measure();
    expect([clock.stepped, state.steps.length, state.over]).toEqual([false, 1, 1]);
  });

  it('goes on without the database, and starts by the wall clock when it was never there', async () => {
    const { clock, state, advance, errorMs } = world();
    state.away = true;
    await clock.start();
    clock.stop();
    expect(clock.following).toBe(false);
    advance(MINUTE);
    expect(errorMs()).toBeCloseTo(500, 3);
    expect(await clock.acceptStep()).toBe(false);
    state.away = false;
    expect(await clock.measure()).toBe(true);
    advance(20 * MINUTE);
    expect(errorMs()).toBeCloseTo(0, 1);
    expect(clock.following).toBe(true);
  });

  it('does not believe an answer that took longer than a second', async () => {
    const { clock, errorMs } = world({ thereMs: 1_500 });
    expect(await clock.measure()).toBe(false);
    expect(errorMs()).toBeCloseTo(500, 3);
  });

  it('tells whole milliseconds', async () => {
    const { clock, advance } = world();
    advance(0.75);
    expect(Number.isInteger(clock.now())).toBe(true);
    expect(clock.preciseNow() - clock.now()).toBeGreaterThan(0);
  });
});
