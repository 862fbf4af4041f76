/** One cluster as it is watched: what it plays, and how it was there day by day. */
import type { BroadcastId, ClusterId } from '@loa-lang/schemas/ids';
import type { BroadcastApproval } from '@loa-lang/schemas/states/broadcast';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { ReceiptReason, ReceiptState } from '@loa-lang/schemas/wire/report';

export interface ProgrammeEntry {
  broadcastId: BroadcastId;
  title: string;
  class: string;
  startAt: EpochMillis;
  endsAt: EpochMillis;
  approval: BroadcastApproval;
  cancelled: boolean;
  /** the latest of its runs there */
  receipt: { state: ReceiptState; reason: ReceiptReason | undefined; at: EpochMillis } | undefined;
}

export interface ClusterProgramme {
  /** on air for it */
  now: ProgrammeEntry[];
  /** soonest first */
  next: ProgrammeEntry[];
  /** latest first */
  past: ProgrammeEntry[];
}

export interface DayUptime {
  watchedMs: Millis;
  onlineMs: Millis;
  outages: number;
}

export interface ClusterWatchReader {
  programme(clusterId: ClusterId, now: EpochMillis): Promise<ClusterProgramme>;
  /** One for each of the periods that begin at these instants and end at the next one; the last of them only ends. */
  days(clusterId: ClusterId, bounds: readonly EpochMillis[]): Promise<DayUptime[]>;
}
