/** One occurrence, as it is stored. */
import type { AreaId, AssetId, BroadcastId, BulletinId, DeviceId } from '@loa-lang/schemas/ids';
import type { BroadcastApproval, BroadcastState } from '@loa-lang/schemas/states/broadcast';
import { selectItems } from '@loa-lang/schemas/timeline/select-items';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import {
  type AssetItem,
  type BroadcastClass,
  isAssetItem,
  type Level,
  type PlanItem,
  type PlannedBroadcast,
} from '@loa-lang/schemas/wire/plan';
import type { Coverage } from '../coverage/coverage.ts';
import type { Audience } from '../placement/audience.ts';
import type { LeftOut } from '../placement/cluster-hours.ts';
import type { Placement, RequestedTargets } from '../placement/placement.ts';
import type { SkippedPart } from '../schedules/content.ts';

export interface Broadcast {
  id: BroadcastId;
  communeId: AreaId;
  version: number;
  title: string;
  class: BroadcastClass;
  level: Level;
  startAt: EpochMillis;
  latestStartAt: EpochMillis;
  joinUntilAt: EpochMillis;
  endsAt: EpochMillis;
  /** whether it may sound; what is not approved is in no plan */
  approval: BroadcastApproval;
  /** "now": starts as soon as it is approved and the audio is there, once approved at `startAt` at the latest */
  startsWhenReady: boolean;
  rank: number | undefined;
  repeat: { everyMs: Millis; until: EpochMillis } | undefined;
  onInterrupted: PlannedBroadcast['onInterrupted'];
  gainDb: number;
  items: PlanItem[];
  /** what the parts are, in order, with their titles at the time of planning */
  bulletins: { bulletinId: BulletinId; title: string }[];
  requested: RequestedTargets;
  placements: Placement[];
  audience: Audience;
  cancelledAt: EpochMillis | undefined;
  cancelReason: string | undefined;
  /** nothing of it sounds from then on, before its window ends: a live that has ended */
  overAt?: EpochMillis | undefined;
  createdAt: EpochMillis;
  /** the occurrence of a schedule it is */
  occurrence?: { scheduleId: string; recurrenceId: string } | undefined;
  /** parts of its programme that are not in it */
  skipped?: SkippedPart[] | undefined;
  /** it repeats that one's audio for clusters that missed it; `round` counts such broadcasts of the same one */
  makeUp?: { of: BroadcastId; round: number } | undefined;
  /** targeted clusters that are not to play it */
  leftOut?: LeftOut[] | undefined;
  /** started at a device itself, by whoever holds this card; no plan has it */
  onTheSpot?: StartedOnTheSpot | undefined;
  /** the approver's, for going beyond the session rules */
  ruleReason?: RuleReason | undefined;
}

export interface StartedOnTheSpot {
  deviceId: DeviceId;
  credentialId: string;
  /** name and title on the card; absent when nobody knows the card */
  holder?: string;
  source: 'template' | 'microphone';
  /** `last-known`: the device did not know the time; it was then or later */
  timeBasis: 'controller' | 'last-known';
}

/** Why it may go beyond the session rules, and who says so. */
export interface RuleReason {
  reason: string;
  by: string;
}

/** Length of one run on the cluster whose languages make it longest. */
export const longestRunMs = (items: readonly PlanItem[], { clusters }: Pick<Audience, 'clusters'>): Millis => {
  // most clusters share their languages with hundreds of others
  const languages = new Map(clusters.map((cluster) => [cluster.languages.join(), cluster.languages]));
  const lengthIn = (wanted: readonly string[]) =>
    selectItems(items, wanted).reduce((total, item) => total + item.durationMs, 0);
  return Math.max(0, ...[...languages.values()].map(lengthIn));
};

/** Distinct assets that must be on a device before it can play the broadcast. */
export const assetsOf = (items: readonly PlanItem[]): Pick<AssetItem, 'assetId' | 'sizeBytes'>[] => {
  const byId = new Map<AssetId, Pick<AssetItem, 'assetId' | 'sizeBytes'>>();
  for (const item of items) {
    if (isAssetItem(item)) byId.set(item.assetId, { assetId: item.assetId, sizeBytes: item.sizeBytes });
  }
  return [...byId.values()];
};

/** Something for "now" that nobody has approved within a day is not news any more. */
const APPROVABLE_MS: Millis = 24 * 3600_000;

/** Until then it can be approved with the times it has. */
export const approvableUntil = ({
  startAt,
  startsWhenReady,
  createdAt,
}: Pick<Broadcast, 'startAt' | 'startsWhenReady' | 'createdAt'>): EpochMillis =>
  startsWhenReady ? createdAt + APPROVABLE_MS : startAt;

/** Nothing of it sounds at or after this instant, as far as is known by now. */
export const soundsUntil = ({ endsAt, overAt = Infinity }: Pick<Broadcast, 'endsAt' | 'overAt'>): EpochMillis =>
  Math.min(endsAt, overAt);

/** State for people. A broadcast all of whose clusters have reported is done, even before its window ends. */
export function stateOf(
  broadcast: Pick<
    Broadcast,
    'startAt' | 'endsAt' | 'overAt' | 'cancelledAt' | 'repeat' | 'approval' | 'startsWhenReady' | 'createdAt'
  >,
  coverage: Pick<Coverage, 'complete'>,
  now: EpochMillis,
): BroadcastState {
  if (broadcast.cancelledAt !== undefined) return 'cancelled';
  if (broadcast.approval === 'returned') return 'returned';
  if (broadcast.approval === 'awaiting') return now < approvableUntil(broadcast) ? 'awaiting' : 'not-approved';
  if (now < broadcast.startAt) return 'planned';
  if (now < soundsUntil(broadcast)) return coverage.complete && broadcast.repeat === undefined ? 'done' : 'playing';
  return coverage.complete ? 'done' : 'reporting';
}

/** When its last run begins. */
export const lastStartAt = ({ startAt, repeat }: Pick<Broadcast, 'startAt' | 'repeat'>): EpochMillis =>
  repeat === undefined || repeat.until <= startAt
    ? startAt
    : startAt + Math.floor((repeat.until - startAt) / repeat.everyMs) * repeat.everyMs;

/** Once it has begun a broadcast is only cancelled, never changed: an edit applies from the next occurrence. */
export const mayBeReversioned = (broadcast: Pick<Broadcast, 'startAt' | 'cancelledAt'>, now: EpochMillis): boolean =>
  broadcast.cancelledAt === undefined && now < broadcast.startAt;
