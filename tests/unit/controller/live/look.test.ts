import { type Listener, lookAt } from '@loa-lang/controller/domain/live/look';
import type { PlanContent } from '@loa-lang/controller/domain/plan-content/plan-content';
import type { PlannedBroadcast, StreamItem } from '@loa-lang/schemas/wire/plan';
import { describe, expect, it } from 'vitest';
import { broadcast, item, T0 } from '../../timeline/fixtures.ts';

const MIN = 60_000;
const voice: StreamItem = { kind: 'stream', part: 1, durationMs: 10 * MIN, streamId: 'live' };
const live = (more: Partial<PlannedBroadcast> = {}): PlannedBroadcast => ({
  ...broadcast('live', { class: 'live', level: 'hamlet', onInterrupted: 'restart', items: [item(4_000, 0), voice] }),
  ...{ startAt: T0, latestStartAt: T0 + 60 * MIN, joinUntilAt: T0 + 70 * MIN, endsAt: T0 + 71 * MIN },
  ...more,
});
const listener = (broadcasts: PlannedBroadcast[], more: Partial<PlanContent> = {}, clusterId = 'c1'): Listener => ({
  ...{ clusterId, languages: ['vi'] },
  plans: [{ areaId: 'commune', horizonEndsAt: T0 + 99 * MIN, silence: [], keepAssets: [], broadcasts, ...more }],
});
const lasting = (id: string, minutes: number, more: Partial<PlannedBroadcast> = {}): PlannedBroadcast => ({
  ...broadcast(id, { items: [item(minutes * MIN, 0)], onInterrupted: 'restart', level: 'commune', ...more }),
  ...{ startAt: T0 - MIN, latestStartAt: T0 - MIN, endsAt: T0 + 90 * MIN, joinUntilAt: T0 + 90 * MIN, ...more },
});

describe('a look at a live', () => {
  it('is on air after its chime', () => {
    const free = listener([]);
    const before = { onAirAt: T0 + 4_000, until: T0 + 4_000 + 10 * MIN, isOnAir: false, waitsFor: undefined };
    expect(lookAt(live(), [free], T0)).toEqual(before);
    expect(lookAt(live(), [free], T0 + 4_000)).toEqual({ ...before, isOnAir: true });
    expect(lookAt(live(), [free], T0 + 4_000 + 10 * MIN)).toBeUndefined();
  });

  it('tells what it waits for, and until when', () => {
    const busy = listener([lasting('noon', 6)]);
    expect(lookAt(live(), [busy], T0)).toMatchObject({
      ...{ onAirAt: T0 + 5 * MIN + 4_000, isOnAir: false },
      waitsFor: { broadcastId: 'noon', until: T0 + 5 * MIN },
    });
    // the commune's own waits for nothing but an emergency
    expect(lookAt(live({ level: 'commune' }), [busy], T0)?.waitsFor).toBeUndefined();
  });

  it('is on air as soon as the first hears it', () => {
    const looked = lookAt(live(), [listener([lasting('noon', 6)]), listener([], {}, 'c2')], T0 + 5_000);
    expect(looked).toMatchObject({ isOnAir: true, onAirAt: T0 + 4_000, waitsFor: undefined });
  });

  it('waits for an emergency that has interrupted it, and comes back within its time', () => {
    const alarm = lasting('alarm', 1, { class: 'emergency', startAt: T0 + 2 * MIN, latestStartAt: T0 + 2 * MIN });
    const looked = lookAt(live({ level: 'commune' }), [listener([alarm])], T0 + 2 * MIN + 1);
    expect(looked).toMatchObject({ isOnAir: false, onAirAt: T0 + 3 * MIN, until: T0 + 4_000 + 10 * MIN });
    expect(looked?.waitsFor).toEqual({ broadcastId: 'alarm', until: T0 + 3 * MIN });
  });

  it('sounds nowhere once it was stopped, silenced or ended, or would have to wait for too long', () => {
    const stopped = { id: 'live', cancelledAt: T0 + MIN, reason: '' };
    const now = T0 + 2 * MIN;
    const on = (content: Partial<PlanContent>) => lookAt(live(), [listener([], content)], now);
    expect(on({ broadcasts: [stopped] })).toBeUndefined();
    const latch = { id: 'l', areaId: 'commune', level: 'commune' as const, since: T0 + MIN, reason: '' };
    expect(on({ silence: [latch] })).toBeUndefined();
    expect(on({ streamGaps: [{ streamId: 'live', from: T0 + MIN }] })).toBeUndefined();
    expect(lookAt(live(), [listener([lasting('all-day', 80)])], T0)).toBeUndefined();
  });
});
