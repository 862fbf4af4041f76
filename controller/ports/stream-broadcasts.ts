/** Broadcasts that are made of streams. */
import type { StreamId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Broadcast } from '../domain/broadcasts/broadcast.ts';

export interface StreamBroadcasts {
  /**
   * Approved and not stopped, made of at least one stream, ending after the one instant and starting by the other.
   * @param streamIds made of one of these; absent: of any
   */
  withStreams(endingAfter: EpochMillis, startingBy: EpochMillis, streamIds?: readonly StreamId[]): Promise<Broadcast[]>;
}
