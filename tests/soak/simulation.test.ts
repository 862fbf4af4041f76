/** Two hundred months, and small wrongs in the real code that the model must notice. */
import { describe, expect, it } from 'vitest';
import { MUTANTS } from '../support/simulation/mutants.ts';
import { simulateApart } from '../support/simulation/run-apart.ts';

const [FIRST_SEED, SEEDS, DAYS] = [1000, 200, 30];
/** Lives in which a wrong may show itself. */
const LIVES = 4;

describe('two hundred months', () => {
  const seeds = Array.from({ length: SEEDS }, (_, i) => FIRST_SEED + i);
  it.each(seeds)('seed %i', async (seed) => {
    const outcome = await simulateApart(seed, { days: DAYS });
    const { differences, accounts, problems } = outcome;
    expect({ seed, differences, accounts, problems }).toEqual({ seed, differences: [], accounts: [], problems: [] });
  });
});

describe('wrongs that the model must notice', () => {
  it.each(MUTANTS.map((mutant, i) => ({ mutant, i, name: mutant.name })))('$name', async ({ mutant, i }) => {
    for (let life = 0; life < LIVES; life++) {
      const outcome = await simulateApart(100 + i + 50 * life, { days: DAYS, enough: 1, mutant });
      if (outcome.differences.length + outcome.problems.length > 0) return;
    }
    expect.fail(`${mutant.name}: not noticed in ${LIVES} lives`);
  });
});
