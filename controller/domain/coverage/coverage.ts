/** Coverage: households and hamlets that a broadcast was played to. */
import type { ClusterId } from '@loa-lang/schemas/ids';
import type { HamletOutcome } from '@loa-lang/schemas/states/coverage';
import type { Receipt } from '@loa-lang/schemas/wire/report';
import type { Audience, AudienceHamlet } from '../placement/audience.ts';
import { type ClusterCoverage, type CoverageCase, clusterCoverage } from './cluster-coverage.ts';

export interface HamletCoverage {
  hamlet: AudienceHamlet;
  outcome: HamletOutcome;
  householdsReached: number;
  /** households that no targeted pole serves */
  householdsUnserved: number;
  clusters: number;
  clustersReached: number;
}

export interface Coverage {
  clusters: ClusterCoverage[];
  hamlets: HamletCoverage[];
  hamletsReached: number;
  householdsReached: number;
  householdsTotal: number;
  clustersReached: number;
  /** nothing is pending */
  complete: boolean;
}

/**
 * Target households are all households of the targeted hamlets. Of each hamlet as many are reached as its reached
 * clusters serve, never more than it has; `hamletsReached` counts those reached fully and partly.
 */
export function coverageOf(
  theCase: CoverageCase,
  audience: Audience,
  receipts: ReadonlyMap<ClusterId, readonly Receipt[]>,
): Coverage {
  return coverageBy(
    audience.clusters.map((cluster) => clusterCoverage(theCase, cluster, receipts.get(cluster.id) ?? [])),
    audience,
  );
}

/** Of clusters whose outcomes are known. */
export function coverageBy(clusters: ClusterCoverage[], audience: Pick<Audience, 'hamlets'>): Coverage {
  const hamlets = audience.hamlets.map((hamlet) => hamletCoverage(hamlet, clusters));
  const sum = (pick: (hamlet: HamletCoverage) => number) => hamlets.reduce((total, hamlet) => total + pick(hamlet), 0);
  return {
    clusters,
    hamlets,
    hamletsReached: hamlets.filter((hamlet) => hamlet.outcome !== 'none').length,
    householdsReached: sum((hamlet) => hamlet.householdsReached),
    householdsTotal: sum((hamlet) => hamlet.hamlet.households),
    clustersReached: clusters.filter((cluster) => cluster.outcome === 'reached').length,
    complete: clusters.every((cluster) => cluster.outcome !== 'pending'),
  };
}

function hamletCoverage(hamlet: AudienceHamlet, clusters: readonly ClusterCoverage[]): HamletCoverage {
  const serving = clusters.flatMap((entry) => {
    const service = entry.cluster.services.find((row) => row.hamletId === hamlet.id);
    return service === undefined ? [] : [{ households: service.households, reached: entry.outcome === 'reached' }];
  });
  const served = serving.reduce((total, row) => total + row.households, 0);
  const reachable = serving.reduce((total, row) => total + (row.reached ? row.households : 0), 0);
  const householdsReached = Math.min(hamlet.households, reachable);
  const outcome = householdsReached === 0 ? 'none' : householdsReached === hamlet.households ? 'full' : 'partly';
  return {
    hamlet,
    outcome,
    householdsReached,
    householdsUnserved: Math.max(0, hamlet.households - served),
    clusters: serving.length,
    clustersReached: serving.filter((row) => row.reached).length,
  };
}
