import type { Broadcast } from '@loa-lang/controller/domain/broadcasts/broadcast';
import { mayBeReversioned } from '@loa-lang/controller/domain/broadcasts/broadcast';
import { HORIZON_MS, KEEP_CANCELLED_MS, planContent } from '@loa-lang/controller/domain/plan-content/plan-content';
import { settingsContent } from '@loa-lang/controller/domain/plan-content/settings-content';
import { PlanSchema } from '@loa-lang/schemas/wire/plan';
import { SettingsSchema } from '@loa-lang/schemas/wire/settings';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { CLUSTERS, COMMUNE, cluster, territory } from '../commune.ts';

const NOW = 1_700_000_000_000;
const broadcast = (id: string, startAt: number, more: Partial<Broadcast> = {}): Broadcast => ({
  id,
  communeId: 'C',
  version: 1,
  title: id,
  class: 'scheduled',
  level: 'commune',
  startAt,
  latestStartAt: startAt,
  joinUntilAt: startAt + 5000,
  endsAt: startAt + 10_000,
  startsWhenReady: false,
  rank: undefined,
  repeat: undefined,
  onInterrupted: 'restart',
  gainDb: 0,
  bulletins: [],
  items: [{ kind: 'asset', part: 0, durationMs: 9000, language: 'vi', assetId: 'a'.repeat(64), sizeBytes: 10 }],
  requested: { areaIds: ['C'], groupIds: [], clusterIds: [] },
  placements: [{ planId: 'C', targets: 'all' }],
  audience: { hamlets: [], clusters: [] },
  cancelledAt: undefined,
  cancelReason: undefined,
  createdAt: NOW,
  ...more,
});
const content = (broadcasts: Broadcast[], more: object = {}) =>
  planContent({ planId: 'C', removed: false, broadcasts, latches: [], keepAssets: [], ...more }, NOW);
const ids = (broadcasts: Broadcast[], more = {}) => content(broadcasts, more).broadcasts.map((each) => each.id);

describe('plan of an area', () => {
  it('carries what starts within 84 hours and has not ended, ordered by start', () => {
    expect(
      ids([
        broadcast('later', NOW + HORIZON_MS + 1),
        broadcast('far', NOW + HORIZON_MS),
        broadcast('running', NOW - 5000),
        broadcast('over', NOW - 10_000),
      ]),
    ).toEqual(['running', 'far']);
  });

  it('leaves out what is placed in other plans', () => {
    expect(ids([broadcast('x', NOW, { placements: [{ planId: 'A', targets: 'all' }] })])).toEqual([]);
  });

  it('keeps a cancelled broadcast until 72 h after its end, whatever its start', () => {
    const cancelled = { cancelledAt: NOW - 1, cancelReason: 'mưa' };
    const stays = broadcast('stays', NOW - KEEP_CANCELLED_MS - 10_000, cancelled);
    const gone = broadcast('gone', NOW - KEEP_CANCELLED_MS - 10_001, cancelled);
    const ahead = broadcast('ahead', NOW + 2 * HORIZON_MS, cancelled);
    expect(content([stays, gone, ahead]).broadcasts).toEqual([
      { id: 'stays', cancelledAt: NOW - 1, reason: 'mưa' },
      { id: 'ahead', cancelledAt: NOW - 1, reason: 'mưa' },
    ]);
  });

  it('is empty for a removed area, but for what was cancelled', () => {
    const rows = [broadcast('x', NOW + 1), broadcast('y', NOW + 1, { cancelledAt: NOW, cancelReason: '' })];
    const asset = { assetId: 'b'.repeat(64), sizeBytes: 1 };
    const removed = content(rows, { removed: true, keepAssets: [asset] });
    expect(removed.broadcasts.map((each) => each.id)).toEqual(['y']);
    expect(removed.keepAssets).toEqual([]);
  });

  it('is the same for rows in any order, and fits the wire', () => {
    const rows = [broadcast('a', NOW + 5), broadcast('b', NOW + 5), broadcast('c', NOW + 1)];
    expect(content(rows)).toEqual(content([...rows].reverse()));
    const wire = { ...content(rows), epoch: 1, revision: 1, issuedAt: NOW };
    expect(Value.Check(PlanSchema, wire)).toBe(true);
  });

  it('lets nothing that has begun be changed', () => {
    expect(mayBeReversioned(broadcast('x', NOW + 1), NOW)).toBe(true);
    expect(mayBeReversioned(broadcast('x', NOW), NOW)).toBe(false);
  });
});

describe('settings of a device', () => {
  it('follow hamlets, what is above, and groups; and fit the wire', () => {
    const where = territory(COMMUNE, CLUSTERS, [{ id: 'G', areaIds: ['B'], clusterIds: [] }]);
    const ab = cluster('ab', { A: 10, B: 20 });
    const settings = settingsContent(where, { cluster: ab, muted: false, volumeDb: -3, audienceSize: 0 });
    expect(settings).toMatchObject({
      clusterId: 'ab',
      areaIds: ['A', 'B', 'C', 'P'],
      groupIds: ['G'],
      languages: ['vi'],
      audienceSize: 1,
      outputFloorDbfs: -50,
    });
    expect(Value.Check(SettingsSchema, { ...settings, epoch: 1, revision: 1 })).toBe(true);
  });
});
