/** The small wrongs of `test:soak` still have their places in the code: a text that is nowhere would prove nothing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MUTANTS } from '../support/simulation/mutants.ts';
import { projectRoot } from '../support/world/built.ts';

describe('wrongs that the model must notice', () => {
  it.each(MUTANTS)('$name: there is one place for it', ({ file, find }) => {
    expect(readFileSync(join(projectRoot, file), 'utf8').split(find).length - 1).toBe(1);
  });

  it('are at least twenty', () => {
    expect(MUTANTS.length).toBeGreaterThanOrEqual(20);
  });
});
