/** From which of the kept lengths of time a chart is drawn, and how finely. */
import type { ChartSource } from '@loa-lang/schemas/http/cluster-health';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { FIVE_MINUTES, RAW } from './parts.ts';
import { FIVE_MINUTES_MS } from './slots.ts';

const DAY_MS: Millis = 86_400_000;
/** Samples of a dense device come every minute: of two days there are some three thousand. */
const MOST_OF_SAMPLES_MS: Millis = 2 * DAY_MS;
const MOST_OF_FIVE_MINUTES_MS: Millis = 45 * DAY_MS;
/** A healthy device is quiet for half an hour; two that were lost on the way are no gap. */
const QUIET_MS: Millis = 30 * 60_000;
const GAP_MS: Millis = 2.5 * QUIET_MS;

export interface Period {
  from: EpochMillis;
  until: EpochMillis;
}

export interface ChartPlan extends Period {
  source: ChartSource;
  stepMs: Millis;
  /** two points that lie farther apart have a gap between them */
  gapMs: Millis;
}

const FINEST: Readonly<Record<ChartSource, Millis>> = {
  samples: 1000,
  'five-minutes': FIVE_MINUTES_MS,
  days: DAY_MS,
};

function sourceOf({ from, until }: Period, now: EpochMillis): ChartSource {
  if (until - from <= MOST_OF_SAMPLES_MS && from >= now - RAW.keptMs) return 'samples';
  if (until - from <= MOST_OF_FIVE_MINUTES_MS && from >= now - FIVE_MINUTES.keptMs) return 'five-minutes';
  return 'days';
}

/** @param points at most so many */
export function planChart(period: Period, points: number, now: EpochMillis): ChartPlan {
  const source = sourceOf(period, now);
  const finest = FINEST[source];
  const stepMs = Math.max(1, Math.ceil((period.until - period.from) / points / finest)) * finest;
  return { ...period, source, stepMs, gapMs: Math.max(GAP_MS, (source === 'days' ? 1.5 : 1) * stepMs + finest) };
}

/** Where nothing was told for too long: between the instants, before the first and after the last. */
export function gapsOf(told: readonly EpochMillis[], { from, until, gapMs, stepMs }: ChartPlan): Period[] {
  const gaps: Period[] = [];
  let end = from;
  for (const at of [...told, until]) {
    if (at - end > gapMs) gaps.push({ from: end, until: at });
    end = at === until ? at : at + stepMs;
  }
  return gaps;
}
