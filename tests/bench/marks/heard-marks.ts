/** Marks as they were spoken, against marks as listeners heard them. */
import { atMost, type Figure, figure, percentile } from '../bench.ts';
import type { FoundMark } from './mark-finder.ts';
import { MARK_EVERY_MS, MARKS } from './mark-signal.ts';

/** Numbers come again after 32 s. A delay is looked for from a little below zero, so that a wrong clock shows. */
const EARLIEST_MS = -1000;

export interface HeardMark {
  listener: string;
  /** counted on from the first one spoken */
  mark: number;
  delayMs: number;
}

export class HeardMarks {
  readonly heard: HeardMark[] = [];
  readonly #spokenAt: (mark: number) => number;

  /** @param spokenAt of a mark counted on from 0 */
  constructor(spokenAt: (mark: number) => number) {
    this.#spokenAt = spokenAt;
  }

  add(listener: string, { index, atMs }: FoundMark): void {
    const turnMs = MARKS * MARK_EVERY_MS;
    const turns = Math.floor((atMs - EARLIEST_MS - this.#spokenAt(index)) / turnMs);
    const mark = index + MARKS * turns;
    if (mark < 0) return;
    this.heard.push({ listener, mark, delayMs: atMs - this.#spokenAt(mark) });
  }

  /** Of marks `from` until before `to`. */
  between(from: number, to: number): HeardMark[] {
    return this.heard.filter(({ mark }) => mark >= from && mark < to);
  }
}

function byMark(heard: readonly HeardMark[]): number[][] {
  const delays = new Map<number, number[]>();
  for (const { mark, delayMs } of heard) delays.set(mark, [...(delays.get(mark) ?? []), delayMs]);
  return [...delays.values()].map((each) => each.sort((a, b) => a - b));
}

/** For each mark, how long after its first listener the last one hears it. */
const spreads = (heard: readonly HeardMark[]): number[] =>
  byMark(heard).map((delays) => (delays.at(-1) as number) - (delays[0] as number));

/** For each mark and each two listeners, how far apart they hear it. */
const skews = (heard: readonly HeardMark[]): number[] =>
  byMark(heard).flatMap((delays) => delays.flatMap((one, i) => delays.slice(0, i).map((other) => one - other)));

export interface Limits {
  delayMs?: number;
  skewMs?: number;
}

const limited = (name: string, value: number, limit: number | undefined): Figure =>
  limit === undefined ? figure(name, value, 'ms') : atMost(name, value, limit, 'ms');

/**
 * @param spoken marks that every listener should have heard: of what is not heard, delay and skew say nothing
 * @returns delay over all marks of all listeners; skew over all marks of any two
 */
export function figuresOfHearing(
  name: string,
  heard: readonly HeardMark[],
  size: { listeners: number; spoken: number },
  limits: Limits = {},
): Figure[] {
  const delays = heard.map(({ delayMs }) => delayMs);
  const apart = skews(heard);
  return [
    figure(`${name}: delay p50`, percentile(delays, 0.5), 'ms'),
    limited(`${name}: delay p99`, percentile(delays, 0.99), limits.delayMs),
    figure(`${name}: delay max`, percentile(delays, 1), 'ms'),
    figure(`${name}: skew of two listeners p50`, percentile(apart, 0.5), 'ms'),
    limited(`${name}: skew of two listeners p99`, percentile(apart, 0.99), limits.skewMs),
    figure(`${name}: first to last listener p99`, percentile(spreads(heard), 0.99), 'ms'),
    figure(`${name}: marks heard whole`, (100 * heard.length) / (size.listeners * size.spoken), '%'),
  ];
}
