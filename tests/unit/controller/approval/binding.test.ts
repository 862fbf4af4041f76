import { type Binding, bindingHash, covers } from '@loa-lang/controller/domain/approval/binding';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const id = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1'), minLength: 1, maxLength: 3 });
const ids = fc.uniqueArray(id, { maxLength: 4 });
const bindings: fc.Arbitrary<Binding> = fc.record({
  assets: fc.uniqueArray(id, { minLength: 1, maxLength: 5 }),
  targets: fc.record({ areaIds: ids, groupIds: ids, clusterIds: ids }),
  times: fc.oneof(
    fc.record({ once: fc.integer({ min: 0, max: 5 }) }),
    fc.record({ rule: fc.constantFrom('DAILY', 'WEEKLY', 'on-approval', '0', 'once:0') }),
  ),
});
const targets = ['areaIds', 'groupIds', 'clusterIds'] as const;
const reversed = ({ assets, targets: { areaIds, groupIds, clusterIds }, times }: Binding): Binding => ({
  assets: [...assets].reverse(),
  targets: {
    areaIds: [...areaIds].reverse(),
    groupIds: [...groupIds].reverse(),
    clusterIds: [...clusterIds, ...clusterIds],
  },
  times,
});

describe('an approval', () => {
  it('covers itself, in whatever order, and parts of its audio', () => {
    fc.assert(
      fc.property(bindings, fc.nat(), (binding, skip) => {
        expect(covers(binding, reversed(binding))).toBe(true);
        expect(bindingHash(reversed(binding))).toBe(bindingHash(binding));
        const fewer = binding.assets.filter((_, index) => index !== skip % binding.assets.length);
        expect(covers(binding, { ...binding, assets: fewer })).toBe(true);
      }),
    );
  });

  it('does not cover another audio: a new version of a bulletin is one', () => {
    fc.assert(
      fc.property(bindings, fc.nat(), (binding, at) => {
        const assets = binding.assets.map((asset, index) =>
          index === at % binding.assets.length ? `${asset}-2` : asset,
        );
        expect(covers(binding, { ...binding, assets })).toBe(false);
        expect(covers(binding, { ...binding, assets: [...binding.assets, 'more'] })).toBe(false);
        expect(bindingHash({ ...binding, assets })).not.toBe(bindingHash(binding));
      }),
    );
  });

  it('does not cover another target, one more or one less, or the same id as another kind of place', () => {
    fc.assert(
      fc.property(bindings, fc.constantFrom(...targets), (binding, kind) => {
        const more = { ...binding.targets, [kind]: [...binding.targets[kind], 'new'] };
        const less = { ...binding.targets, [kind]: binding.targets[kind].slice(1) };
        expect(covers(binding, { ...binding, targets: more })).toBe(false);
        expect(covers({ ...binding, targets: more }, binding)).toBe(false);
        expect(covers(binding, { ...binding, targets: less })).toBe(binding.targets[kind].length === 0);
        expect(bindingHash({ ...binding, targets: more })).not.toBe(bindingHash(binding));
      }),
    );
  });

  it('does not cover another time, and equal hashes mean that each covers the other', () => {
    fc.assert(
      fc.property(bindings, bindings, (one, other) => {
        const sameTimes = JSON.stringify(one.times) === JSON.stringify(other.times);
        if (!sameTimes) expect(covers(one, { ...one, times: other.times })).toBe(false);
        expect(bindingHash(one) === bindingHash(other)).toBe(covers(one, other) && covers(other, one));
      }),
      { numRuns: 500 },
    );
  });
});
