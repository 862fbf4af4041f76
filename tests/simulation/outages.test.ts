/** Days of outages against the real rules; months of them, and wrongs that must be noticed, are in the soak. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OUTAGE_MUTANTS } from '../support/outages/mutants.ts';
import { liveThrough } from '../support/outages/run.ts';
import { projectRoot } from '../support/world/built.ts';

// a broker of its own, and an embedded one
it.each([1, 2])('two days, seed %i: no outage is missed, and next to nobody is called for nothing', async (seed) => {
  const { missed, falseAlarms, left, problems, outages, calls } = await liveThrough(seed, 2);
  console.log(`seed ${seed}: ${outages} outages, ${calls} calls, false ones: ${falseAlarms.join('; ') || 'none'}`);
  expect({ missed, left, problems }).toEqual({ missed: [], left: [], problems: [] });
  // the limit: a slow network whose first dial after a reset fails looks like a device that is gone
  expect(falseAlarms.length).toBeLessThanOrEqual(1);
  expect(outages).toBeGreaterThan(3);
});

describe('the wrongs that the soak puts into the rules', () => {
  it.each(OUTAGE_MUTANTS)('$name: there is one place for it', ({ file, find }) => {
    expect(readFileSync(join(projectRoot, file), 'utf8').split(find).length - 1).toBe(1);
  });
});
