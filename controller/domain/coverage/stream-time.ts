/** How much of a slot a stream was on the air. */
import type { RunItem } from '@loa-lang/schemas/timeline/types';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { StreamGap } from '@loa-lang/schemas/wire/plan';

/**
 * What there was to be heard of an item: all of a recording; of a stream its slot without its gaps, where it lies when
 * nothing postpones the broadcast.
 */
export function contentMsOf(
  { streamId, offsetMs, durationMs }: Pick<RunItem, 'streamId' | 'offsetMs' | 'durationMs'>,
  startAt: EpochMillis,
  gaps: readonly StreamGap[],
): Millis {
  if (streamId === undefined) return durationMs;
  const [from, until] = [startAt + offsetMs, startAt + offsetMs + durationMs];
  const own = gaps.filter((gap) => gap.streamId === streamId).sort((a, b) => a.from - b.from);
  let [heardMs, at] = [0, from];
  for (const gap of own) {
    heardMs += Math.max(0, Math.min(gap.from, until) - at);
    at = Math.max(at, Math.min(gap.to ?? until, until));
  }
  return heardMs + Math.max(0, until - at);
}
