/** Compares the broadcasts that should have begun with what was published and reported. */
import type { PlanId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { type Cluster, followedAreaIds, followedGroupIds, type Territory } from '../domain/areas/territory.ts';
import type { Broadcast } from '../domain/broadcasts/broadcast.ts';
import { DUE_GRACE_MS, type DueFinding, findingOf, type WatchedCluster } from '../domain/watch/due.ts';
import type { BroadcastStore } from '../ports/broadcast-store.ts';
import type { DocumentSource, PlanContent } from '../ports/document-ledger.ts';
import type { DueBroadcast, DueReader } from '../ports/due-reader.ts';
import type { TerritoryReader } from '../ports/register.ts';
import type { PublishedPlans } from './published-plans.ts';

export interface DueBroadcastsDeps {
  due: DueReader;
  broadcasts: Pick<BroadcastStore, 'find'>;
  reader: TerritoryReader;
  source: Pick<DocumentSource, 'planContent'>;
  published: PublishedPlans;
}

/** A start longer ago is history: coverage tells it. */
const LOOK_BACK_MS: Millis = 24 * 3600_000;
/** What is over stays an open fault a while: the shortest notice would otherwise be gone before anybody looked. */
const KEEP_AFTER_END_MS: Millis = 3600_000;
/** Enough to know what is wrong, where a whole province is silent. */
const MOST_CLUSTERS = 40;

export interface FoundDue {
  broadcast: Broadcast;
  clusters: number;
  finding: DueFinding;
}

/** @param since what had ended by then is not judged: nobody was there to hear reports */
export async function findDue(deps: DueBroadcastsDeps, since: EpochMillis, now: EpochMillis): Promise<FoundDue[]> {
  const due = await deps.due.due({
    after: now - LOOK_BACK_MS,
    until: now - DUE_GRACE_MS,
    endingAfter: Math.max(since, now - KEEP_AFTER_END_MS),
  });
  if (due.length === 0) return [];
  const territory = await deps.reader.territory();
  const contents = new Map<PlanId, Promise<PlanContent>>();
  const contentOf = (planId: PlanId): Promise<PlanContent> => {
    const content = contents.get(planId) ?? deps.source.planContent(planId, now);
    contents.set(planId, content);
    return content;
  };
  const found: FoundDue[] = [];
  for (const each of due) {
    const broadcast = await deps.broadcasts.find(each.id);
    if (broadcast === undefined || broadcast.cancelledAt !== undefined) continue;
    const silent = await watched(each, broadcast, territory, contentOf);
    const published = (await deps.published.lacking(broadcast)).length === 0;
    const finding = findingOf({ ...each, silent }, published, now);
    if (finding !== undefined) found.push({ broadcast, clusters: each.clusters, finding });
  }
  return found;
}

async function watched(
  { silent }: DueBroadcast,
  { audience }: Broadcast,
  territory: Territory,
  contentOf: (planId: PlanId) => Promise<PlanContent>,
): Promise<WatchedCluster[]> {
  // those that are connected first: they are the ones that should have spoken
  const chosen = [...silent].sort((a, b) => Number(b.online) - Number(a.online)).slice(0, MOST_CLUSTERS);
  const clusters = chosen.map(async ({ id, code, online }): Promise<WatchedCluster | undefined> => {
    const cluster = territory.clusters.get(id);
    if (cluster === undefined) return undefined;
    const languages = audience.clusters.find((each) => each.id === id)?.languages ?? [];
    const plans = await Promise.all(followedPlanIds(territory, cluster).map(contentOf));
    return { id, code, online, languages, plans };
  });
  return (await Promise.all(clusters)).filter((cluster) => cluster !== undefined);
}

const followedPlanIds = (territory: Territory, cluster: Cluster): PlanId[] => [
  ...followedAreaIds(territory.areas, cluster),
  ...followedGroupIds(territory, cluster),
];
