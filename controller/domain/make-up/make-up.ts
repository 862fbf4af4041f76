/** Make-up (phát bù): a broadcast again, for those who missed it only. */
import type { AreaId, ClusterId } from '@loa-lang/schemas/ids';
import type { MakeUpHindrance } from '@loa-lang/schemas/states/make-up';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { ReceiptReason } from '@loa-lang/schemas/wire/report';
import type { ClusterCoverage } from '../coverage/cluster-coverage.ts';
import type { AudienceCluster } from '../placement/audience.ts';
import { type HeardTwice, heardTwice, type Position } from './neighbours.ts';

/** A pole as it is now. */
export interface ClusterStanding {
  gateway: boolean;
  muted: boolean;
  /** by a latch of silence that this broadcast does not pass */
  locked: boolean;
  /** whether its device is connected, and since when */
  online: boolean;
  onlineSince: EpochMillis | undefined;
  position: Position | undefined;
  /** hamlets whose households it serves */
  hamletIds: readonly AreaId[];
}

export interface MakeUpCase {
  /** what came of the broadcast so far, with its make-ups: see `together` */
  soFar: readonly ClusterCoverage[];
  /** its make-ups, cluster by cluster: one that was stopped may have reached somebody before */
  earlier: readonly (readonly ClusterCoverage[])[];
  /** poles that are not here were removed */
  standing: ReadonlyMap<ClusterId, ClusterStanding>;
  now: EpochMillis;
}

export interface MissedCluster {
  cluster: AudienceCluster;
  outcome: 'missed' | 'partial';
  /** of the last that was tried for it; `undefined`: it did not say */
  reason: ReceiptReason | undefined;
  online: boolean;
  /** make-ups that were for it */
  attempts: number;
  /** somebody wanted it quiet there: stopped, locked or muted */
  quieted: boolean;
}

export interface MakeUpOffer {
  targets: MissedCluster[];
  leftOut: { cluster: AudienceCluster; reason: MakeUpHindrance }[];
  /** reached clusters whose households will hear it again */
  twice: HeardTwice[];
}

/**
 * A device that comes back sends what it kept at once; what it has not said after this it does not know. Two minutes
 * also let a queue of three days of receipts pass over a slow line.
 */
export const ACCOUNTED_AFTER_MS: Millis = 2 * 60_000;

/** A board that has just started tells first what it did; a start before its clock is set and its plans are read is missed. */
export const SETTLED_AFTER_MS: Millis = 30_000;

const BY_HAND: readonly ReceiptReason[] = ['cancelled', 'silenced', 'muted'];

/** Nobody who was reached, by it or by an earlier make-up, is a target. */
export function makeUpOffer(theCase: MakeUpCase): MakeUpOffer {
  const { soFar, earlier, standing } = theCase;
  const again = byCluster(earlier.flat());
  const targets: MissedCluster[] = [];
  const leftOut: MakeUpOffer['leftOut'] = [];
  const reached: AudienceCluster[] = [];
  for (const entry of soFar) {
    const { cluster, outcome } = entry;
    const attempts = again.get(cluster.id) ?? [];
    if (outcome === 'reached') {
      reached.push(cluster);
      continue;
    }
    const hindered = hindrance([entry, ...attempts], standing.get(cluster.id), theCase.now);
    if (hindered !== undefined) leftOut.push({ cluster, reason: hindered });
    else {
      const online = standing.get(cluster.id)?.online ?? false;
      const partly = [entry, ...attempts].some((each) => each.outcome === 'partial');
      const quieted = [entry, ...attempts].some(({ reason }) => reason !== undefined && BY_HAND.includes(reason));
      const { reason } = attempts.at(-1) ?? entry;
      const about = { online, reason, attempts: attempts.length, quieted };
      targets.push({ cluster, outcome: partly ? 'partial' : 'missed', ...about });
    }
  }
  const chosen = targets.map((target) => target.cluster);
  return { targets, leftOut, twice: heardTwice(chosen, reached, standing) };
}

function hindrance(
  entries: readonly ClusterCoverage[],
  standing: ClusterStanding | undefined,
  now: EpochMillis,
): MakeUpHindrance | undefined {
  if (standing === undefined) return 'gone';
  if (standing.gateway || entries.some((each) => each.outcome === 'not-measurable')) return 'gateway';
  if (standing.muted) return 'muted';
  if (standing.locked) return 'locked';
  if (entries.some((each) => each.outcome === 'pending')) return 'under-way';
  const silent = entries.some((each) => each.reason === 'no-report');
  if (silent && !hasBeenBack(standing, ACCOUNTED_AFTER_MS, now)) return 'no-report';
  return standing.online && !hasBeenBack(standing, SETTLED_AFTER_MS, now) ? 'just-back' : undefined;
}

const hasBeenBack = ({ online, onlineSince }: ClusterStanding, forMs: Millis, now: EpochMillis): boolean =>
  online && onlineSince !== undefined && now - onlineSince >= forMs;

function byCluster(entries: readonly ClusterCoverage[]): Map<ClusterId, ClusterCoverage[]> {
  const found = new Map<ClusterId, ClusterCoverage[]>();
  for (const entry of entries) found.set(entry.cluster.id, [...(found.get(entry.cluster.id) ?? []), entry]);
  return found;
}
