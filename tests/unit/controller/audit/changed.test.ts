import { changed } from '@loa-lang/controller/domain/audit/changed';
import { expect, it } from 'vitest';

it('keeps the fields that differ, and of objects the parts that do', () => {
  const before = { name: 'Sáng', hours: { from: '05:00', until: '21:00' }, parts: [1, 2], rank: 3, paused: false };
  const after = { ...before, hours: { until: '22:00', from: '05:00' }, parts: [2, 1], paused: true };
  expect(changed(before, after)).toEqual({
    before: { hours: { until: '21:00' }, parts: [1, 2], paused: false },
    after: { hours: { until: '22:00' }, parts: [2, 1], paused: true },
  });
});

it('keeps by which name a thing is known', () => {
  expect(changed({ name: 'Sáng', rank: 1 }, { name: 'Sáng', rank: 2 }, ['name'])).toEqual({
    before: { name: 'Sáng', rank: 1 },
    after: { name: 'Sáng', rank: 2 },
  });
});

it('says of what came or went that it was not there', () => {
  interface Thing {
    rank?: number | undefined;
    end?: number | null | undefined;
  }
  const nothing: Thing = { end: undefined };
  expect(changed<Thing>(nothing, { rank: 1, end: null })).toEqual({ before: {}, after: { rank: 1 } });
  expect(changed<Thing>({ rank: 1 }, { rank: undefined })).toEqual({ before: { rank: 1 }, after: { rank: null } });
  expect(changed<{ hours: object | null }>({ hours: null }, { hours: { from: '21:00' } })).toEqual({
    before: { hours: null },
    after: { hours: { from: '21:00' } },
  });
});

it('finds nothing in what is the same, in whatever order', () => {
  expect(changed({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toEqual({ before: {}, after: {} });
});
