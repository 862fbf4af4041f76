/** Months of outages against the real rules: nothing missed, hardly anybody called for nothing; and wrongs are noticed. */
import { describe, expect, it } from 'vitest';
import { OUTAGE_MUTANTS } from '../support/outages/mutants.ts';
import type { OutageOutcome } from '../support/outages/run.ts';
import { runApart } from '../support/simulation/run-apart.ts';

const MONTHS = Number(process.env.LOA_MONTHS ?? 40);
const DAYS = 30;
const SEEDS =
  process.env.LOA_SEED === undefined ? Array.from({ length: MONTHS }, (_, n) => n + 1) : [Number(process.env.LOA_SEED)];

describe('a month of a commune', () => {
  const falseAlarms: number[] = [];
  it.each(SEEDS)('seed %i: no outage is missed, and all is over at its end', async (seed) => {
    const outcome = await runApart<OutageOutcome>('support/outages/main', [seed, DAYS]);
    const { outages, calls, missed, left, problems } = outcome;
    falseAlarms.push(outcome.falseAlarms.length);
    console.log(
      `seed ${seed}: ${outages} outages, ${calls} calls, for nothing: ${outcome.falseAlarms.join('; ') || 'none'}`,
    );
    expect({ seed, missed, left, problems }).toEqual({ seed, missed: [], left: [], problems: [] });
    expect(outages).toBeGreaterThan(50);
  });

  it('somebody is called for nothing once a month at most', () => {
    const mean = falseAlarms.reduce((sum, each) => sum + each, 0) / falseAlarms.length;
    console.log(`${falseAlarms.length} months: ${mean} false alarms a month, ${Math.max(...falseAlarms)} at most`);
    expect(mean).toBeLessThanOrEqual(1);
  });
});

describe('wrongs that are noticed', () => {
  /** With a broker of its own, and without; not every month has a long outage of it. */
  const LIVES = [1, 2, 3, 4, 5, 6, 7, 8];
  it.each(OUTAGE_MUTANTS.map((mutant) => ({ mutant, name: mutant.name })))('$name', async ({ mutant }) => {
    for (const seed of LIVES) {
      const whole = await runApart<OutageOutcome>('support/outages/main', [seed, DAYS]);
      const wrong = await runApart<OutageOutcome>('support/outages/main', [seed, DAYS], mutant);
      if (wrong.missed.length > 0 || wrong.falseAlarms.length > whole.falseAlarms.length + 1) return;
    }
    expect.fail(`${mutant.name}: not noticed`);
  });
});
