/** When a live is on air where it is meant to be, by the plans as they must be now. */
import type { ClusterId, PlanId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { type Cluster, followedAreaIds, followedGroupIds } from '../../domain/areas/territory.ts';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import { type Listener, type Look, lookAt } from '../../domain/live/look.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DocumentSource, PlanContent } from '../../ports/document-ledger.ts';
import type { TerritoryReader } from '../../ports/register.ts';

export interface LiveLookDeps {
  broadcasts: Pick<BroadcastStore, 'underWay' | 'find'>;
  documents: Pick<DocumentSource, 'planContent'>;
  reader: Pick<TerritoryReader, 'territory'>;
  clock: Clock;
}

/** What is looked at of a live, planned or about to be. */
export type LookedAt = Pick<
  Broadcast,
  | 'id'
  | 'version'
  | 'class'
  | 'level'
  | 'startAt'
  | 'latestStartAt'
  | 'joinUntilAt'
  | 'endsAt'
  | 'items'
  | 'onInterrupted'
> & { chimeMs: number; maxMs: number };

/** With the title of what it waits for. */
export type LiveLook = Omit<Look, 'waitsFor'> & { waitsFor: { title: string; until: EpochMillis } | undefined };

/** Enough to know when it begins, where what is in the way differs from hamlet to hamlet. */
const MOST_LISTENERS = 12;

export class LiveLooks {
  readonly #deps: LiveLookDeps;

  constructor(deps: LiveLookDeps) {
    this.#deps = deps;
  }

  /** `undefined`: it sounds nowhere, any more */
  async of(live: LookedAt, clusterIds: readonly ClusterId[]): Promise<LiveLook | undefined> {
    const { broadcasts, clock } = this.#deps;
    const now = clock.now();
    const free = await this.#freeOf(live, clusterIds);
    if (free) {
      const onAirAt = live.startAt + live.chimeMs;
      const until = onAirAt + live.maxMs;
      return now >= until ? undefined : { onAirAt, until, isOnAir: now >= onAirAt, waitsFor: undefined };
    }
    const look = lookAt(live, await this.#listeners(clusterIds, now), now);
    if (look?.waitsFor === undefined) return look && { ...look, waitsFor: undefined };
    const { broadcastId, until } = look.waitsFor;
    const title = (await broadcasts.find(broadcastId))?.title ?? '';
    return { ...look, waitsFor: { title, until } };
  }

  /** What may be in its way somewhere, over by now or not. */
  async inTheWay(live: LookedAt) {
    const { broadcasts, clock } = this.#deps;
    const now = clock.now();
    const under = await broadcasts.underWay(Math.min(now, live.startAt), Math.max(now, live.startAt));
    return under.filter(({ broadcast }) => isInTheWay(broadcast, live));
  }

  /** Whether nothing is in its way on some cluster. Plans are read only where something may be: there are hundreds. */
  async #freeOf(live: LookedAt, clusterIds: readonly ClusterId[]): Promise<boolean> {
    const taken = new Set((await this.inTheWay(live)).flatMap((each) => each.clusterIds));
    return clusterIds.some((id) => !taken.has(id));
  }

  async #listeners(clusterIds: readonly ClusterId[], now: number): Promise<Listener[]> {
    const { reader, documents } = this.#deps;
    const territory = await reader.territory();
    const alike = new Map<string, { cluster: Cluster; languages: readonly string[]; planIds: PlanId[] }>();
    for (const id of clusterIds) {
      const cluster = territory.clusters.get(id);
      if (cluster === undefined) continue;
      const languages = territory.areas.get(cluster.hamletId)?.languages ?? [];
      const planIds = [...followedAreaIds(territory.areas, cluster), ...followedGroupIds(territory, cluster)];
      alike.set(JSON.stringify([planIds, languages]), { cluster, languages, planIds });
    }
    const chosen = [...alike.values()].slice(0, MOST_LISTENERS);
    const contents = new Map<PlanId, Promise<PlanContent>>();
    const contentOf = (planId: PlanId): Promise<PlanContent> => {
      const content = contents.get(planId) ?? documents.planContent(planId, now);
      contents.set(planId, content);
      return content;
    };
    return Promise.all(
      chosen.map(async ({ cluster, languages, planIds }) => ({
        clusterId: cluster.id,
        languages,
        plans: await Promise.all(planIds.map(contentOf)),
      })),
    );
  }
}

const isInTheWay = (broadcast: Broadcast, live: LookedAt): boolean => {
  if (broadcast.id === live.id) return false;
  if (broadcast.class === 'emergency' || broadcast.class === 'live') return true;
  return live.level === 'hamlet' && broadcast.level !== 'hamlet';
};
