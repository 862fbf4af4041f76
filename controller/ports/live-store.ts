/** Who speaks live, beside the broadcast that each live is and whose id it bears. */
import type { LiveEndReason } from '@loa-lang/schemas/http/live';
import type { BroadcastId, ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Broadcast } from '../domain/broadcasts/broadcast.ts';
import type { ListenerReach } from '../domain/live/delay.ts';
import type { PersonRef } from '../domain/people/person.ts';

export interface Live {
  id: BroadcastId;
  speaker: PersonRef;
  openedAt: EpochMillis;
  /** of the chime before it, 0 without one */
  chimeMs: Millis;
  /** on air, at most */
  maxMs: Millis;
  /** from the arrival of a frame until it is heard */
  delayMs: Millis;
  record: boolean;
  /** the controller that takes its frames, one run of it */
  holder: string;
  ended: { at: EpochMillis; reason: LiveEndReason } | undefined;
}

export interface OpenLive {
  live: Live;
  broadcast: Broadcast;
  clusterIds: ClusterId[];
}

export interface LiveEnded {
  at: EpochMillis;
  reason: LiveEndReason;
  overAt: EpochMillis;
  /** as the holder knows; what it said last where it is gone */
  spokenMs: Millis | undefined;
}

export interface LiveStore {
  /** @param seenAt until then its holder need not say that it is there */
  create(live: Live, seenAt: EpochMillis): Promise<void>;
  find(id: BroadcastId): Promise<OpenLive | undefined>;
  /** that have not ended, oldest first */
  open(): Promise<OpenLive[]>;
  /** From now on this controller takes its frames. @returns whether it has not ended */
  take(id: BroadcastId, holder: string, at: EpochMillis): Promise<boolean>;
  /** The holder is there, and has sent so much on air. @returns false when another one is the holder, or it has ended */
  see(id: BroadcastId, holder: string, at: EpochMillis, spokenMs: Millis): Promise<boolean>;
  /** open ones whose holder has said nothing since the instant */
  abandoned(since: EpochMillis): Promise<BroadcastId[]>;
  /** Only the first end counts. @param overAt nothing of it sounds from then on @returns whether it was the first */
  end(id: BroadcastId, ended: LiveEnded): Promise<boolean>;
  /** what was sent on air of these broadcasts, those that are lives */
  spokenMs(ids: readonly BroadcastId[]): Promise<Map<BroadcastId, Millis>>;
  /** clusters that are connected and whose last report says that it sounds there */
  soundingOn(id: BroadcastId): Promise<ClusterId[]>;
  /** what the connected devices of these clusters have measured of their networks and outputs */
  reachOf(clusterIds: readonly ClusterId[]): Promise<ListenerReach[]>;
}
