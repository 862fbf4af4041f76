/** A lease keeps its connection: taken from those that reports are stored by, a handful of them would stop all reports. */
import { expect, it } from 'vitest';
import { readSources } from './read-sources.ts';

it('leases are held on connections of their own', async () => {
  const made = [...(await readSources())].flatMap(([path, text]) =>
    [...text.matchAll(/new PostgresLeases\(([^)]*)\)/g)].map(([, pool = '']) => ({ path, pool })),
  );
  expect(made.length).toBeGreaterThan(3);
  expect(made.filter(({ pool }) => !pool.endsWith('leasePool'))).toEqual([]);
});
