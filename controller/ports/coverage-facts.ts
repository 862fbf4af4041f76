/** What coverage over a time is read from. */
import type { BroadcastId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Broadcast } from '../domain/broadcasts/broadcast.ts';
import type { BroadcastQuery } from './broadcast-store.ts';

/** A broadcast without its content. */
export interface CoverageMark {
  id: BroadcastId;
  startAt: EpochMillis;
  /** the broadcast it makes up for */
  makeUpOf: BroadcastId | undefined;
  /** another text once anything of the broadcast or of its receipts is another */
  mark: string;
}

export interface CoverageFacts {
  /** soonest first, at most `limit` */
  marks(query: Pick<BroadcastQuery, 'seen' | 'from' | 'until' | 'limit'>): Promise<CoverageMark[]>;
  byIds(ids: readonly BroadcastId[]): Promise<Broadcast[]>;
}
