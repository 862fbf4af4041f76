/** Gaps of all streams that broadcasts are made of. */
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import { streamsOf } from '../../domain/plan-content/plan-content.ts';
import type { RecordedGap, StreamGaps } from '../../ports/stream-gaps.ts';

export async function gapsOf(broadcasts: readonly Broadcast[], gaps: Pick<StreamGaps, 'of'>): Promise<RecordedGap[]> {
  const naming = broadcasts.filter((broadcast) => streamsOf(broadcast).length > 0);
  if (naming.length === 0) return [];
  return gaps.of([...new Set(naming.flatMap(streamsOf))], Math.min(...naming.map(({ startAt }) => startAt)));
}
