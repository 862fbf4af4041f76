import { type SettleFacts, settleRun } from '@loa-lang/device-agent/domain/settle-run';
import { settleAt } from '@loa-lang/device-agent/domain/settle-time';
import type { Run } from '@loa-lang/schemas/timeline/types';
import { describe, expect, it } from 'vitest';
import { asset, T0 } from '../../timeline/fixtures.ts';

const run: Run = {
  broadcastId: 'a',
  version: 3,
  class: 'scheduled',
  level: 'commune',
  run: 2,
  dueAt: T0,
  startAt: T0,
  endAt: T0 + 20_000,
  durationMs: 20_000,
  joinUntilAt: T0 + 5000,
  endsAt: T0 + 60_000,
  outcome: 'completed',
  gainDb: 0,
  items: [
    { index: 0, part: 0, kind: 'asset', assetId: asset(0), offsetMs: 0, durationMs: 10_000 },
    { index: 2, part: 1, kind: 'asset', assetId: asset(1), offsetMs: 10_000, durationMs: 10_000 },
  ],
};
const heard = (first: number, second: number, levelDbfs = -20) => ({
  startedAt: T0,
  endedAt: T0 + 20_000,
  startErrorMs: 0.4,
  startErrorBasis: 'measured' as const,
  startUncertaintyMs: 1,
  items: [
    { index: 0, playedMs: first, levelDbfs },
    { index: 2, playedMs: second, levelDbfs },
  ],
});
const facts = (over: Partial<SettleFacts> = {}): SettleFacts => ({
  run,
  cancelled: false,
  sound: heard(10_000, 10_000),
  earlierMs: new Map(),
  noticed: undefined,
  outputFloorDbfs: -50,
  ...over,
});
const verdict = (over: Partial<SettleFacts>) => {
  const { state, reason } = settleRun(facts(over));
  return reason === undefined ? state : `${state} ${reason}`;
};

describe('the receipt of a run', () => {
  it('carries what was measured', () => {
    expect(settleRun(facts())).toEqual({
      kind: 'receipt',
      broadcastId: 'a',
      version: 3,
      run: 2,
      state: 'finished',
      startedAt: T0,
      endedAt: T0 + 20_000,
      startErrorMs: 0.4,
      startErrorBasis: 'measured',
      startUncertaintyMs: 1,
      outputLevelDbfs: -20,
      items: [
        { index: 0, part: 0, playedMs: 10_000 },
        { index: 2, part: 1, playedMs: 10_000 },
      ],
    });
  });

  it('says what became of it', () => {
    const silent = heard(0, 0);
    expect(verdict({ sound: heard(9600, 9900) })).toBe('finished');
    expect(verdict({ sound: heard(10_000, 10_000, -60) })).toBe('partial below-floor');
    expect(verdict({ sound: heard(10_000, 4000), cancelled: true })).toBe('stopped cancelled');
    expect(verdict({ sound: heard(10_000, 4000), run: { ...run, outcome: 'silenced' } })).toBe('stopped silenced');
    expect(verdict({ sound: heard(10_000, 4000), run: { ...run, outcome: 'interrupted' } })).toBe(
      'partial interrupted',
    );
    expect(verdict({ sound: heard(10_000, 4000), noticed: 'no-audio' })).toBe('partial no-audio');
    expect(verdict({ sound: silent, noticed: 'no-time' })).toBe('missed no-time');
    expect(verdict({ sound: silent, noticed: 'sink-failed' })).toBe('failed sink-failed');
    expect(verdict({ sound: silent })).toBe('missed late');
  });

  it('adds what an earlier life played, and says that power was lost when that is not all', () => {
    const earlierMs = new Map([[0, 9000]]);
    expect(settleRun(facts({ sound: heard(500, 10_000), earlierMs })).items[0]?.playedMs).toBe(9500);
    expect(verdict({ sound: heard(500, 10_000), earlierMs })).toBe('finished');
    expect(verdict({ sound: heard(0, 6000), earlierMs })).toBe('partial power-lost');
  });

  it('a run of nothing but unknown items fails, with others it is partial', () => {
    const [first, second] = run.items;
    const unknown = { ...first, kind: 'hologram', assetId: undefined } as Run['items'][0];
    expect(verdict({ sound: heard(0, 0), run: { ...run, items: [unknown] } })).toBe('failed unsupported-item');
    const mixed = { ...run, items: [unknown, second as Run['items'][0]] };
    expect(verdict({ sound: heard(0, 10_000), run: mixed })).toBe('partial unsupported-item');
  });

  it('of a stream says when it did not come, and when it was only joined', () => {
    const [first, second] = run.items as [Run['items'][0], Run['items'][0]];
    const { assetId: _, ...slot } = { ...second, kind: 'stream', streamId: 'voice' };
    const relayed: Run = { ...run, items: [first, { ...slot, assetId: undefined }] };
    expect(verdict({ sound: heard(10_000, 10_000), run: relayed })).toBe('finished');
    expect(verdict({ sound: heard(10_000, 4000), run: relayed })).toBe('partial no-stream');
    const nothing = { ...heard(0, 0), startedAt: undefined };
    expect(verdict({ sound: nothing, run: relayed })).toBe('missed no-stream');
    expect(verdict({ sound: nothing, run: relayed, noticed: 'no-time' })).toBe('missed no-time');
    const joined = { ...heard(0, 8000), startedAt: T0 + 12_000 };
    expect(verdict({ sound: joined, run: relayed })).toBe('partial late');
  });

  it('of an interrupted run is due when what interrupted it is over', () => {
    const interrupted: Run = { ...run, outcome: 'interrupted', interruptedBy: 'e', endAt: T0 + 4000 };
    const emergency: Run = { ...run, broadcastId: 'e', startAt: T0 + 4000, endAt: T0 + 9000 };
    expect(settleAt(interrupted, [interrupted, emergency]) - T0).toBeGreaterThan(9000);
    expect(settleAt(run, [run]) - run.endAt).toBeLessThan(1000);
  });
});
