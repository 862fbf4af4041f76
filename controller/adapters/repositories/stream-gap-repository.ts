/** Gaps of streams in PostgreSQL. */
import type { StreamId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { GapReason, RecordedGap, StreamGaps } from '../../ports/stream-gaps.ts';
import type { Database } from '../postgres/database.ts';
import { toDate } from './row-values.ts';

export class StreamGapRepository implements StreamGaps {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async open(streamId: StreamId, from: EpochMillis, reason: GapReason, detail?: string): Promise<boolean> {
    // an index lets a stream have one open gap
    const opened = await this.#database.$executeRaw`
      INSERT INTO stream_gap (stream_id, from_at, reason, detail)
      VALUES (${streamId}, ${toDate(from)}, ${reason}, ${detail ?? null})
      ON CONFLICT DO NOTHING`;
    return opened === 1;
  }

  async close(streamId: StreamId, to: EpochMillis): Promise<boolean> {
    const at = toDate(to);
    const [never, ended] = await this.#database.$transaction([
      this.#database.streamGap.deleteMany({ where: { streamId, toAt: null, fromAt: { gte: at } } }),
      this.#database.streamGap.updateMany({ where: { streamId, toAt: null, fromAt: { lt: at } }, data: { toAt: at } }),
    ]);
    return never.count + ended.count > 0;
  }

  async of(streamIds: readonly StreamId[], since: EpochMillis): Promise<RecordedGap[]> {
    if (streamIds.length === 0) return [];
    const rows = await this.#database.streamGap.findMany({
      where: { streamId: { in: [...streamIds] }, OR: [{ toAt: null }, { toAt: { gt: toDate(since) } }] },
      orderBy: [{ streamId: 'asc' }, { fromAt: 'asc' }],
    });
    return rows.map(({ streamId, fromAt, toAt, reason, detail }) => ({
      ...{ streamId, from: fromAt.getTime(), reason: reason as GapReason },
      ...(toAt !== null && { to: toAt.getTime() }),
      ...(detail !== null && { detail }),
    }));
  }
}
