import { newsFor } from '@loa-lang/controller/domain/publishing/sync-news';
import { documentsBehind } from '@loa-lang/device-agent/domain/behind';
import { compareRevisions, isUnrecorded, type Revision, UNRECORDED_STRIDE } from '@loa-lang/schemas/wire/common';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const at = (revision: number, epoch = 1): Revision => ({ epoch, revision });
const latest = { keys: at(3), settings: at(7), plans: { hamlet: at(2), commune: at(9) } };

it('says nothing of what the device holds as it is', () => {
  const held = { keys: at(3), settings: at(7), plans: { hamlet: at(2), commune: at(8) } };
  expect(newsFor(held, latest)).toEqual({ keys: at(3), plans: { commune: at(9) } });
});

it('says all to a device that holds nothing', () => {
  expect(newsFor({ plans: {} }, latest)).toEqual(latest);
});

const revision = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 0, max: 3 }).map((n) => n + UNRECORDED_STRIDE),
);
const anyRevision = fc.record({ epoch: fc.integer({ min: 1, max: 2 }), revision });
const anyPlans = fc.dictionary(fc.constantFrom('a', 'b', 'c'), anyRevision);
const optional = fc.option(anyRevision, { nil: undefined });

it('a device comes to the same verdict by it as by the whole', () => {
  const runs = 2000;
  fc.assert(
    fc.property(optional, optional, optional, anyPlans, anyPlans, anyRevision, (a, b, settings, held, plans, keys) => {
      const has = { ...(a && { keys: a }), ...(b && { settings: b }), plans: held };
      const whole = { keys, ...(settings && { settings }), plans };
      const news = newsFor(has, whole);
      const followed = new Set(['a', 'b', 'c']);
      expect(documentsBehind(news, has, followed)).toEqual(documentsBehind(whole, has, followed));
      const forgotten = (told: Record<string, Revision>) =>
        Object.entries(held).filter(([planId, own]) => isUnrecorded(own, told[planId]));
      expect(forgotten(news.plans)).toEqual(forgotten(whole.plans));
      // what the device gets meanwhile is not older than what was left out
      for (const [planId, own] of Object.entries(plans)) {
        if (news.plans[planId] === undefined) expect(compareRevisions(own, held[planId] as Revision)).toBe(0);
      }
    }),
    { numRuns: runs },
  );
  console.log(`${runs} answers compared`);
});
