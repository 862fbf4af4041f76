/** Parts of a run: one bulletin each, with all its readings. */
import type { EpochMillis, Millis } from '../units.ts';
import type { Run, RunItem } from './types.ts';

export const lengthOf = (items: readonly RunItem[]): Millis => {
  const last = items.at(-1);
  return last === undefined ? 0 : last.offsetMs + last.durationMs;
};

export const firstPartOf = (items: readonly RunItem[]): readonly RunItem[] => {
  const next = items.findIndex((item) => item.part !== items[0]?.part);
  return next < 0 ? items : items.slice(0, next);
};

/**
 * First start of a part at or after `at`, the run's own start excluded. A stream has no parts that could be waited for,
 * and goes on by itself: every instant of it is a boundary.
 */
export function nextPartBoundary(run: Run, at: EpochMillis): EpochMillis {
  const underWay = run.items.findLast((item) => run.startAt + item.offsetMs <= at);
  if (underWay?.streamId !== undefined) return at < run.endAt ? at : Infinity;
  for (let i = 1; i < run.items.length; i++) {
    const [before, item] = [run.items[i - 1] as RunItem, run.items[i] as RunItem];
    const startAt = run.startAt + item.offsetMs;
    if (item.part !== before.part && startAt >= at) return startAt < run.endAt ? startAt : Infinity;
  }
  return Infinity;
}

/** What is left of a run that ends at `at`: the part under way from its start, and those after it, as a run of its own. */
export function itemsLeft({ items, startAt }: Run, at: EpochMillis): RunItem[] {
  const underWay = items.findIndex((item) => startAt + item.offsetMs + item.durationMs > at);
  if (underWay < 0) return [];
  let first = underWay;
  while (first > 0 && items[first - 1]?.part === items[underWay]?.part) first--;
  const before = items[first]?.offsetMs ?? 0;
  return items.slice(first).map((item) => ({ ...item, offsetMs: item.offsetMs - before }));
}
