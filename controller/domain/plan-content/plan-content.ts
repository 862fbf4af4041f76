/** What the plan of an area or group must say now. */
import type { PlanId, StreamId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { AssetRef } from '@loa-lang/schemas/wire/common';
import type { OnTheSpot } from '@loa-lang/schemas/wire/on-the-spot';
import {
  type CancelledBroadcast,
  isCancelled,
  isStreamItem,
  type Latch,
  type Plan,
  type PlannedBroadcast,
  type StreamGap,
} from '@loa-lang/schemas/wire/plan';
import type { Broadcast } from '../broadcasts/broadcast.ts';
import { latchesForPlan } from '../silence/latches.ts';

/** 72 h must hold without network; plans are issued anew every 12 h. */
export const HORIZON_MS: Millis = 84 * 3600_000;
/** A device that was away may hold a stopped broadcast this long; until then the plan says that it was stopped. */
export const KEEP_CANCELLED_MS: Millis = 72 * 3600_000;
/**
 * What has begun stays so long after its end, stopped or not: devices work out what sounds now by replaying what was
 * on air before it, so without the history a broadcast that had to wait, or was interrupted, would have begun earlier
 * than it did, and jump. Longer than anything lasts: 64 MiB of speech are five hours.
 */
export const KEEP_HISTORY_MS: Millis = 6 * 3600_000;
const MAX_KEEP_ASSETS = 512;
/** A source that comes and goes all day: the latest count. */
const MAX_STREAM_GAPS = 256;

/** A plan without what publishing adds to it. */
export type PlanContent = Pick<
  Plan,
  'areaId' | 'horizonEndsAt' | 'silence' | 'keepAssets' | 'broadcasts' | 'streamGaps' | 'onTheSpot'
>;

export interface PlanRows {
  planId: PlanId;
  /** removed areas and groups get an empty plan: devices that still follow them have nothing to play */
  removed: boolean;
  broadcasts: readonly Broadcast[];
  latches: readonly Latch[];
  keepAssets: readonly AssetRef[];
  /** of what waits for approval and would be carried here: a late approval still sounds on time */
  awaited?: readonly AssetRef[];
  /** broadcasts of other plans that were stopped for those who follow this one */
  stops?: readonly CancelledBroadcast[];
  /** of the streams that the broadcasts name */
  streamGaps?: readonly StreamGap[];
  /** who may speak at the devices of a hamlet themselves */
  onTheSpot?: OnTheSpot | undefined;
}

/** Stable for equal rows: ordered by start and id, so that an unchanged plan has an unchanged hash. */
export function planContent(rows: PlanRows, now: EpochMillis): PlanContent {
  const { planId, removed } = rows;
  const horizonEndsAt = now + HORIZON_MS;
  const inOrder = [...rows.broadcasts].sort((a, b) => a.startAt - b.startAt || (a.id < b.id ? -1 : 1));
  const broadcasts = [
    ...[...(rows.stops ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1)),
    ...inOrder.flatMap((broadcast) => entriesOf(broadcast, planId, removed, now)),
  ];
  const streamGaps = gapsWithin(broadcasts, rows.streamGaps ?? []);
  return {
    areaId: planId,
    horizonEndsAt,
    silence: removed ? [] : latchesForPlan(rows.latches.filter((latch) => latchCounts(latch, now))),
    // emergencies stand ready before anything that waits
    keepAssets: removed
      ? []
      : distinct([...inOrderOfIds(rows.keepAssets), ...inOrderOfIds(rows.awaited ?? [])]).slice(0, MAX_KEEP_ASSETS),
    broadcasts,
    // a plan that names no stream stays as it was
    ...(streamGaps.length > 0 && { streamGaps }),
    ...(rows.onTheSpot !== undefined && !removed && { onTheSpot: rows.onTheSpot }),
  };
}

/** Those that fall into a broadcast that names their stream: nobody's timeline needs another one. */
function gapsWithin(
  entries: readonly (PlannedBroadcast | CancelledBroadcast)[],
  gaps: readonly StreamGap[],
): StreamGap[] {
  const naming = entries.flatMap((entry) =>
    isCancelled(entry) ? [] : streamsOf(entry).map((id) => ({ id, ...lasting(entry) })),
  );
  return gaps
    .filter((gap) =>
      naming.some(({ id, from, until }) => id === gap.streamId && gap.from < until && (gap.to ?? until) > from),
    )
    .map(({ streamId, from, to }) => ({ streamId, from, ...(to !== undefined && { to }) }))
    .sort((a, b) => a.from - b.from || (a.streamId < b.streamId ? -1 : 1))
    .slice(-MAX_STREAM_GAPS);
}

const lasting = ({ startAt, endsAt }: PlannedBroadcast) => ({ from: startAt, until: endsAt });

/** Which gaps count for these broadcasts; `undefined` when they name no stream. */
export function gapsAskedFor(
  broadcasts: readonly Pick<PlannedBroadcast, 'items' | 'startAt'>[],
): { streamIds: StreamId[]; since: EpochMillis } | undefined {
  const naming = broadcasts.filter((broadcast) => streamsOf(broadcast).length > 0);
  if (naming.length === 0) return undefined;
  const streamIds = [...new Set(naming.flatMap(streamsOf))];
  return { streamIds, since: Math.min(...naming.map(({ startAt }) => startAt)) };
}

/** Streams that its items name. */
export const streamsOf = ({ items }: Pick<PlannedBroadcast, 'items'>): StreamId[] => [
  ...new Set(items.filter(isStreamItem).map((item) => item.streamId)),
];

const latchCounts = (latch: Latch, now: EpochMillis): boolean =>
  latch.liftedAt === undefined || now <= latch.liftedAt + KEEP_CANCELLED_MS;

const inOrderOfIds = (assets: readonly AssetRef[]): AssetRef[] =>
  [...assets].sort((a, b) => (a.assetId < b.assetId ? -1 : 1));

const distinct = (assets: readonly AssetRef[]): AssetRef[] => [
  ...new Map(assets.map((asset) => [asset.assetId, asset])).values(),
];

/** A broadcast that was stopped after its start has two entries: what it was until then, and that it was stopped. */
function entriesOf(
  broadcast: Broadcast,
  planId: PlanId,
  removed: boolean,
  now: EpochMillis,
): (PlannedBroadcast | CancelledBroadcast)[] {
  const placement = broadcast.placements.find((each) => each.planId === planId);
  if (placement === undefined || broadcast.approval !== 'approved') return [];
  const { id, cancelledAt, cancelReason, startAt, endsAt } = broadcast;
  const entries: (PlannedBroadcast | CancelledBroadcast)[] = [];
  if (cancelledAt !== undefined && now <= endsAt + KEEP_CANCELLED_MS) {
    entries.push({ id, cancelledAt, reason: cancelReason ?? '' });
  }
  // only the device that was spoken at has it; the plan can but stop it
  if (broadcast.onTheSpot !== undefined) return entries;
  const hadBegun = cancelledAt === undefined || startAt < cancelledAt;
  if (removed || !hadBegun || endsAt + KEEP_HISTORY_MS <= now || startAt > now + HORIZON_MS) return entries;
  entries.push({
    id,
    version: broadcast.version,
    class: broadcast.class,
    level: broadcast.level,
    startAt,
    latestStartAt: broadcast.latestStartAt,
    joinUntilAt: broadcast.joinUntilAt,
    endsAt,
    ...(broadcast.rank !== undefined && { rank: broadcast.rank }),
    ...(broadcast.repeat !== undefined && { repeat: broadcast.repeat }),
    items: broadcast.items,
    targets: placement.targets,
    onInterrupted: broadcast.onInterrupted,
    volumeRule: { gainDb: broadcast.gainDb },
  });
  return entries;
}
