/** What is due, and who has said nothing about it. */
import type { AreaId, BroadcastId, ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';

export interface SilentCluster {
  id: ClusterId;
  /** as painted on the pole */
  code: string;
  /**
   * its device is connected, as far as is known, or has asked since the start, whatever the broker says of its
   * connection; false without a device
   */
  online: boolean;
}

/** A broadcast that should have begun and of which some clusters have reported nothing since. */
export interface DueBroadcast {
  id: BroadcastId;
  /** clusters whose reports count: no gateways, none that are muted or removed */
  clusters: number;
  /** of them, those that have said what became of it, whatever that was */
  reported: number;
  silent: SilentCluster[];
}

export interface DueReader {
  /** Planned and not cancelled, with a start in (after, until] and an end after `endingAfter`; none whose clusters all reported. */
  due(range: { after: EpochMillis; until: EpochMillis; endingAfter: EpochMillis }): Promise<DueBroadcast[]>;
}

/** An occurrence of a schedule that should be a broadcast by now and is none. */
export interface MissingOccurrence {
  scheduleId: string;
  /** RECURRENCE-ID */
  occurrence: string;
  communeId: AreaId;
  title: string;
  startAt: EpochMillis;
}

export interface Occurrences {
  /** those that start in [from, until) and have no broadcast */
  missing(from: EpochMillis, until: EpochMillis): Promise<MissingOccurrence[]>;
  /** Makes broadcasts of whatever should be one, of all communes. Idempotent. */
  materialise(): Promise<void>;
}
