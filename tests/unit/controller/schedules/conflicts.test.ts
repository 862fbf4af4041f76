import { conflictsOf } from '@loa-lang/controller/domain/schedules/conflicts';
import type { Contender } from '@loa-lang/controller/domain/schedules/contender';
import { timeline } from '@loa-lang/schemas/timeline/timeline';
import type { PlannedBroadcast } from '@loa-lang/schemas/wire/plan';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const MORNING = Date.parse('2026-03-02T07:00:00+07:00');

interface Given {
  id: string;
  /** minutes after seven */
  at: number;
  lasts: number;
  window?: number;
  kind?: PlannedBroadcast['class'];
  rank?: number;
  clusters?: string[];
  parts?: number;
}
function contender({
  id,
  at,
  lasts,
  window = 60,
  kind = 'scheduled',
  rank,
  clusters = ['c1'],
  parts = 1,
}: Given): Contender {
  const startAt = MORNING + at * MINUTE;
  const endsAt = startAt + window * MINUTE;
  const durationMs = (lasts * MINUTE) / parts;
  return {
    owner: { id: id.replace(/@.*/, ''), title: id.replace(/@.*/, '') },
    clusterIds: new Set(clusters),
    planned: {
      ...{
        id,
        class: kind,
        level: 'commune',
        startAt,
        endsAt,
        joinUntilAt: endsAt,
        latestStartAt: endsAt - lasts * MINUTE,
      },
      items: Array.from({ length: parts }, (_, part) => ({ kind: 'stream', part, durationMs, streamId: 's' })),
      onInterrupted: 'restart',
      ...(rank !== undefined && { rank }),
    },
  };
}
const languages = new Map(['c1', 'c2', 'c3'].map((id) => [id, ['vi']]));
const found = (asked: Given[], others: Given[]) =>
  conflictsOf(asked.map(contender), others.map(contender), languages).map(
    ({ effect, loser, winner, why, clusterIds, dates }) => ({
      effect,
      loser: loser.id,
      winner: winner.id,
      why,
      clusterIds,
      n: dates.length,
    }),
  );

describe('conflicts', () => {
  it('windows that touch without a collision of what sounds are none', () => {
    expect(found([{ id: 'mới', at: 30, lasts: 10 }], [{ id: 'cũ', at: 0, lasts: 20 }])).toEqual([]);
  });
  it('the same class: who began first is let finish, the other waits', () => {
    expect(found([{ id: 'mới', at: 10, lasts: 10 }], [{ id: 'cũ', at: 0, lasts: 20 }])).toEqual([
      { effect: 'postponed', loser: 'mới', winner: 'cũ', why: 'earlier', clusterIds: ['c1'], n: 1 },
    ]);
  });
  it('the same time: what was planned first goes first', () => {
    expect(found([{ id: 'b', at: 0, lasts: 10 }], [{ id: 'a', at: 0, lasts: 20 }])).toMatchObject([
      { effect: 'postponed', loser: 'b', winner: 'a', why: 'order' },
    ]);
  });
  it('a higher class goes first at the next boundary of parts, and the other begins again', () => {
    expect(
      found([{ id: 'gấp', at: 10, lasts: 5, kind: 'urgent' }], [{ id: 'tin', at: 0, lasts: 20, parts: 4 }]),
    ).toMatchObject([{ effect: 'interrupted', loser: 'tin', winner: 'gấp', why: 'class' }]);
  });
  it('no room left in its window: it never comes', () => {
    expect(found([{ id: 'mới', at: 5, lasts: 10, window: 15 }], [{ id: 'cũ', at: 0, lasts: 30 }])).toMatchObject([
      { effect: 'prevented', loser: 'mới', winner: 'cũ', why: 'earlier' },
    ]);
  });
  it('among priority broadcasts the commune’s rank decides', () => {
    const cũ = { id: 'a', at: 0, lasts: 10, kind: 'priority' as const, rank: 2 };
    expect(found([{ id: 'b', at: 0, lasts: 10, kind: 'priority', rank: 1 }], [cũ])).toMatchObject([
      { effect: 'postponed', loser: 'a', winner: 'b', why: 'rank' },
    ]);
  });
  it('on the clusters that both reach; each date once, all of them counted', () => {
    const days = (given: Given, count: number) =>
      Array.from({ length: count }, (_, day) => ({
        ...given,
        id: `${given.id}@${day}`,
        at: given.at + (day * DAY) / MINUTE,
      }));
    const asked = days({ id: 'mới', at: 10, lasts: 10, clusters: ['c1', 'c2'] }, 5);
    const others = days({ id: 'cũ', at: 0, lasts: 20, clusters: ['c2', 'c3'] }, 4);
    expect(found(asked, others)).toEqual([
      { effect: 'postponed', loser: 'mới', winner: 'cũ', why: 'earlier', clusterIds: ['c2'], n: 4 },
    ]);
  });
  it('what others do among themselves is not the new one’s business', () => {
    const others = [
      { id: 'a', at: 0, lasts: 20 },
      { id: 'b', at: 10, lasts: 10 },
    ];
    expect(found([{ id: 'mới', at: 50, lasts: 5 }], others)).toEqual([]);
  });

  it('says nothing exactly when on no cluster anything sounds otherwise than without the other side', () => {
    const given = (name: string) =>
      fc
        .record({
          at: fc.integer({ min: 0, max: 40 }),
          lasts: fc.integer({ min: 1, max: 20 }),
          window: fc.integer({ min: 20, max: 60 }),
          kind: fc.constantFrom('urgent' as const, 'priority' as const, 'scheduled' as const, 'relay' as const),
          clusters: fc.uniqueArray(fc.constantFrom('c1', 'c2'), { minLength: 1 }),
          parts: fc.integer({ min: 1, max: 3 }),
        })
        .map((each) => ({ ...each, id: name }));
    const runs = (contenders: Contender[], cluster: string) => {
      const broadcasts = contenders
        .filter(({ clusterIds }) => clusterIds.has(cluster))
        .map(({ planned }) => ({ ...planned, version: 1, targets: 'all' as const, volumeRule: { gainDb: 0 } }));
      const plan = {
        areaId: 'p',
        epoch: 1,
        revision: 1,
        issuedAt: 0,
        horizonEndsAt: MORNING + DAY,
        silence: [],
        keepAssets: [],
        broadcasts,
      };
      const { runs: all } = timeline({
        plans: [plan],
        clusterId: cluster,
        languages: ['vi'],
        muted: false,
        from: 0,
        to: MORNING + DAY,
      });
      return all.map(({ broadcastId, startAt, endAt }) => `${broadcastId} ${startAt} ${endAt}`).sort();
    };
    fc.assert(
      fc.property(given('a'), given('b'), (a, b) => {
        const [one, two] = [contender(a), contender(b)];
        const differs = ['c1', 'c2'].some(
          (id) => runs([one, two], id).join() !== [...runs([one], id), ...runs([two], id)].sort().join(),
        );
        expect(conflictsOf([one], [two], languages).length > 0).toBe(differs);
      }),
      { numRuns: 400 },
    );
  });
});
