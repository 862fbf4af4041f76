/** What a broadcast and its make-ups came to together, cluster by cluster. */
import type { ClusterId } from '@loa-lang/schemas/ids';
import { isAssetItem, type PlanItem } from '@loa-lang/schemas/wire/plan';
import type { Receipt } from '@loa-lang/schemas/wire/report';
import type { Broadcast } from '../broadcasts/broadcast.ts';
import { type ClusterCoverage, type CoverageCase, clusterCoverage } from '../coverage/cluster-coverage.ts';

type Receipts = ReadonlyMap<ClusterId, readonly Receipt[]>;

export interface Sounded {
  broadcast: Pick<Broadcast, 'items' | 'audience'>;
  receipts: Receipts;
}

/**
 * Who heard the parts one after another, some then and some since, has heard them all. Otherwise what came of the
 * broadcast stands.
 * @param theCase of the broadcast
 */
export function together(
  original: readonly ClusterCoverage[],
  theCase: CoverageCase,
  receipts: Receipts,
  makeUps: readonly Sounded[],
): ClusterCoverage[] {
  return original.map((entry) => {
    const { cluster, outcome } = entry;
    const again = makeUps.filter((each) => each.receipts.has(cluster.id));
    if (outcome === 'reached' || outcome === 'not-measurable' || again.length === 0) return entry;
    const since = again.flatMap((each) =>
      inTermsOf(theCase.items, each.broadcast.items, each.receipts.get(cluster.id) ?? []),
    );
    const runs = [...(receipts.get(cluster.id) ?? []), ...since];
    // its languages may have been changed since
    const now = again.flatMap(({ broadcast }) => broadcast.audience.clusters.filter(({ id }) => id === cluster.id));
    const judged = [cluster, ...now].map(({ languages }) => clusterCoverage(theCase, { ...cluster, languages }, runs));
    return judged.find((each) => each.outcome === 'reached') ?? entry;
  });
}

/** The same audio is the same item, whatever its place. */
function inTermsOf(items: readonly PlanItem[], own: readonly PlanItem[], receipts: readonly Receipt[]): Receipt[] {
  const places = new Map<string, number[]>();
  for (const [index, item] of items.entries()) {
    if (isAssetItem(item)) places.set(item.assetId, [...(places.get(item.assetId) ?? []), index]);
  }
  return receipts.map((receipt) => ({
    ...receipt,
    items: receipt.items.flatMap((played) => {
      const item = own[played.index];
      const known = item !== undefined && isAssetItem(item) ? places.get(item.assetId) : undefined;
      return (known ?? []).map((index) => ({ ...played, index }));
    }),
  }));
}
