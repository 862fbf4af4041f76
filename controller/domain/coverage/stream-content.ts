/** What there was to be heard of streams: a slot is not a length, and nobody misses what was not there. */
import { timeline } from '@loa-lang/schemas/timeline/timeline';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { isStreamItem, type PlanItem, type PlannedBroadcast, type StreamGap } from '@loa-lang/schemas/wire/plan';
import type { Receipt } from '@loa-lang/schemas/wire/report';
import type { Broadcast } from '../broadcasts/broadcast.ts';

export const hasStream = ({ items }: Pick<Broadcast, 'items'>): boolean => items.some(isStreamItem);

/** Streams as long as they were on air. @param lengthOf by the item's index */
const streamsAs = (items: readonly PlanItem[], lengthOf: (index: number, slotMs: Millis) => Millis): PlanItem[] =>
  items.map((item, index) =>
    isStreamItem(item) ? { ...item, durationMs: Math.min(item.durationMs, lengthOf(index, item.durationMs)) } : item,
  );

/** Of a live: what was spoken and sent, whoever heard it. */
export const spokenItems = (items: readonly PlanItem[], spokenMs: Millis): PlanItem[] =>
  streamsAs(items, () => Math.max(0, Math.round(spokenMs)));

/** Of a relay: its slot without the gaps, where what follows had moved up meanwhile. */
export function relayedItems(
  broadcast: Pick<Broadcast, keyof Planned>,
  gaps: readonly StreamGap[],
  receipts: Iterable<readonly Receipt[]>,
): PlanItem[] {
  const { items, endsAt } = broadcast;
  if (gaps.length === 0) return items;
  const startAt = beganAt(broadcast, receipts);
  const lengths = new Map<number, Millis>();
  const times = { startAt, latestStartAt: startAt, joinUntilAt: endsAt, endsAt: Math.max(endsAt, startAt + 1) };
  // field by field: what has the field `cancelledAt`, whatever is in it, is a stopped one in a plan
  const { id, version, class: broadcastClass, level } = broadcast;
  const planned: PlannedBroadcast = { id, version, class: broadcastClass, level, items, ...times, ...ALONE };
  const head = { areaId: 'alone', epoch: 0, revision: 0, issuedAt: startAt, horizonEndsAt: endsAt };
  const plan = { ...head, silence: [], keepAssets: [], broadcasts: [planned], streamGaps: [...gaps] };
  const asked = { clusterId: 'anybody', languages: [], muted: false, from: startAt, to: times.endsAt };
  for (const { itemIndex, startAt: from, endAt } of timeline({ plans: [plan], ...asked }).segments) {
    lengths.set(itemIndex, (lengths.get(itemIndex) ?? 0) + endAt - from);
  }
  return streamsAs(items, (index) => lengths.get(index) ?? 0);
}

type Planned = Pick<PlannedBroadcast, 'id' | 'version' | 'class' | 'level' | 'startAt' | 'endsAt' | 'items'>;
const ALONE = { targets: 'all', onInterrupted: 'restart', volumeRule: { gainDb: 0 } } as const;

/** When it really began: something else may have been on air. */
function beganAt({ startAt }: Pick<Broadcast, 'startAt'>, receipts: Iterable<readonly Receipt[]>): EpochMillis {
  const starts = [...receipts].flat().flatMap(({ startedAt }) => startedAt ?? []);
  return starts.length === 0 ? startAt : Math.max(startAt, Math.round(Math.min(...starts)));
}
