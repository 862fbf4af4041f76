/** What one cluster did with a broadcast, read from its receipts alone. */
import type { ClusterOutcome } from '@loa-lang/schemas/states/coverage';
import { selectItems } from '@loa-lang/schemas/timeline/select-items';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { isStreamItem, type PlanItem, type PlannedBroadcast } from '@loa-lang/schemas/wire/plan';
import type { Receipt, ReceiptReason, ReceiptState } from '@loa-lang/schemas/wire/report';
import type { AudienceCluster } from '../placement/audience.ts';

/** Part of the content that must have sounded for a cluster to count as reached. */
export const REACHED_SHARE = 0.95;
/** After the end a report may still be under way this long; then its absence counts as "missed". */
export const REPORT_GRACE_MS: Millis = 60_000;

/** What is judged, and when. */
export interface CoverageCase {
  startAt: EpochMillis;
  endsAt: EpochMillis;
  cancelledAt: EpochMillis | undefined;
  /** `restart`: what was interrupted may still begin again before the end */
  onInterrupted: PlannedBroadcast['onInterrupted'];
  items: readonly PlanItem[];
  /** output must be above this, dBFS RMS */
  floorDbfs: number;
  now: EpochMillis;
}

export interface ClusterCoverage {
  cluster: AudienceCluster;
  outcome: ClusterOutcome;
  /** of the run of which most sounded */
  receipt: Receipt | undefined;
  reason: ReceiptReason | undefined;
  /** of the content, each part counted once */
  playedMs: Millis;
  contentMs: Millis;
}

const FINAL: ReadonlySet<ReceiptState> = new Set(['finished', 'stopped', 'partial', 'missed', 'failed']);
const isFinal = (receipt: Receipt): boolean => FINAL.has(receipt.state);

/** Length of the parts this cluster's device plays and how much of each sounded in its best reading of any run. */
function played(items: readonly PlanItem[], languages: readonly string[], receipts: readonly Receipt[]) {
  const soundedMs = new Map<number, Millis>();
  for (const { index, playedMs } of receipts.flatMap((receipt) => receipt.items)) {
    const before = soundedMs.get(index) ?? 0;
    // a stream goes on in the next run, a recording begins again
    const isStream = items[index] !== undefined && isStreamItem(items[index]);
    soundedMs.set(index, isStream ? before + playedMs : Math.max(playedMs, before));
  }
  const parts = new Map<number, { lengthMs: Millis; share: number }>();
  for (const item of selectItems(items, languages)) {
    if (item.durationMs <= 0) continue;
    const share = Math.min(1, (soundedMs.get(item.index) ?? 0) / item.durationMs);
    const before = parts.get(item.part);
    // a part's length is its longest reading, so that a short one cannot stand for a long one in the sum
    parts.set(item.part, {
      lengthMs: Math.max(before?.lengthMs ?? 0, item.durationMs),
      share: Math.max(before?.share ?? 0, share),
    });
  }
  let contentMs = 0;
  let playedMs = 0;
  for (const part of parts.values()) {
    contentMs += part.lengthMs;
    playedMs += part.share * part.lengthMs;
  }
  return { contentMs, playedMs };
}

/**
 * All runs together count, of whatever version: what was interrupted goes on in the next run, a new version moves the
 * start and never changes the items, and a device that did not get it in time plays the one it holds. Until the deadline
 * a cluster that has not reported a result is pending; a gateway is never measurable by receipt.
 */
export function clusterCoverage(
  theCase: CoverageCase,
  cluster: AudienceCluster,
  runs: readonly Receipt[],
): ClusterCoverage {
  const of = (receipts: readonly Receipt[]) => played(theCase.items, cluster.languages, receipts);
  const isLoud = ({ outputLevelDbfs }: Receipt) => outputLevelDbfs !== undefined && outputLevelDbfs > theCase.floorDbfs;
  const { contentMs, playedMs } = of(runs);
  const isEnough = (ms: Millis) => contentMs > 0 && ms >= REACHED_SHARE * contentMs;
  const [best] = runs
    .map((receipt) => ({ receipt, playedMs: of([receipt]).playedMs }))
    .sort((a, b) => b.playedMs - a.playedMs || a.receipt.run - b.receipt.run);
  const base = { cluster, contentMs, playedMs: Math.round(playedMs), receipt: best?.receipt };
  if (cluster.kind === 'gateway') {
    return { ...base, outcome: 'not-measurable', reason: best?.receipt.reason };
  }
  if (isEnough(of(runs.filter(isLoud)).playedMs)) return { ...base, outcome: 'reached', reason: undefined };

  if (theCase.cancelledAt !== undefined && theCase.cancelledAt <= theCase.startAt && best === undefined) {
    return { ...base, outcome: 'missed', reason: 'cancelled' };
  }
  const settled = runs.length > 0 && runs.every(isFinal) && !mayRestart(theCase, runs);
  if (!settled && theCase.now <= deadline(theCase)) return { ...base, outcome: 'pending', reason: undefined };
  if (best === undefined || (playedMs <= 0 && !isFinal(best.receipt))) {
    return { ...base, outcome: 'missed', reason: 'no-report' };
  }
  const reason = best.receipt.reason ?? (isEnough(playedMs) ? 'below-floor' : undefined);
  return { ...base, outcome: playedMs <= 0 ? 'missed' : 'partial', reason };
}

const mayRestart = ({ onInterrupted, now, endsAt, cancelledAt }: CoverageCase, runs: readonly Receipt[]): boolean => {
  if (onInterrupted !== 'restart' || cancelledAt !== undefined || now >= endsAt) return false;
  const last = runs.reduce((latest, each) => (each.run > latest.run ? each : latest));
  return last.reason === 'interrupted';
};

/** Instant after which a missing report counts as missed. */
export const deadline = (theCase: Pick<CoverageCase, 'endsAt' | 'cancelledAt'>): EpochMillis =>
  Math.min(theCase.endsAt, theCase.cancelledAt ?? theCase.endsAt) + REPORT_GRACE_MS;
