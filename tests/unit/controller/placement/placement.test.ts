import { followedAreaIds, followers } from '@loa-lang/controller/domain/areas/territory';
import { placeBroadcast } from '@loa-lang/controller/domain/placement/placement';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { area, CLUSTERS, COMMUNE, cluster, territory } from '../commune.ts';

const none = { areaIds: [], groupIds: [], clusterIds: [] };
const commune = territory(COMMUNE, CLUSTERS, [{ id: 'G', areaIds: ['B'], clusterIds: ['a1'] }]);
const place = (requested: Partial<typeof none> | object, where = commune) => {
  const placed = placeBroadcast(where, { ...none, ...requested });
  if (!placed.ok) throw new Error(placed.fault);
  return placed;
};

describe('placement', () => {
  it('a whole commune is one publish, for all', () => {
    const placed = place({ areaIds: ['C', 'A', 'B'] });
    expect(placed.placements).toEqual([{ planId: 'C', targets: 'all' }]);
    expect(placed.clusterIds).toEqual(['a1', 'a2', 'ab', 'b']);
    expect(placed.audience.hamlets.map((hamlet) => hamlet.id)).toEqual(['A', 'B', 'D']);
  });

  it('a hamlet targets every cluster that serves it, and only itself', () => {
    const placed = place({ areaIds: ['A'] });
    expect(placed.placements).toEqual([{ planId: 'A', targets: 'all' }]);
    expect(placed.clusterIds).toEqual(['a1', 'a2', 'ab']);
    expect(placed.audience.hamlets.map((hamlet) => hamlet.id)).toEqual(['A']);
  });

  it('a cluster chosen by itself targets the hamlets it serves, named in the lowest area it follows', () => {
    const between = place({ clusterIds: ['ab'] });
    expect(between.audience.hamlets.map((hamlet) => hamlet.id)).toEqual(['A', 'B']);
    expect(between.placements).toEqual([{ planId: 'A', targets: { only: ['ab'] } }]);
    expect(place({ clusterIds: ['a1', 'b'] }).placements).toEqual([{ planId: 'C', targets: { only: ['a1', 'b'] } }]);
  });

  it('all clusters of a hamlet chosen one by one never become "all": a cluster added later must not sound', () => {
    expect(place({ clusterIds: ['a1', 'a2', 'ab'] }).placements).toEqual([
      { planId: 'A', targets: { only: ['a1', 'a2', 'ab'] } },
    ]);
  });

  it('a group is carried by its own plan, unless an area carries all of it', () => {
    const placed = place({ groupIds: ['G'] });
    expect(placed.placements).toEqual([{ planId: 'G', targets: 'all' }]);
    expect(placed.clusterIds).toEqual(['a1', 'ab', 'b']);
    expect(placed.audience.hamlets.map((hamlet) => hamlet.id)).toEqual(['A', 'B']);
    expect(place({ groupIds: ['G'], areaIds: ['C'] }).placements).toEqual([{ planId: 'C', targets: 'all' }]);
  });

  it('more than 64 single clusters ask for a group', () => {
    const many = Array.from({ length: 70 }, (_, index) => cluster(`c${index}`, { A: 1 }));
    const where = territory(COMMUNE, many);
    expect(place({ clusterIds: many.slice(0, 64).map((each) => each.id) }, where).newGroup).toBeUndefined();
    const placed = place({ clusterIds: many.slice(0, 65).map((each) => each.id) }, where);
    expect(placed.placements).toEqual([]);
    expect(placed.newGroup?.clusterIds).toHaveLength(65);
  });

  it('refuses what is unknown, what no cluster serves, and what no common area carries', () => {
    const fault = (requested: object, where = commune) => {
      const placed = placeBroadcast(where, { ...none, ...requested });
      return placed.ok ? undefined : placed.fault;
    };
    expect(fault({ areaIds: ['X'] })).toBe('targets-unknown');
    expect(fault({ areaIds: ['D'] })).toBe('no-targets');
    expect(fault({})).toBe('no-targets');
    const twoProvinces = territory(
      [...COMMUNE, area('Q', 'province'), area('E', 'commune', 'Q'), area('F', 'hamlet', 'E')],
      [...CLUSTERS, cluster('f', { F: 1 })],
    );
    expect(fault({ clusterIds: ['a1', 'f'] }, twoProvinces)).toBe('targets-apart');
  });

  it('an unserved cluster belongs to the hamlet it stands in', () => {
    const where = territory(COMMUNE, [cluster('x', {}, { hamletId: 'D' })]);
    expect(followedAreaIds(where.areas, cluster('x', {}, { hamletId: 'D' }))).toEqual(['D', 'C', 'P']);
    expect(place({ areaIds: ['D'] }, where).clusterIds).toEqual(['x']);
  });

  it('a pole between two hamlets follows both before what is above them', () => {
    expect(followedAreaIds(commune.areas, cluster('ab', { A: 1, B: 1 }))).toEqual(['A', 'B', 'C', 'P']);
  });

  it('whatever is chosen, exactly the targeted clusters find the broadcast in a plan they follow', () => {
    const pick = (ids: string[]) => fc.subarray(ids);
    fc.assert(
      fc.property(
        pick(['P', 'C', 'A', 'B', 'D']),
        pick(['G']),
        pick(CLUSTERS.map((each) => each.id)),
        (areaIds, groupIds, clusterIds) => {
          const placed = placeBroadcast(commune, { areaIds, groupIds, clusterIds });
          if (!placed.ok) {
            expect(placed.fault).toBe('no-targets');
            return;
          }
          const sounding = placed.placements.flatMap(({ planId, targets }) =>
            followers(commune, planId)
              .map((each) => each.id)
              .filter((id) => targets === 'all' || targets.only.includes(id)),
          );
          expect([...new Set(sounding)].sort()).toEqual(placed.clusterIds);
        },
      ),
    );
  });
});
