/** What a make-up is decided by: the broadcast, its make-ups, and the poles as they are now. */
import type { AreaId, BroadcastId, ClusterId } from '@loa-lang/schemas/ids';
import { passesLatch } from '@loa-lang/schemas/timeline/silence';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { followedAreaIds, servedHamletIds, type Territory } from '../../domain/areas/territory.ts';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import { type ClusterCoverage, clusterCoverage } from '../../domain/coverage/cluster-coverage.ts';
import { type Coverage, coverageBy } from '../../domain/coverage/coverage.ts';
import { type ClusterStanding, type MakeUpOffer, makeUpOffer } from '../../domain/make-up/make-up.ts';
import {
  type Content,
  onlyParts,
  othersEmpty,
  type Parts,
  partsWith,
  recordedParts,
} from '../../domain/make-up/parts.ts';
import { together } from '../../domain/make-up/together.ts';
import { OUTPUT_FLOOR_DBFS } from '../../domain/plan-content/settings-content.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { BulletinStore } from '../../ports/bulletin-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MakeUpStore, PoleNow } from '../../ports/make-up-store.ts';
import type { BroadcastView, BroadcastViews } from '../broadcasts/view-broadcasts.ts';
import { found } from '../refusal.ts';

export interface MakeUpFactsDeps {
  broadcasts: Pick<BroadcastStore, 'find'>;
  bulletins: Pick<BulletinStore, 'findAll'>;
  makeUpFacts: MakeUpStore;
  views: BroadcastViews;
  clock: Clock;
}

export interface Facts {
  original: BroadcastView;
  /** by round */
  makeUps: BroadcastView[];
  offer: MakeUpOffer;
  /** what of it is played again */
  content: Content;
}

/** By itself only what is marked important comes again; a person is offered the whole. */
export type Extent = 'whole' | 'important';

export class MakeUpFacts {
  readonly #deps: MakeUpFactsDeps;

  constructor(deps: MakeUpFactsDeps) {
    this.#deps = deps;
  }

  /** @param id of the broadcast or of a make-up of it */
  async of(id: BroadcastId, territory: Territory, extent: Extent): Promise<Facts> {
    const { broadcasts } = this.#deps;
    const asked = found(await broadcasts.find(id), 'broadcast-unknown');
    const original = asked.makeUp === undefined ? asked : await broadcasts.find(asked.makeUp.of);
    const [facts] = await this.all([found(original, 'broadcast-unknown')], territory, extent);
    return found(facts, 'broadcast-unknown');
  }

  /** In their order. @param originals that are no make-ups themselves */
  async all(originals: readonly Broadcast[], territory: Territory, extent: Extent): Promise<Facts[]> {
    const { makeUpFacts, views, clock } = this.#deps;
    const clusterIds = originals.flatMap(({ audience }) => audience.clusters.map((cluster) => cluster.id));
    const [viewed, poles, latches] = await Promise.all([
      makeUpFacts.makeUpsOf(originals.map(({ id }) => id)).then((rows) => views.of([...originals, ...rows])),
      makeUpFacts.poles([...new Set(clusterIds)]),
      makeUpFacts.latches(),
    ]);
    const now = clock.now();
    return Promise.all(
      viewed.slice(0, originals.length).map(async (original): Promise<Facts> => {
        const { broadcast } = original;
        const makeUps = viewed.filter((each) => each.broadcast.makeUp?.of === broadcast.id);
        const parts = extent === 'whole' ? recordedParts(broadcast) : await this.#important(broadcast);
        const offer = makeUpOffer({
          soFar: soFar(original, makeUps, parts, now, extent),
          earlier: makeUps.map((each) => each.coverage.clusters),
          standing: standingOf(broadcast, territory, poles, latches),
          now,
        });
        return { original, makeUps, offer, content: onlyParts(broadcast, parts) };
      }),
    );
  }

  async #important(broadcast: Broadcast): Promise<Parts> {
    const known = await this.#deps.bulletins.findAll(broadcast.bulletins.map((each) => each.bulletinId));
    return partsWith(broadcast, new Set(known.flatMap((each) => (each.important ? [each.id] : []))));
  }
}

function standingOf(
  broadcast: Broadcast,
  { areas, clusters }: Territory,
  poles: ReadonlyMap<ClusterId, PoleNow>,
  latches: Awaited<ReturnType<MakeUpStore['latches']>>,
): Map<ClusterId, ClusterStanding> {
  const locking = new Set<AreaId>(
    latches.filter((latch) => !passesLatch(broadcast, latch)).map((latch) => latch.areaId),
  );
  return new Map(
    broadcast.audience.clusters.flatMap(({ id }): [ClusterId, ClusterStanding][] => {
      const [pole, cluster] = [poles.get(id), clusters.get(id)];
      if (pole === undefined || cluster === undefined) return [];
      const locked = followedAreaIds(areas, cluster).some((areaId) => locking.has(areaId));
      const gateway = cluster.kind === 'gateway';
      return [[id, { ...pole, gateway, locked, hamletIds: servedHamletIds(cluster) }]];
    }),
  );
}

type Seen = Pick<BroadcastView, 'broadcast' | 'coverage' | 'receipts'>;

function soFar(
  { broadcast, coverage, receipts }: Seen,
  makeUps: readonly BroadcastView[],
  parts: Parts,
  now: EpochMillis,
  extent: Extent,
): ClusterCoverage[] {
  const theCase = { ...broadcast, items: othersEmpty(broadcast.items, parts), floorDbfs: OUTPUT_FLOOR_DBFS, now };
  const ofParts = () =>
    coverage.clusters
      .map(({ cluster }) => clusterCoverage(theCase, cluster, receipts.get(cluster.id) ?? []))
      // there is nothing in it for who has none of them in its languages
      .filter((entry) => entry.contentMs > 0);
  return together(extent === 'whole' ? coverage.clusters : ofParts(), theCase, receipts, makeUps);
}

/** What a broadcast and its make-ups came to together; `undefined` when there are none. */
export function afterOf(original: Seen, makeUps: readonly BroadcastView[], now: EpochMillis): Coverage | undefined {
  if (makeUps.length === 0) return undefined;
  const { broadcast } = original;
  return coverageBy(soFar(original, makeUps, recordedParts(broadcast), now, 'whole'), broadcast.audience);
}
