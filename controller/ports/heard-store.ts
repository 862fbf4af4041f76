/** What clusters' own microphones heard of broadcasts. Reports of it are written where reports are stored. */
import type { BroadcastId, ClusterId } from '@loa-lang/schemas/ids';
import type { Millis } from '@loa-lang/schemas/units';
import type { HeardReport } from '@loa-lang/schemas/wire/report';

export interface HeardRecord {
  broadcastId: BroadcastId;
  clusterId: ClusterId;
  run: number;
  verdict: HeardReport['verdict'];
  levelDbfs: number;
  confidence: number;
  delayMs: Millis | undefined;
  comparedMs: Millis;
}

export interface HeardReader {
  /** in the order of their runs */
  of(broadcastId: BroadcastId): Promise<HeardRecord[]>;
}

export interface HeardStore extends HeardReader {
  /** oldest first, 500 at most */
  unjudged(): Promise<HeardRecord[]>;
  judged(run: Pick<HeardRecord, 'broadcastId' | 'clusterId' | 'run'>, at: number): Promise<void>;
  /** newest first */
  lately(clusterId: ClusterId, most: number): Promise<HeardRecord[]>;
  /** Of which it is said that nothing was heard, and which do not listen any more. */
  deaf(): Promise<ClusterId[]>;
}
