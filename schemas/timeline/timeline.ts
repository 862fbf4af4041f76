/**
 * What must sound when: the one function behind devices and the controller's preview. Pure: equal input, equal output,
 * whatever the order of the plans.
 */
import type { EpochMillis } from '../units.ts';
import { arbitrate } from './arbitrate.ts';
import { mergePlans } from './merge-plans.ts';
import type { CutReason, Run, Segment, Timeline, TimelineInput } from './types.ts';

/**
 * Segments, runs and starts that never happen, for everything that touches `[from, to)`. The plans are always replayed
 * from their first start, so a later `from` changes nothing in what both windows show. Starts at or after `to` are not
 * looked at, so an end after `to` is given as if nothing else came.
 */
export function timeline(input: TimelineInput): Timeline {
  const { plans, clusterId, languages, muted, from, to } = input;
  const merged = mergePlans(plans, clusterId, input.streamGaps);
  const { runs, neverStarted, truncated } = arbitrate(merged, languages, to);
  const visible = runs.filter((run) => run.startAt < to && run.endAt > from);
  const segments: Segment[] = [];
  if (!muted) {
    for (const run of visible) {
      for (const segment of segmentsOf(run)) {
        if (touches(segment, from, to)) segments.push(segment);
      }
    }
  }
  const never = neverStarted.filter((n) => n.dueAt < to && n.endsAt > from);
  return { segments, runs: visible, neverStarted: never, truncated };
}

const touches = (s: { startAt: EpochMillis; endAt: EpochMillis }, from: EpochMillis, to: EpochMillis): boolean =>
  s.startAt < to && s.endAt > from;

/** The items of a run laid on time, cut where the run ends. */
export function segmentsOf(run: Run): Segment[] {
  const segments: Segment[] = [];
  for (const item of run.items) {
    const startAt = run.startAt + item.offsetMs;
    if (startAt >= run.endAt) break;
    const itemEndsAt = startAt + item.durationMs;
    const endAt = Math.min(itemEndsAt, run.endAt);
    segments.push({
      broadcastId: run.broadcastId,
      version: run.version,
      run: run.run,
      itemIndex: item.index,
      part: item.part,
      startAt,
      endAt,
      offsetMs: 0,
      runOffsetMs: item.offsetMs,
      assetId: item.assetId,
      ...(item.streamId !== undefined && { streamId: item.streamId }),
      gainDb: run.gainDb,
      ...(endAt < itemEndsAt && run.outcome !== 'completed' ? { cut: run.outcome satisfies CutReason } : {}),
    });
  }
  return segments;
}
