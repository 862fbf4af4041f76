/** Thirty days of 18 agents and their controller against a model of the rules, one life of the hundreds in the soak. `LOA_SEED` repeats one life. */
import { describe, expect, it } from 'vitest';
import { simulateApart } from '../support/simulation/run-apart.ts';

const SEEDS = process.env.LOA_SEED === undefined ? [1] : [Number(process.env.LOA_SEED)];
const DAYS = 30;

describe('a month of a commune', () => {
  it.each(SEEDS)('seed %i: every loudspeaker did what it should', { timeout: 15 * 60_000 }, async (seed) => {
    const outcome = await simulateApart(seed, { days: DAYS });
    const { broadcasts, compared, soundedSeconds } = outcome;
    console.log(`seed ${seed}: ${broadcasts} broadcasts, ${soundedSeconds} s heard, ${compared} s compared`);
    expect(outcome.differences).toEqual([]);
    expect(outcome.accounts).toEqual([]);
    expect(outcome.problems).toEqual([]);
    // a life in which nothing sounds proves nothing
    expect(compared).toBeGreaterThan(20_000);
  });
});
