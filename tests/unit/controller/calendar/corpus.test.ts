import { existsSync, readFileSync } from 'node:fs';
import { checkRecurrence } from '@loa-lang/controller/domain/calendar/check/check-recurrence';
import { parseRule } from '@loa-lang/controller/domain/calendar/rule/parse-rule';
import { describe, expect, it } from 'vitest';
import { type CorpusVector, startsOf } from '../../../support/calendar/icalendar-vector.ts';
import { daily } from '../../../support/calendar/spec.ts';

const folder = '../shared/corpus/rrule';
const isThere = existsSync(folder);
if (!isThere) console.warn(`${folder} is missing: its vectors are not checked`);
const read = (name: string) => (isThere ? JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) : []);

/** Vectors that are answered otherwise, with the reason. */
const OTHERWISE: Readonly<Record<string, string>> = {
  R376: 'BYWEEKDAY is a name of one library; RFC 5545 section 3.3.10 says BYDAY, and we refuse the other by name',
};

describe.skipIf(!isThere)('vectors of the corpus', () => {
  const vectors: CorpusVector[] = read('vectors.json');

  it('are expanded as expected, but for those with a reason', () => {
    const wrong: string[] = [];
    for (const vector of vectors) {
      if (vector.id in OTHERWISE) continue;
      const { ours, expected } = startsOf(vector);
      if (JSON.stringify(ours) !== JSON.stringify(expected)) {
        wrong.push(`${vector.id} ${vector.rrule ?? vector.ical}\n  ${ours.slice(0, 6)}\n  ${expected.slice(0, 6)}`);
      }
    }
    const listed = Object.keys(OTHERWISE).length;
    console.info(
      `${vectors.length} vectors, ${vectors.length - wrong.length - listed} as expected, ${listed} with a reason`,
    );
    expect(wrong).toEqual([]);
    expect(vectors.length).toBeGreaterThanOrEqual(273);
  });

  it('that are listed with a reason are refused by name, and right when the name is mended', () => {
    const vector = vectors.find(({ id }) => id === 'R376') as CorpusVector;
    const parsed = parseRule(/RRULE:(.*)/.exec(vector.ical ?? '')?.[1] ?? '');
    expect(parsed.ok ? [] : parsed.faults.map(({ code, part }) => `${code} ${part}`)).toEqual([
      'recurrence-part-unknown BYWEEKDAY',
    ]);
    const { ours, expected } = startsOf({ ...vector, ical: vector.ical?.replace('BYWEEKDAY', 'BYDAY') ?? '' });
    expect(ours).toEqual(expected);
  });
});

describe.skipIf(!isThere)('broken rules of the corpus', () => {
  const rules: { invalid: string }[] = read('invalid-rules.json');

  it('are each refused by name and place', () => {
    for (const { invalid } of rules) {
      const verdict = checkRecurrence(daily({ rrule: invalid }));
      expect(verdict.ok, invalid).toBe(false);
      const faults = verdict.ok ? [] : verdict.faults;
      expect(faults.length, invalid).toBeGreaterThan(0);
      for (const { code, path } of faults) expect(`${path} ${code}`, invalid).toMatch(/^rrule(\.\S*)? recurrence-/);
    }
    console.info(`${rules.length} broken rules, all refused by name`);
    expect(rules.length).toBeGreaterThanOrEqual(17);
  });
});
