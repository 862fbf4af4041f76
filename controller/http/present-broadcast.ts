/** Broadcasts and coverage as HTTP shows them. */
import type { BroadcastUse } from '@loa-lang/schemas/errors/body';
import type { BroadcastBody } from '@loa-lang/schemas/http/broadcasts';
import type { ClusterCoverageBody, CoverageBody } from '@loa-lang/schemas/http/coverage';
import { type Broadcast, longestRunMs } from '../domain/broadcasts/broadcast.ts';
import type { ClusterCoverage } from '../domain/coverage/cluster-coverage.ts';
import type { Coverage } from '../domain/coverage/coverage.ts';
import type { HeardRecord } from '../ports/heard-store.ts';
import type { BroadcastView } from '../services/broadcasts/view-broadcasts.ts';
import { outInstant, outOptional } from './instants.ts';
import { heardBody, heardSummary } from './present-heard.ts';
import { leftOutBody, skippedBody } from './present-skipped.ts';
import { languageWarnings } from './present-warnings.ts';

/** @param view one that was planned just now was stopped nowhere */
export function broadcastBody({
  broadcast,
  state,
  stoppedParts = [],
}: Pick<BroadcastView, 'broadcast' | 'state'> & Partial<Pick<BroadcastView, 'stoppedParts'>>): BroadcastBody {
  const { audience, items, placements, requested, repeat, rank } = broadcast;
  return {
    id: broadcast.id,
    communeId: broadcast.communeId,
    version: broadcast.version,
    title: broadcast.title,
    class: broadcast.class,
    level: broadcast.level,
    state,
    startAt: outInstant(broadcast.startAt),
    latestStartAt: outInstant(broadcast.latestStartAt),
    joinUntilAt: outInstant(broadcast.joinUntilAt),
    endsAt: outInstant(broadcast.endsAt),
    durationMs: longestRunMs(items, audience),
    ...(rank !== undefined && { rank }),
    ...(repeat !== undefined && { repeat: { everyMs: repeat.everyMs, until: outInstant(repeat.until) } }),
    items,
    bulletins: broadcast.bulletins,
    targets: requested,
    placements,
    clusters: audience.clusters.length,
    hamlets: audience.hamlets.length,
    households: audience.hamlets.reduce((total, hamlet) => total + hamlet.households, 0),
    ...outOptional('cancelledAt', broadcast.cancelledAt),
    ...(broadcast.cancelReason !== undefined && { cancelReason: broadcast.cancelReason }),
    ...(stoppedParts.length > 0 && {
      stoppedParts: stoppedParts.map(({ planId, reason, at }) => ({ planId, reason, stoppedAt: outInstant(at) })),
    }),
    createdAt: outInstant(broadcast.createdAt),
    ...(broadcast.ruleReason !== undefined && { ruleReason: broadcast.ruleReason }),
    warnings: languageWarnings(broadcast),
    ...(broadcast.occurrence !== undefined && { schedule: broadcast.occurrence }),
    ...(broadcast.onTheSpot !== undefined && { onTheSpot: broadcast.onTheSpot }),
    ...(broadcast.makeUp !== undefined && { makeUpOf: broadcast.makeUp.of }),
    ...(broadcast.occurrence !== undefined && { skipped: (broadcast.skipped ?? []).map(skippedBody) }),
    ...((broadcast.leftOut ?? []).length > 0 && { leftOut: (broadcast.leftOut ?? []).map(leftOutBody) }),
  };
}

/** A broadcast as somebody needs to know it who is about to remove a bulletin. */
export function useBody(broadcast: Broadcast, now: number): BroadcastUse {
  const { id, title, startAt, endsAt, audience } = broadcast;
  return {
    broadcastId: id,
    title,
    class: broadcast.class,
    state: broadcast.approval === 'awaiting' ? 'awaiting' : now < startAt ? 'planned' : 'playing',
    startAt: outInstant(startAt),
    endsAt: outInstant(endsAt),
    hamlets: audience.hamlets.map((hamlet) => hamlet.name),
    clusters: audience.clusters.length,
  };
}

/** Whether it still airs a bulletin that is gone: occurrences of schedules leave it out as long as they have not begun. */
export const outcomeOf = ({ occurrence, startAt }: Broadcast, now: number): 'stays' | 'leaves' =>
  occurrence !== undefined && now < startAt ? 'leaves' : 'stays';

/**
 * @param after with its make-ups, if there are any
 * @param heard by microphones; experimental, stands beside what counts and changes nothing of it
 */
export function coverageBody(
  { broadcast, state, coverage, receipts }: BroadcastView,
  after: Coverage | undefined,
  heard: readonly HeardRecord[],
): CoverageBody {
  return {
    broadcastId: broadcast.id,
    state,
    complete: coverage.complete,
    hamletsReached: coverage.hamletsReached,
    hamletsTotal: coverage.hamlets.length,
    householdsReached: coverage.householdsReached,
    householdsTotal: coverage.householdsTotal,
    clustersReached: coverage.clustersReached,
    clustersTotal: coverage.clusters.length,
    hamlets: coverage.hamlets.map(({ hamlet, outcome, ...counts }) => ({ ...hamlet, state: outcome, ...counts })),
    clusters: coverage.clusters.map((entry) => ({
      ...clusterBody(entry, receipts),
      ...heardBody(heard, entry.cluster.id, entry.receipt?.run),
    })),
    ...heardSummary(heard, new Set(coverage.clusters.map(({ cluster }) => cluster.id))),
    ...(after !== undefined && { afterMakeUp: afterMakeUpBody(after) }),
  };
}

export function afterMakeUpBody(after: Coverage): NonNullable<CoverageBody['afterMakeUp']> {
  const { clustersReached, householdsReached, householdsTotal } = after;
  const clustersTotal = after.clusters.length;
  return {
    ...{ clustersReached, clustersTotal, householdsReached, householdsTotal },
    summary: {
      vi: `Sau phát bù: ${clustersReached}/${clustersTotal} cụm, ${householdsReached} hộ`,
      en: `After make-up: ${clustersReached} of ${clustersTotal} clusters, ${householdsReached} households`,
    },
  };
}

/** The receipt shown is that of the run that counts; what the device said last stands beside the outcome. */
function clusterBody(entry: ClusterCoverage, receipts: BroadcastView['receipts']): ClusterCoverageBody {
  const { cluster, outcome, reason, receipt, playedMs, contentMs } = entry;
  const runs = receipts.get(cluster.id) ?? [];
  const last = runs.reduce<(typeof runs)[number] | undefined>(
    (latest, each) => (latest === undefined || each.run >= latest.run ? each : latest),
    undefined,
  );
  return {
    id: cluster.id,
    code: cluster.code,
    name: cluster.name,
    hamletId: cluster.hamletId,
    hamlet: cluster.hamletName,
    kind: cluster.kind,
    state: outcome,
    playedMs,
    contentMs,
    ...(last !== undefined && { receipt: last.state }),
    ...(reason !== undefined && { reason }),
    ...(receipt !== undefined && { run: receipt.run }),
    ...(receipt?.startErrorMs !== undefined && { startErrorMs: receipt.startErrorMs }),
    ...(receipt?.startErrorBasis !== undefined && { startErrorBasis: receipt.startErrorBasis }),
    ...(receipt?.outputLevelDbfs !== undefined && { outputLevelDbfs: receipt.outputLevelDbfs }),
  };
}
