/** What a make-up is decided by: the broadcast, its make-ups, and the poles as they are now. */
import type { AreaId, BroadcastId, ClusterId } from '@loa-lang/schemas/ids';
import { passesLatch } from '@loa-lang/schemas/timeline/silence';
import { followedAreaIds, servedHamletIds, type Territory } from '../../domain/areas/territory.ts';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import { type Coverage, coverageBy } from '../../domain/coverage/coverage.ts';
import { afterMakeUp, type ClusterStanding, type MakeUpOffer, makeUpOffer } from '../../domain/make-up/make-up.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MakeUpStore } from '../../ports/make-up-store.ts';
import type { BroadcastView, BroadcastViews } from '../broadcasts/view-broadcasts.ts';
import { found } from '../refusal.ts';

export interface MakeUpFactsDeps {
  broadcasts: Pick<BroadcastStore, 'find'>;
  makeUpFacts: MakeUpStore;
  views: BroadcastViews;
  clock: Clock;
}

export interface Facts {
  original: BroadcastView;
  /** by round */
  makeUps: BroadcastView[];
  offer: MakeUpOffer;
}

export class MakeUpFacts {
  readonly #deps: MakeUpFactsDeps;

  constructor(deps: MakeUpFactsDeps) {
    this.#deps = deps;
  }

  /** @param id of the broadcast or of a make-up of it */
  async of(id: BroadcastId, territory: Territory): Promise<Facts> {
    const { broadcasts, makeUpFacts, views, clock } = this.#deps;
    const asked = found(await broadcasts.find(id), 'broadcast-unknown');
    const originalId = asked.makeUp?.of ?? id;
    const [original, makeUps] = await Promise.all([
      views.get(originalId, 'everything'),
      makeUpFacts.makeUpsOf(originalId).then((rows) => views.of(rows)),
    ]);
    const offer = makeUpOffer({
      original: original.coverage.clusters,
      earlier: makeUps.map((each) => each.coverage.clusters),
      standing: await this.#standing(original.broadcast, territory),
      now: clock.now(),
    });
    return { original, makeUps, offer };
  }

  async #standing(broadcast: Broadcast, { areas, clusters }: Territory): Promise<Map<ClusterId, ClusterStanding>> {
    const { makeUpFacts } = this.#deps;
    const ids = broadcast.audience.clusters.map((cluster) => cluster.id);
    const [poles, latches] = await Promise.all([makeUpFacts.poles(ids), makeUpFacts.latches()]);
    const locking = new Set<AreaId>(
      latches.filter((latch) => !passesLatch(broadcast, latch)).map((latch) => latch.areaId),
    );
    return new Map(
      [...poles].flatMap(([id, pole]): [ClusterId, ClusterStanding][] => {
        const cluster = clusters.get(id);
        if (cluster === undefined) return [];
        const locked = followedAreaIds(areas, cluster).some((areaId) => locking.has(areaId));
        const gateway = cluster.kind === 'gateway';
        return [[id, { ...pole, gateway, locked, hamletIds: servedHamletIds(cluster) }]];
      }),
    );
  }
}

/** What a broadcast and its make-ups came to together; `undefined` when there are none. */
export function afterOf({
  original,
  makeUps,
}: {
  original: Pick<BroadcastView, 'broadcast' | 'coverage'>;
  makeUps: BroadcastView[];
}): Coverage | undefined {
  if (makeUps.length === 0) return undefined;
  const earlier = makeUps.map((each) => each.coverage.clusters);
  return coverageBy(afterMakeUp(original.coverage.clusters, earlier), original.broadcast.audience);
}
