import { groupsOf, type Missed } from '@loa-lang/controller/console/today/missed-groups';
import { describe, expect, it } from 'vitest';

const missed = (broadcastId: string, hour: number, clusters: Record<string, boolean>): Missed => ({
  ...{ broadcastId, title: broadcastId, class: 'normal', level: 'commune', hamlets: [], households: 0, clusters: 0 },
  ...{ missedHamlets: [], missedClusters: 0, missedHouseholds: 0, durationMs: 0 },
  startAt: `2026-12-05T${String(hour).padStart(2, '0')}:00:00Z`,
  missedAt: Object.entries(clusters).map(([id, tooQuiet]) => ({ ...{ id, code: id, name: id }, tooQuiet })),
});
const told = (all: readonly Missed[]) =>
  groupsOf(all).map(({ tooQuiet, all: each }) => [tooQuiet, each.map(({ broadcastId }) => broadcastId)]);

describe('broadcasts that were missed', () => {
  it('are one matter where the same clusters missed them, in the order of their times', () => {
    const all = [missed('noon', 11, { a: false, b: false }), missed('morning', 5, { b: false, a: false })];
    expect(told(all)).toEqual([[false, ['morning', 'noon']]]);
  });

  it('are matters of their own where others missed them, the latest first', () => {
    const all = [missed('noon', 11, { a: false }), missed('evening', 17, { b: false })];
    expect(told([...all, missed('morning', 5, { a: false })])).toEqual([
      [false, ['evening']],
      [false, ['morning', 'noon']],
    ]);
  });

  it('are not offered again to who is too quiet, unless somebody else missed them, too', () => {
    const all = [missed('morning', 5, { a: true }), missed('noon', 11, { a: true, b: false })];
    expect(told([...all, missed('evening', 17, { a: true })])).toEqual([
      [true, ['morning', 'evening']],
      [false, ['noon']],
    ]);
  });
});
