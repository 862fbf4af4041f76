/** Broadcasts, their receipts, and who holds their audio. */
import type { AreaId, AssetId, BroadcastId, BulletinId, ClusterId, PlanId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Receipt } from '@loa-lang/schemas/wire/report';
import type { NewRequest } from '../domain/approval/approval-request.ts';
import type { Broadcast } from '../domain/broadcasts/broadcast.ts';
import type { Window } from '../domain/broadcasts/window.ts';
import type { PageEnd } from './page-end.ts';

export interface BroadcastQuery {
  communeId?: AreaId;
  /** planned by one of `folders`, or by one of `above` to sound in one of `hamlets` */
  seen?: { folders: readonly AreaId[]; above: readonly AreaId[]; hamlets: readonly AreaId[] };
  /** starting in [from, until) */
  from?: EpochMillis;
  until?: EpochMillis;
  limit: number;
  /** what starts first comes first, and is not cut off by the limit; else the latest */
  soonestFirst?: boolean;
  /** behind this one: starting earlier, or at the same instant with a lower id */
  before?: PageEnd;
}

/** A caller's key and a hash of what it asked for: the same key never makes two broadcasts. */
export interface Idempotency {
  key: string;
  fingerprint: string;
}

export type BroadcastCreated =
  | { created: true }
  /** the key was used before */
  | { created: false; existing: Broadcast; fingerprint: string | undefined };

/** A broadcast with its clusters and the request for its approval, which are stored together or not at all. */
export interface NewBroadcast {
  broadcast: Broadcast;
  clusterIds: readonly ClusterId[];
  /** absent for an occurrence, which its schedule's approval covers */
  request?: NewRequest | undefined;
}

/** `keepUntil`: until then plans tell of it */
export interface PartialStop {
  broadcastId: BroadcastId;
  at: EpochMillis;
  reason: string;
  keepUntil: EpochMillis;
}

/** One that was stopped for those who follow a plan, and plays on elsewhere. */
export type StoppedPart = Pick<PartialStop, 'broadcastId' | 'at' | 'reason'> & { planId: PlanId };

export interface BroadcastStore {
  create(planned: NewBroadcast, once?: Idempotency): Promise<BroadcastCreated>;
  /**
   * In place of this version, whose request for approval is archived. @returns false when it is not this version any
   * more, was cancelled, or has been decided on meanwhile
   */
  revise(planned: NewBroadcast, before: Pick<Broadcast, 'version' | 'approval'>): Promise<boolean>;
  findByKey(key: string): Promise<{ broadcast: Broadcast; fingerprint: string | undefined } | undefined>;
  find(id: BroadcastId): Promise<Broadcast | undefined>;
  list(query: BroadcastQuery): Promise<Broadcast[]>;
  /** Only the first cancellation counts; what waits for approval waits no longer. @returns the broadcast as it then is. */
  cancel(id: BroadcastId, at: EpochMillis, reason: string): Promise<Broadcast | undefined>;
  /** not stopped, not over at the instant, and begun by `soon` or waiting for audio to begin at once */
  underWay(at: EpochMillis, soon: EpochMillis): Promise<{ broadcast: Broadcast; clusterIds: ClusterId[] }[]>;
  /** Stops it for those who follow these plans. Only the first stop of a plan counts. @returns whether any was new */
  stopPart(stop: PartialStop, planIds: readonly PlanId[]): Promise<boolean>;
  /** of these broadcasts, in the order in which they were stopped */
  stoppedParts(ids: readonly BroadcastId[]): Promise<StoppedPart[]>;
  /** approved, planned to start when ready, and not begun at the instant */
  waitingForAudio(at: EpochMillis): Promise<{ broadcast: Broadcast; clusterIds: ClusterId[] }[]>;
  /** As a new version with the same items. @returns false when it is not this version any more, or was cancelled */
  move(id: BroadcastId, version: number, window: Window): Promise<boolean>;
  receipts(ids: readonly BroadcastId[]): Promise<Map<BroadcastId, Map<ClusterId, Receipt[]>>>;
  /** placed in this plan, or stopped by it, and ending after the instant */
  inPlan(planId: PlanId, endingAfter: EpochMillis): Promise<Broadcast[]>;
  /** made of this bulletin, sounding, planned or waiting for approval at the instant; soonest first */
  using(bulletinId: BulletinId, at: EpochMillis): Promise<Broadcast[]>;
}

/** The commune's order among its priority broadcasts. */
export interface BroadcastOrder {
  /** As a new version that is otherwise the same. @returns false when it is not this version any more, or was cancelled */
  setRank(id: BroadcastId, version: number, rank: number | undefined): Promise<boolean>;
}

export interface AudioHoldings {
  /** those of the assets that at least one online device of these clusters has not said to hold */
  missing(clusterIds: readonly ClusterId[], assetIds: readonly AssetId[]): Promise<AssetId[]>;
}
