/** Which items of a broadcast a device plays, given its languages. */
import { FALLBACK_LANGUAGE } from '../wire/common.ts';
import { isAssetItem, isStreamItem, type PlanItem } from '../wire/plan.ts';
import type { RunItem } from './types.ts';

/**
 * For each (part, reading) the item in the first of the device's languages that has one, else the Vietnamese one, else
 * none. The n-th item of a part in one language is that part's n-th reading. Items of other kinds belong to every
 * device. The plan's order is kept, so devices with equal languages have equal positions.
 */
export function selectItems(items: readonly PlanItem[], languages: readonly string[]): RunItem[] {
  const chosen = chooseReadings(items, [...languages, FALLBACK_LANGUAGE]);
  const selected: RunItem[] = [];
  let offsetMs = 0;
  for (const [index, item] of items.entries()) {
    if (item.durationMs === 0 || (isAssetItem(item) && !chosen.has(index))) continue;
    const assetId = isAssetItem(item) ? item.assetId : undefined;
    const { part, kind, durationMs } = item;
    const streamId = isStreamItem(item) && { streamId: item.streamId };
    selected.push({ index, part, kind, assetId, ...streamId, offsetMs, durationMs });
    offsetMs += item.durationMs;
  }
  return selected;
}

function chooseReadings(items: readonly PlanItem[], preference: readonly string[]): Set<number> {
  const readingsSoFar = new Map<string, number>();
  const best = new Map<string, { index: number; preferred: number }>();
  for (const [index, item] of items.entries()) {
    if (!isAssetItem(item)) continue;
    const counter = `${item.part}/${item.language}`;
    const reading = readingsSoFar.get(counter) ?? 0;
    readingsSoFar.set(counter, reading + 1);
    const preferred = preference.indexOf(item.language);
    if (preferred < 0) continue;
    const slot = `${item.part}/${reading}`;
    const known = best.get(slot);
    if (known === undefined || preferred < known.preferred) best.set(slot, { index, preferred });
  }
  return new Set([...best.values()].map((choice) => choice.index));
}
