/** Compares the broadcasts that should have begun with what was published and reported. */
import type { PlanId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { type Cluster, followedAreaIds, followedGroupIds, type Territory } from '../../domain/areas/territory.ts';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import { DUE_GRACE_MS, type DueFinding, findingOf, type WatchedCluster } from '../../domain/watch/due.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { DocumentSource, PlanContent } from '../../ports/document-ledger.ts';
import type { DueBroadcast, DueReader } from '../../ports/due-reader.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import type { PublishedPlans } from '../publishing/published-plans.ts';

export interface DueBroadcastsDeps {
  due: DueReader;
  broadcasts: Pick<BroadcastStore, 'find'>;
  reader: TerritoryReader;
  source: Pick<DocumentSource, 'planContent'>;
  published: PublishedPlans;
  onProblem: (problem: string, cause: unknown) => void;
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

export interface DueLook {
  found: FoundDue[];
  /** false when one could not be judged; the others were */
  complete: boolean;
}

/** @param since what had ended by then is not judged: nobody was there to hear reports */
export async function findDue(deps: DueBroadcastsDeps, since: EpochMillis, now: EpochMillis): Promise<DueLook> {
  const due = await deps.due.due({
    after: now - LOOK_BACK_MS,
    until: now - DUE_GRACE_MS,
    endingAfter: Math.max(since, now - KEEP_AFTER_END_MS),
  });
  const look: DueLook = { found: [], complete: true };
  if (due.length === 0) return look;
  const territory = await deps.reader.territory();
  const contents = new Map<PlanId, Promise<PlanContent>>();
  const contentOf = (planId: PlanId): Promise<PlanContent> => {
    const content = contents.get(planId) ?? deps.source.planContent(planId, now);
    contents.set(planId, content);
    return content;
  };
  for (const each of due) {
    try {
      const found = await judge(deps, each, territory, contentOf, now);
      if (found !== undefined) look.found.push(found);
    } catch (cause) {
      look.complete = false;
      deps.onProblem(`broadcast ${each.id} is due and cannot be judged`, cause);
    }
  }
  return look;
}

async function judge(
  { broadcasts, published }: DueBroadcastsDeps,
  due: DueBroadcast,
  territory: Territory,
  contentOf: (planId: PlanId) => Promise<PlanContent>,
  now: EpochMillis,
): Promise<FoundDue | undefined> {
  const broadcast = await broadcasts.find(due.id);
  if (broadcast === undefined || broadcast.cancelledAt !== undefined) return undefined;
  const silent = await watched(due, broadcast, territory, contentOf);
  const followed = new Set(silent.flatMap(({ plans }) => plans.map(({ areaId }) => areaId)));
  const lacking = (await published.lacking(broadcast)).filter((planId) => followed.has(planId));
  const finding = findingOf({ ...due, silent }, lacking.length === 0, now);
  return finding && { broadcast, clusters: due.clusters, finding };
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
