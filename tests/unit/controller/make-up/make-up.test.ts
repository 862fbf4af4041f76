import type { ClusterCoverage } from '@loa-lang/controller/domain/coverage/cluster-coverage';
import { type ClusterStanding, makeUpOffer } from '@loa-lang/controller/domain/make-up/make-up';
import { HEARING_METERS, metersBetween } from '@loa-lang/controller/domain/make-up/neighbours';
import { CLUSTER_OUTCOMES, type ClusterOutcome } from '@loa-lang/schemas/states/coverage';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../support/seeded-random.ts';

const NOW = 10_000_000;

const cluster = (id: string, hamletId = 'h1', households = 50) => ({
  ...{ id, code: id, name: id, kind: 'horns' as const, hamletId, hamletName: hamletId, languages: ['vi'] },
  services: [{ hamletId, households }],
});
const entry = (
  id: string,
  outcome: ClusterOutcome,
  more: Partial<ClusterCoverage> = {},
  hamletId = 'h1',
): ClusterCoverage => ({
  ...{ cluster: cluster(id, hamletId), outcome, receipt: undefined, reason: undefined, playedMs: 0, contentMs: 1000 },
  ...more,
});
const standing = (more: Partial<ClusterStanding> = {}): ClusterStanding => ({
  ...{ gateway: false, muted: false, locked: false, online: true, onlineSince: 0, position: undefined },
  ...{ hamletIds: ['h1'], ...more },
});
const everywhere = (ids: string[], more: Record<string, Partial<ClusterStanding>> = {}) =>
  new Map(ids.map((id) => [id, standing(more[id])]));
const ids = (list: readonly { cluster: { id: string } }[]) => list.map((each) => each.cluster.id);

describe('who is given a make-up', () => {
  it('those who missed it or heard a part; nobody who was reached, then or since', () => {
    const soFar = [entry('a', 'reached'), entry('b', 'missed'), entry('c', 'partial'), entry('d', 'reached')];
    const earlier = [[entry('b', 'missed'), entry('d', 'reached')]];
    const offer = makeUpOffer({ soFar, earlier, standing: everywhere(['a', 'b', 'c', 'd']), now: NOW });
    expect(offer.targets).toMatchObject([
      { cluster: { id: 'b' }, outcome: 'missed', attempts: 1 },
      { cluster: { id: 'c' }, outcome: 'partial', attempts: 0 },
    ]);
    expect(offer.leftOut).toEqual([]);
  });

  it('says why the others are not given it', () => {
    const original = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => entry(id, 'missed'));
    const map = everywhere(['a', 'b', 'c', 'd', 'e'], {
      a: { gateway: true },
      b: { muted: true },
      c: { locked: true },
    });
    const earlier = [[entry('d', 'pending')]];
    const { targets, leftOut } = makeUpOffer({ soFar: original, earlier, standing: map, now: NOW });
    expect(ids(targets)).toEqual(['e']);
    expect(leftOut.map((each) => [each.cluster.id, each.reason])).toEqual([
      ['a', 'gateway'],
      ['b', 'muted'],
      ['c', 'locked'],
      ['d', 'under-way'],
      ['f', 'gone'],
    ]);
  });

  it('who has not accounted for it may have played it: waits until it has been back for two minutes', () => {
    const original = [entry('a', 'missed', { reason: 'no-report' })];
    const at = (more: Partial<ClusterStanding>) =>
      makeUpOffer({ soFar: original, earlier: [], standing: everywhere(['a'], { a: more }), now: NOW });
    const unknown = [{ online: false }, { onlineSince: undefined }, { onlineSince: NOW - 119_999 }];
    for (const more of unknown) expect(at(more).leftOut).toMatchObject([{ reason: 'no-report' }]);
    expect(ids(at({ onlineSince: NOW - 120_000 }).targets)).toEqual(['a']);
  });

  it('who has just come back is given half a minute; who has accounted and is away again may be planned for', () => {
    const original = [entry('a', 'missed', { reason: 'late' })];
    const at = (more: Partial<ClusterStanding>) =>
      makeUpOffer({ soFar: original, earlier: [], standing: everywhere(['a'], { a: more }), now: NOW });
    expect(at({ onlineSince: NOW - 29_999 }).leftOut).toMatchObject([{ reason: 'just-back' }]);
    expect(ids(at({ onlineSince: NOW - 30_000 }).targets)).toEqual(['a']);
    expect(at({ online: false }).targets).toMatchObject([{ cluster: { id: 'a' }, online: false }]);
  });

  it('names neighbours whose households hear it twice: of the same hamlet, or within hearing', () => {
    const original = [
      entry('a', 'missed'),
      entry('b', 'reached'),
      entry('c', 'reached', {}, 'h2'),
      entry('d', 'reached', {}, 'h3'),
    ];
    const meters = (north: number) => ({ latitude: 21.4 + north / 111_195, longitude: 106.1 });
    const map = everywhere(['a', 'b', 'c', 'd'], {
      a: { position: meters(0) },
      b: { position: meters(5000) },
      c: { hamletIds: ['h2'], position: meters(HEARING_METERS - 5) },
      d: { hamletIds: ['h3'], position: meters(HEARING_METERS + 5) },
    });
    expect(makeUpOffer({ soFar: original, earlier: [], standing: map, now: NOW }).twice).toMatchObject([
      { cluster: { id: 'b' }, because: 'same-hamlet', households: 50, beside: ['a'] },
      { cluster: { id: 'c' }, because: 'within-hearing', households: 50, beside: ['a'] },
    ]);
    expect(metersBetween(meters(0), meters(1000))).toBeCloseTo(1000, 0);
  });

  it('over 3,000 random histories: never somebody who was reached, never who is to be silent, never twice at once', () => {
    const random = seededRandom(71);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const some = () => random() < 0.2;
    let targeted = 0;
    for (let run = 0; run < 3000; run++) {
      const all = Array.from({ length: 1 + Math.floor(random() * 8) }, (_, index) => `c${index}`);
      const round = (list: string[]) =>
        list.map((id) =>
          entry(id, pick(CLUSTER_OUTCOMES), { reason: pick([undefined, 'no-report', 'no-power']) as never }),
        );
      const soFar = round(all);
      const earlier = Array.from({ length: Math.floor(random() * 4) }, () => round(all.filter(() => random() < 0.5)));
      const map = new Map(
        all
          .filter(() => random() < 0.9)
          .map((id) => [
            id,
            standing({ muted: some(), locked: some(), gateway: some(), online: !some(), onlineSince: pick([0, NOW]) }),
          ]),
      );
      const { targets, leftOut, twice } = makeUpOffer({ soFar, earlier, standing: map, now: NOW });
      const reached = new Set(soFar.filter((e) => e.outcome === 'reached').map((e) => e.cluster.id));
      const chosen = ids(targets);
      targeted += chosen.length;
      for (const id of chosen) {
        expect(reached.has(id)).toBe(false);
        expect(map.get(id)).toMatchObject({ muted: false, locked: false, gateway: false });
        const own = [...soFar, ...earlier.flat()].filter((each) => each.cluster.id === id);
        expect(own.some((each) => each.outcome === 'pending' || each.outcome === 'not-measurable')).toBe(false);
      }
      for (const id of ids(twice)) expect(reached.has(id)).toBe(true);
      // everybody is told of exactly once
      expect([...chosen, ...ids(leftOut), ...reached].sort()).toEqual([...all].sort());
    }
    expect(targeted).toBeGreaterThan(500);
  });
});
