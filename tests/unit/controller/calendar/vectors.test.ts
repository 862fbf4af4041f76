/** Vectors of our own. Their starts were worked out by a brute-force reading of RFC 5545 in another language, outside this project. */
import { readFileSync } from 'node:fs';
import { occurrences } from '@loa-lang/controller/domain/calendar/occurrences';
import { describe, expect, it } from 'vitest';
import { specAt } from '../../../support/calendar/spec.ts';

interface Vector {
  note: string;
  zone: string;
  start: string;
  rrule: string;
  rdate?: string[];
  exdate?: string[];
  /** whether nothing comes after what is expected */
  complete: boolean;
  expect: string[];
}

const lines = readFileSync(new URL('../../../fixtures/recurrence/vectors.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const vectors: Vector[] = lines.map((line) => JSON.parse(line));
const YEAR_MS = 366 * 86_400_000;

describe('vectors of our own', () => {
  it.each(vectors)('$note', (vector) => {
    const { zone, start, rrule, rdate = [], exdate = [], complete } = vector;
    const first = Date.parse(vector.expect[0] ?? '') - YEAR_MS;
    const last = Date.parse(vector.expect[vector.expect.length - 1] ?? '');
    const window = { from: first, until: complete ? last + 30 * YEAR_MS : last + 1 };
    const starts = occurrences(specAt(zone, start, { rrule, rdate, exdate }), window).map(({ startAt }) =>
      new Date(startAt).toISOString().replace('.000Z', 'Z'),
    );
    expect(starts).toEqual(vector.expect);
  });

  it('are more than a hundred', () => expect(vectors.length).toBeGreaterThan(100));
});
