import type { Broadcast } from '@loa-lang/controller/domain/broadcasts/broadcast';
import { mayBeReversioned } from '@loa-lang/controller/domain/broadcasts/broadcast';
import {
  HORIZON_MS,
  KEEP_CANCELLED_MS,
  KEEP_HISTORY_MS,
  planContent,
} from '@loa-lang/controller/domain/plan-content/plan-content';
import { settingsContent } from '@loa-lang/controller/domain/plan-content/settings-content';
import { timeline } from '@loa-lang/schemas/timeline/timeline';
import { isCancelled, PlanSchema, type StreamGap } from '@loa-lang/schemas/wire/plan';
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
  approval: 'approved',
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
  it('carries what starts within 84 hours and ended at most 6 hours ago, ordered by start', () => {
    expect(
      ids([
        broadcast('later', NOW + HORIZON_MS + 1),
        broadcast('far', NOW + HORIZON_MS),
        broadcast('running', NOW - 5000),
        broadcast('history', NOW - 9_999 - KEEP_HISTORY_MS),
        broadcast('forgotten', NOW - 10_000 - KEEP_HISTORY_MS),
      ]),
    ).toEqual(['history', 'running', 'far']);
  });

  describe('issued again while something sounds', () => {
    const MINUTE = 60_000;
    const lasting = (minutes: number): Partial<Broadcast> => ({
      items: [
        {
          kind: 'asset',
          part: 0,
          durationMs: minutes * MINUTE,
          language: 'vi',
          assetId: 'a'.repeat(64),
          sizeBytes: 10,
        },
      ],
    });
    const window = (startAt: number, lastMinute: number): Partial<Broadcast> => ({
      latestStartAt: startAt + 15 * MINUTE,
      endsAt: startAt + lastMinute * MINUTE,
    });
    /** what sounds at and after the instant, by the plan that is issued then */
    const soundsFrom = (at: number, rows: Broadcast[]) => {
      const { broadcasts } = planContent(
        { planId: 'C', removed: false, broadcasts: rows, latches: [], keepAssets: [] },
        at,
      );
      const plan = {
        areaId: 'C',
        epoch: 1,
        revision: 1,
        issuedAt: at,
        horizonEndsAt: at,
        silence: [],
        keepAssets: [],
        broadcasts,
      };
      const { runs } = timeline({
        plans: [plan],
        clusterId: 'x',
        languages: ['vi'],
        muted: false,
        from: at,
        to: at + HORIZON_MS,
      });
      return runs.map(
        (run) => `${run.broadcastId}#${run.run} ${(run.startAt - NOW) / MINUTE}-${(run.endAt - NOW) / MINUTE}`,
      );
    };

    it('lets what had to wait go on where it is, though what it waited for is over', () => {
      const first = broadcast('first', NOW, { ...lasting(20), ...window(NOW, 21) });
      const second = broadcast('second', NOW + 10 * MINUTE, { ...lasting(20), ...window(NOW + 10 * MINUTE, 35) });
      expect(soundsFrom(NOW + 20 * MINUTE, [first, second])).toEqual(['second#1 20-40']);
      expect(soundsFrom(NOW + 30 * MINUTE, [first, second])).toEqual(['second#1 20-40']);
    });

    it('lets what was interrupted play its new run, though the emergency is over', () => {
      const programme = broadcast('programme', NOW, { ...lasting(20), ...window(NOW, 45) });
      const emergency = broadcast('emergency', NOW + 5 * MINUTE, {
        class: 'emergency',
        ...lasting(2),
        ...window(NOW + 5 * MINUTE, 2),
        latestStartAt: NOW + 5 * MINUTE,
      });
      expect(soundsFrom(NOW + 15 * MINUTE, [programme, emergency])).toEqual(['programme#2 7-27']);
    });

    it('lets what waited behind a stopped broadcast begin at its beginning', () => {
      const stopped = { cancelledAt: NOW + 12 * MINUTE, cancelReason: 'nhầm' };
      const first = broadcast('first', NOW, { ...lasting(20), ...window(NOW, 21), ...stopped });
      const second = broadcast('second', NOW + 10 * MINUTE, { ...lasting(10), ...window(NOW + 10 * MINUTE, 35) });
      expect(soundsFrom(NOW + 12 * MINUTE, [first, second])).toEqual(['second#1 12-22']);
    });
  });

  it('says both what a stopped broadcast was and that it was stopped, if it had begun', () => {
    const cancelled = { cancelledAt: NOW, cancelReason: 'mưa' };
    const entries = content([broadcast('begun', NOW - 1, cancelled), broadcast('ahead', NOW, cancelled)]).broadcasts;
    expect(entries.map((entry) => [entry.id, isCancelled(entry)])).toEqual([
      ['begun', true],
      ['begun', false],
      ['ahead', true],
    ]);
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

it('keeps emergencies ready before what waits for approval, whatever their names, and never more than a plan may name', () => {
  const assets = (mark: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({
      assetId: `${mark}${String(index).padStart(63, '0')}`,
      sizeBytes: 1,
    }));
  const emergencies = assets('f', 3);
  const awaited = [...assets('a', 600), ...emergencies];
  const kept = content([], { keepAssets: [...emergencies].reverse(), awaited }).keepAssets;
  expect(kept).toHaveLength(512);
  expect(kept.slice(0, 3)).toEqual(emergencies);
  expect(new Set(kept.map(({ assetId }) => assetId)).size).toBe(512);
  expect(content([], { keepAssets: emergencies, awaited: [...awaited].reverse() }).keepAssets).toEqual(kept);
  expect(content([], { removed: true, keepAssets: emergencies, awaited }).keepAssets).toEqual([]);
});

describe('gaps of streams in a plan', () => {
  const relay = (id: string, startAt: number, streamId: string): Broadcast =>
    broadcast(id, startAt, { items: [{ kind: 'stream', part: 0, durationMs: 9000, streamId }] });
  const gapsOf = (rows: Broadcast[], streamGaps: StreamGap[]) => content(rows, { streamGaps }).streamGaps;

  it('are those within a broadcast that names the stream, in order, without what is not for devices', () => {
    const gap = { streamId: 's', from: NOW + 2000, to: NOW + 4000, reason: 'dead', detail: 'refused' };
    const rows = [relay('r', NOW, 's'), broadcast('b', NOW)];
    const others = [
      { streamId: 's', from: NOW - 5000, to: NOW },
      { streamId: 's', from: NOW + 10_000 },
      { streamId: 'other', from: NOW + 1000 },
    ];
    const open = { streamId: 's', from: NOW + 9000 };
    expect(gapsOf(rows, [open, gap, ...others])).toEqual([{ streamId: 's', from: NOW + 2000, to: NOW + 4000 }, open]);
  });

  it('are absent where nothing names a stream, so that such plans stay what they were', () => {
    const streamGaps = [{ streamId: 's', from: NOW }];
    expect(content([broadcast('b', NOW)], { streamGaps })).toEqual(content([broadcast('b', NOW)]));
    expect('streamGaps' in content([relay('r', NOW, 's')])).toBe(false);
  });

  it('stay valid when a source has come and gone all day: the latest count', () => {
    const streamGaps = Array.from({ length: 300 }, (_, n) => ({
      streamId: 's',
      from: NOW + n * 10,
      to: NOW + n * 10 + 5,
    }));
    const kept = gapsOf([relay('r', NOW, 's')], streamGaps) ?? [];
    expect([kept.length, kept.at(-1)?.from]).toEqual([256, NOW + 2990]);
    expect(
      Value.Check(PlanSchema, {
        ...content([relay('r', NOW, 's')], { streamGaps }),
        epoch: 1,
        revision: 1,
        issuedAt: NOW,
      }),
    ).toBe(true);
  });
});
