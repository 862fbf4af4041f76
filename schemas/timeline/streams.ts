/**
 * Streams on the timeline. A stream item is a slot: it ends at an instant, however late it was begun again. Where there
 * is no stream what follows moves up, and the stream comes back behind that while its slot lasts.
 */
import type { StreamId } from '../ids.ts';
import type { EpochMillis } from '../units.ts';
import type { StreamGap } from '../wire/plan.ts';
import type { RunItem } from './types.ts';

/** Of one stream, ordered, none touching the next; `to` is `Infinity` while it has not come back. */
export type Gaps = readonly { from: EpochMillis; to: EpochMillis }[];

/** Gaps by stream, as one set: a stream is not to be had while anybody who should know says so. */
export function mergeGaps(gaps: Iterable<StreamGap>): ReadonlyMap<StreamId, Gaps> {
  const merged = new Map<StreamId, { from: EpochMillis; to: EpochMillis }[]>();
  for (const { streamId, from, to = Infinity } of [...gaps].sort((a, b) => a.from - b.from)) {
    if (to <= from) continue;
    const known = merged.get(streamId);
    const last = known?.at(-1);
    if (known === undefined) merged.set(streamId, [{ from, to }]);
    else if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else known.push({ from, to });
  }
  return merged;
}

/** A stream that comes back within its slot. */
export interface StreamReturn {
  at: EpochMillis;
  item: RunItem;
}

export interface LaidOut {
  items: readonly RunItem[];
  returns: readonly StreamReturn[];
}

/** Lays items on time from `at` on; streams are cut where they end, and left out where there is nothing of them. */
export function layOut(items: readonly RunItem[], at: EpochMillis, gaps: ReadonlyMap<StreamId, Gaps>): LaidOut {
  if (!items.some(isStream)) return { items, returns: [] };
  const laid: RunItem[] = [];
  const returns: StreamReturn[] = [];
  let offsetMs = 0;
  for (const item of items) {
    const placed = isStream(item) ? inSlot(item, at + offsetMs, gaps.get(item.streamId) ?? []) : { item };
    if (placed.back !== undefined) returns.push(placed.back);
    if (placed.item === undefined) continue;
    laid.push({ ...placed.item, offsetMs });
    offsetMs += placed.item.durationMs;
  }
  return { items: laid, returns };
}

export const isStream = (item: RunItem): item is RunItem & { streamId: StreamId } => item.streamId !== undefined;

/** What of its slot a stream sounds from `startAt` on, and when it comes back. */
function inSlot(item: RunItem, startAt: EpochMillis, gaps: Gaps): { item?: RunItem; back?: StreamReturn } {
  const slotEndAt = item.slotEndAt ?? startAt + item.durationMs;
  const gap = gaps.find(({ from, to }) => from < slotEndAt && to > startAt);
  const endAt = Math.min(slotEndAt, gap?.from ?? Infinity);
  const slotted = { ...item, slotEndAt };
  return {
    ...(endAt > startAt && { item: { ...slotted, durationMs: endAt - startAt } }),
    ...(gap !== undefined && gap.to < slotEndAt && { back: { at: gap.to, item: slotted } }),
  };
}
