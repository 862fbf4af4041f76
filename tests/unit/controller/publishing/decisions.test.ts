import { judgeClaim } from '@loa-lang/controller/domain/publishing/claimed-revision';
import { contentHash } from '@loa-lang/controller/domain/publishing/content-hash';
import { decideIssue, PLAN_MAX_AGE_MS } from '@loa-lang/controller/domain/publishing/issue-decision';
import { LAST_REVISION, UNRECORDED_STRIDE } from '@loa-lang/schemas/wire/common';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('content hash', () => {
  it('does not depend on the order of keys, on undefined fields or on what it is told to leave out', () => {
    const one = contentHash({ a: 1, b: { c: [1, 2], d: 'x' }, horizon: 5 }, ['horizon']);
    expect(contentHash({ b: { d: 'x', c: [1, 2] }, a: 1, e: undefined, horizon: 9 }, ['horizon'])).toBe(one);
    expect(contentHash({ b: { d: 'x', c: [2, 1] }, a: 1 })).not.toBe(one);
  });

  it('is equal for equal JSON only', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()), (a, b) => {
        const copy = JSON.parse(JSON.stringify(a)) as object;
        expect(contentHash(a)).toBe(contentHash(copy));
        if (JSON.stringify(sorted(a)) !== JSON.stringify(sorted(b))) expect(contentHash(a)).not.toBe(contentHash(b));
      }),
    );
  });
});

describe('decision to issue', () => {
  const last = { epoch: 3, revision: 7, contentHash: 'h', issuedAt: 1_000_000 };
  const base = { last, contentHash: 'h', epoch: 3, now: 1_000_001, maxAgeMs: PLAN_MAX_AGE_MS, forced: false };

  it('lets an unchanged young document stand', () => {
    expect(decideIssue(base)).toEqual({ kind: 'stands' });
  });

  it.each([
    ['changed content', { contentHash: 'other' }],
    ['force', { forced: true }],
    ['age', { now: last.issuedAt + PLAN_MAX_AGE_MS }],
    ['an instant in the future, after a clock was set back', { now: last.issuedAt - 1 }],
  ])('goes up by one on %s', (_why, change) => {
    expect(decideIssue({ ...base, ...change })).toEqual({ kind: 'issue', epoch: 3, revision: 8 });
  });

  it('moves into a higher epoch although nothing changed, and never back', () => {
    expect(decideIssue({ ...base, epoch: 9 })).toEqual({ kind: 'issue', epoch: 9, revision: 8 });
    expect(decideIssue({ ...base, epoch: 1, forced: true })).toEqual({ kind: 'issue', epoch: 3, revision: 8 });
  });

  it('goes above what was signed without being recorded, at the same number too', () => {
    const above = { epoch: 3, revision: 900 };
    expect(decideIssue({ ...base, above })).toEqual({ kind: 'issue', epoch: 3, revision: 901 });
    expect(decideIssue({ ...base, above: last })).toEqual({ kind: 'issue', epoch: 3, revision: 8 });
    expect(decideIssue({ ...base, above: { epoch: 3, revision: 6 } })).toEqual({ kind: 'stands' });
    expect(decideIssue({ ...base, epoch: 4, above })).toEqual({ kind: 'issue', epoch: 4, revision: 901 });
    expect(decideIssue({ ...base, last: undefined, above })).toEqual({ kind: 'issue', epoch: 3, revision: 901 });
  });

  it('begins at one', () => {
    const { last: _none, ...rest } = base;
    expect(decideIssue({ ...rest, last: undefined })).toEqual({ kind: 'issue', epoch: 3, revision: 1 });
  });
});

describe('a claim far ahead', () => {
  const last = { epoch: 1, revision: 5 };
  const judge = (revision: number, epoch = 1) => judgeClaim({ epoch, revision }, last, 1, 'broker');
  it('is a plan that nobody recorded, no older database', () => {
    expect(judge(5 + UNRECORDED_STRIDE)).toBe('unrecorded');
    // signed above 2, and the database has counted to 5 since
    expect(judge(2 + UNRECORDED_STRIDE)).toBe('unrecorded');
    expect(judge(4 + UNRECORDED_STRIDE / 2)).toBe('open-epoch');
    expect(judge(5 + UNRECORDED_STRIDE, 2)).toBe('open-epoch');
    expect(judge(LAST_REVISION)).toBe('absurd');
  });
});

describe('a claim that only a device signs', () => {
  it('opens an epoch a little above today’s, and cannot use up the numbers in one step', () => {
    const last = { epoch: 3, revision: 7 };
    const judge = (epoch: number) => judgeClaim({ epoch, revision: 1 }, last, 3, 'device');
    expect(judge(4)).toBe('open-epoch');
    expect(judge(1003)).toBe('open-epoch');
    expect(judge(1004)).toBe('absurd');
    expect(judge(LAST_REVISION / 2)).toBe('absurd');
    // a document that the controller itself has signed is another matter
    expect(judgeClaim({ epoch: 1004, revision: 1 }, last, 3, 'broker')).toBe('open-epoch');
  });
});

describe('claim of a revision', () => {
  const last = { epoch: 3, revision: 7 };
  it.each([
    [{ epoch: 3, revision: 7 }, last, 3, 'known'],
    [{ epoch: 2, revision: 900 }, last, 3, 'known'],
    [{ epoch: 3, revision: 8 }, last, 3, 'open-epoch'],
    [{ epoch: 4, revision: 1 }, last, 3, 'open-epoch'],
    [{ epoch: 3, revision: 8 }, last, 5, 'reissue'],
    [{ epoch: 3, revision: 1 }, undefined, 5, 'reissue'],
    [{ epoch: 5, revision: 1 }, undefined, 5, 'open-epoch'],
    [{ epoch: LAST_REVISION, revision: 1 }, last, 3, 'absurd'],
    [{ epoch: 3, revision: LAST_REVISION }, last, 3, 'absurd'],
  ] as const)('%j against %j in epoch %i is %s', (claimed, known, epoch, verdict) => {
    expect(judgeClaim(claimed, known, epoch, 'broker')).toBe(verdict);
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => [key, sorted(field)]);
}
