/** Hand-made plans for tests of the timeline. */
import type { AssetItem, Latch, Plan, PlanItem, PlannedBroadcast, StreamItem } from '@loa-lang/schemas/wire/plan';

export const T0 = 1_800_000_000_000;

export const asset = (index: number): string => index.toString(16).padStart(64, '0');

export const item = (durationMs: number, part = 0, language = 'vi', id = part): AssetItem => ({
  kind: 'asset',
  part,
  durationMs,
  language,
  assetId: asset(id),
  sizeBytes: 1000,
});

export const stream = (durationMs: number, streamId = 'voice', part = 0): StreamItem => ({
  kind: 'stream',
  part,
  durationMs,
  streamId,
});

/** A scheduled commune broadcast of one 60 s item at T0, with an hour's window; everything may be overridden. */
export function broadcast(id: string, over: Partial<PlannedBroadcast> = {}): PlannedBroadcast {
  const startAt = over.startAt ?? T0;
  const items: PlanItem[] = over.items ?? [item(60_000)];
  return {
    id,
    version: 1,
    class: 'scheduled',
    level: 'commune',
    startAt,
    latestStartAt: startAt + 600_000,
    joinUntilAt: startAt + 5_000,
    endsAt: startAt + 3_600_000,
    items,
    targets: 'all',
    onInterrupted: 'restart',
    volumeRule: { gainDb: 0 },
    ...over,
  };
}

export function plan(areaId: string, broadcasts: Plan['broadcasts'], silence: Latch[] = [], revision = 1): Plan {
  return {
    areaId,
    epoch: 1,
    revision,
    issuedAt: T0,
    horizonEndsAt: T0 + 84 * 3_600_000,
    silence,
    keepAssets: [],
    broadcasts,
  };
}

export const latch = (level: Latch['level'], since: number, liftedAt?: number): Latch => ({
  id: `latch-${level}-${since}`,
  areaId: 'x',
  level,
  since,
  reason: 'test',
  ...(liftedAt === undefined ? {} : { liftedAt }),
});
