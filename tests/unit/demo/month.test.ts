/** The month of the demonstration: the same for the same seed, and made by nothing but the controller's use cases. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { at, isoDay, midnight, weekday } from '#deploy/demo/month/days';
import { outagesOf } from '#deploy/demo/month/outages';
import { seeded } from '#deploy/demo/month/seeded';
import { projectRoot } from '../../support/world/built.ts';

const firstDay = midnight(Date.parse('2026-11-02T10:00:00+07:00'));
const hamlets = [[0, 1], [2, 3], [4], [5], [6], [7], [8, 9], [10], [11], [12, 13]];

it('knows the days of the commune', () => {
  expect(isoDay(firstDay)).toBe('2026-11-02');
  expect(weekday(firstDay)).toBe(1);
  expect(new Date(at(firstDay, '17:05')).toISOString()).toBe('2026-11-02T10:05:00.000Z');
});

it('outages are the same for the same seed, others for another, and a pole is in one at a time', () => {
  const of = (seed: number) => outagesOf(seeded(seed), firstDay, 31, hamlets);
  expect(of(1)).toEqual(of(1));
  expect(of(1)).not.toEqual(of(2));
  for (const [index, each] of of(1).entries())
    for (const other of of(1).slice(index + 1))
      if (other.poles.some((pole) => each.poles.includes(pole)))
        expect(other.from >= each.until || each.from >= other.until).toBe(true);
});

it('touches the controller by its composition, configuration, codes and addresses alone', () => {
  const folder = join(projectRoot, 'deploy/demo/month');
  const known =
    /^@loa-lang\/(schemas\/.+|controller\/(compose\/driven|config|domain\/identity\/(base32|totp)|http\/public-pages\/addresses))$|^\.|^node:/;
  const imports = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => ts.preProcessFile(readFileSync(join(folder, name), 'utf8'), true, true).importedFiles);
  expect(imports.length).toBeGreaterThan(20);
  expect(imports.map(({ fileName }) => fileName).filter((name) => !known.test(name))).toEqual([]);
});
