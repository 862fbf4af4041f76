/** Broadcasts that are made of streams, in PostgreSQL. */
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import type { StreamBroadcasts } from '../../ports/stream-broadcasts.ts';
import type { Database } from '../postgres/database.ts';
import { broadcastOf } from './broadcast-rows.ts';
import { toDate } from './row-values.ts';

export class StreamBroadcastRepository implements StreamBroadcasts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async withStreams(endingAfter: number, startingBy: number, streamIds?: readonly string[]): Promise<Broadcast[]> {
    const streams = streamIds?.map((streamId) => ({ kind: 'stream', streamId })) ?? [{ kind: 'stream' }];
    const rows = await this.#database.broadcast.findMany({
      where: {
        approval: 'approved',
        cancelledAt: null,
        endsAt: { gt: toDate(endingAfter) },
        startAt: { lte: toDate(startingBy) },
        OR: streams.map((item) => ({ items: { array_contains: [item] } })),
      },
      orderBy: [{ startAt: 'asc' }, { id: 'asc' }],
    });
    return rows.map(broadcastOf);
  }
}
