/** "Dừng": what sounds now falls silent; what comes later plays. */

import type { Delivery } from '@loa-lang/schemas/http/common';
import type { STOP_OUTCOMES } from '@loa-lang/schemas/http/silence';
import type { AreaId, BroadcastId, ClusterId, GroupId, PlanId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { communeOf, followers, type Territory } from '../../domain/areas/territory.ts';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import type { Caller } from '../../domain/people/person.ts';
import { may } from '../../domain/permissions/permissions.ts';
import { type Sight, sees, sightOf } from '../../domain/permissions/sight.ts';
import { hiddenTargets } from '../../domain/placement/hidden-targets.ts';
import { KEEP_CANCELLED_MS } from '../../domain/plan-content/plan-content.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { Register } from '../../ports/register.ts';
import type { BroadcastViews } from '../broadcasts/view-broadcasts.ts';
import type { DocumentDelivery } from '../publishing/deliver-documents.ts';
import { found, Refusal } from '../refusal.ts';
import { AutomaticGroups } from '../register/automatic-groups.ts';

export interface StoppingDeps {
  broadcasts: BroadcastStore;
  views: BroadcastViews;
  register: Register;
  delivery: DocumentDelivery;
  feed: ProgressFeed;
  clock: Clock;
  newId: () => string;
  isDatabaseUnavailable: (error: unknown) => boolean;
}

export interface StopRequest {
  areaId?: AreaId | undefined;
  groupIds?: GroupId[] | undefined;
  clusterIds?: ClusterId[] | undefined;
  broadcastId?: BroadcastId | undefined;
  reason?: string | undefined;
}

export interface Stopped {
  broadcast: Broadcast;
  outcome: (typeof STOP_OUTCOMES)[number];
  /** where it was stopped, and where it plays on */
  clusters: number;
  elsewhere: number;
}

/** A person waits, and must be told within 3 s. */
const ANSWER_WITHIN_MS: Millis = 2_600;
/** What begins while the stop is on its way would sound as if nothing had been pressed. */
const BEGINS_WITH_IT_MS: Millis = 1_000;

interface Place {
  /** `undefined`: everywhere */
  clusterIds: ReadonlySet<ClusterId> | undefined;
  planIds(): Promise<PlanId[]>;
}

export class BroadcastStopping {
  readonly #deps: StoppingDeps;
  readonly #groups: AutomaticGroups;

  constructor(deps: StoppingDeps) {
    this.#deps = deps;
    this.#groups = new AutomaticGroups(deps);
  }

  /**
   * Of a broadcast that is meant for more than the named place only this place falls silent: its own plan says that it
   * is stopped, and whoever does not follow that plan plays on.
   * @throws Refusal; `stop-unavailable` when it cannot be done in time
   */
  async stop(request: StopRequest, by: Caller): Promise<{ stopped: Stopped[]; delivery: Delivery }> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Refusal('stop-unavailable')), ANSWER_WITHIN_MS);
    });
    try {
      return await Promise.race([this.#stop(request, by), late]);
    } catch (error) {
      if (this.#deps.isDatabaseUnavailable(error)) throw new Refusal('stop-unavailable', {}, { cause: error });
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async #stop(request: StopRequest, by: Caller): Promise<{ stopped: Stopped[]; delivery: Delivery }> {
    const { register, delivery, clock } = this.#deps;
    const { areaId, groupIds, clusterIds, broadcastId } = request;
    if (![areaId, groupIds, clusterIds, broadcastId].some((each) => each !== undefined)) {
      throw new Refusal('stop-unnamed');
    }
    const territory = await register.reader.territory();
    const sight = sightOf(by.areaIds, territory.areas);
    const place = this.#placeOf(territory, request, sight);
    if (areaId !== undefined) refuseStranger(by, [areaId], territory);
    refuseStranger(by, placesOf(place.clusterIds ?? [], territory), territory);
    const now = clock.now();
    const candidates = (await this.#candidates(broadcastId, sight, now)).map((candidate) => ({
      ...candidate,
      within: candidate.clusterIds.filter((id) => place.clusterIds?.has(id) ?? true),
    }));
    for (const { broadcast, within } of candidates) {
      refuseStranger(by, placesOf(within, territory, broadcast.communeId), territory);
    }
    const stopped: Stopped[] = [];
    const plans = new Set<PlanId>();
    for (const { broadcast, clusterIds: targets, within } of candidates) {
      if (within.length === 0) continue;
      const elsewhere = targets.length - within.length;
      const outcome = await this.#one(broadcast, place, elsewhere > 0, now, request.reason ?? '', plans);
      stopped.push({ broadcast, outcome, clusters: within.length, elsewhere });
    }
    const isPart = stopped.some((each) => each.elsewhere > 0 && each.outcome !== 'over');
    const settings = isPart && clusterIds !== undefined ? await register.devices.ofClusters(clusterIds) : [];
    return { stopped, delivery: await delivery.deliver({ plans: [...plans], settings, urgent: true }) };
  }

  async #one(
    broadcast: Broadcast,
    place: Place,
    isPart: boolean,
    now: EpochMillis,
    reason: string,
    plans: Set<PlanId>,
  ): Promise<Stopped['outcome']> {
    const { broadcasts, feed } = this.#deps;
    const { id, startAt, endsAt, cancelledAt, placements } = broadcast;
    if (endsAt <= now || cancelledAt !== undefined) return 'over';
    const outcome = startAt <= now ? 'stopped' : 'cancelled';
    if (isPart) {
      const planIds = await place.planIds();
      const stop = { broadcastId: id, at: now, reason, keepUntil: endsAt + KEEP_CANCELLED_MS };
      for (const planId of planIds) plans.add(planId);
      return (await broadcasts.stopPart(stop, planIds)) ? outcome : 'over';
    }
    await broadcasts.cancel(id, now, reason);
    feed.emit({ type: 'broadcast', broadcastId: id, state: 'cancelled' });
    for (const { planId } of placements) plans.add(planId);
    return outcome;
  }

  async #candidates(broadcastId: BroadcastId | undefined, sight: Sight, now: EpochMillis) {
    const { broadcasts, views } = this.#deps;
    if (broadcastId === undefined) return broadcasts.underWay(now, now + BEGINS_WITH_IT_MS);
    const { broadcast } = await views.get(broadcastId, 'everything');
    // one that sounds nowhere in sight is as one that is not there
    const { communeId, audience } = broadcast;
    const at = [...audience.hamlets.map(({ id }) => id), ...audience.clusters.map(({ hamletId }) => hamletId)];
    if (!sees(sight, { folders: [communeId], at })) throw new Refusal('broadcast-unknown');
    return [{ broadcast, clusterIds: broadcast.audience.clusters.map((cluster) => cluster.id) }];
  }

  /** A place may be named in several ways at once; together they are the place. */
  #placeOf(territory: Territory, { areaId, groupIds = [], clusterIds = [] }: StopRequest, sight: Sight): Place {
    const planIds = [...(areaId === undefined ? [] : [areaId]), ...groupIds];
    const areaIds = areaId === undefined ? [] : [areaId];
    const hidden = hiddenTargets(territory, { areaIds, groupIds: [], clusterIds: [] }, sight);
    if (hidden.length > 0) throw new Refusal('area-unknown');
    if (hiddenTargets(territory, { areaIds: [], groupIds, clusterIds: [] }, sight).length > 0) {
      throw new Refusal('group-unknown');
    }
    const unknown = hiddenTargets(territory, { areaIds: [], groupIds: [], clusterIds }, sight);
    if (unknown.length > 0) throw new Refusal('targets-unknown', { ids: unknown.join(', ') });
    if (planIds.length === 0 && clusterIds.length === 0) {
      return { clusterIds: undefined, planIds: () => Promise.resolve([]) };
    }
    const within = planIds.flatMap((planId) => followers(territory, planId).map((cluster) => cluster.id));
    let group: Promise<GroupId> | undefined;
    return {
      clusterIds: new Set([...within, ...clusterIds]),
      planIds: async () => {
        const rest = clusterIds.filter((id) => !within.includes(id)).sort();
        if (rest.length === 0) return planIds;
        const hamletId = territory.clusters.get(rest[0] as ClusterId)?.hamletId ?? '';
        group ??= this.#groups.of(found(communeOf(territory.areas, hamletId), 'targets-apart'), rest);
        return [...planIds, await group];
      },
    };
  }
}

const placesOf = (ids: Iterable<ClusterId>, { clusters }: Territory, otherwise = ''): AreaId[] =>
  [...ids].map((id) => clusters.get(id)?.hamletId ?? otherwise);

/** A place of one's own may be silenced, whoever made it sound. */
function refuseStranger(by: Caller, places: readonly AreaId[], { areas }: Territory): void {
  if (!places.every((areaId) => may(by, 'stop', areaId, areas))) throw new Refusal('not-allowed');
}
