/** The table of faults names real files, and leaves none of this folder out. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const text = readFileSync(new URL('README.md', import.meta.url), 'utf8');
const rows = text.split('\n').filter((line) => /^\| (?!fault |-)/.test(line) && !line.startsWith('|---'));
const filesOf = (row: string) => [...row.matchAll(/`(tests\/[^`]+\.ts)`/g)].map(([, path = '']) => path);

it('every row has a source and a test that exists, or says that it is open', () => {
  expect(rows.length).toBeGreaterThanOrEqual(36);
  for (const row of rows) {
    const [, fault = '', source = '', shown = ''] = row.split('|').map((cell) => cell.trim());
    expect(source, fault).not.toBe('');
    expect(filesOf(shown).length > 0 || shown.startsWith('open: '), fault).toBe(true);
    for (const path of filesOf(shown)) expect(existsSync(new URL(path, ROOT)), `${fault}: ${path}`).toBe(true);
  }
});

it('every test file of this folder is named', () => {
  const named = new Set(rows.flatMap(filesOf));
  const here = readdirSync(new URL('.', import.meta.url), { recursive: true })
    .map(String)
    .filter((path) => path.endsWith('.test.ts') && path !== 'table.test.ts');
  expect(here.map((path) => `tests/regression/${path}`).filter((path) => !named.has(path))).toEqual([]);
});

it('each reference stands in one row', () => {
  const cited = [...text.matchAll(/[\w.-]+#\d+/g)].map(([reference]) => reference);
  expect(cited.length).toBeGreaterThan(30);
  expect(cited).toEqual([...new Set(cited)]);
});
