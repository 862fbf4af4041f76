/** "Dừng": what sounds now falls silent; what comes later plays. */

import type { Delivery } from '@loa-lang/schemas/http/common';
import type { STOP_OUTCOMES } from '@loa-lang/schemas/http/silence';
import type { AreaId, BroadcastId, ClusterId, GroupId, PlanId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { type SharedPole, sharedPoles } from '../../domain/areas/shared-poles.ts';
import { communeOf, followers, servedHamletIds, type Territory } from '../../domain/areas/territory.ts';
import { type Broadcast, soundsUntil } from '../../domain/broadcasts/broadcast.ts';
import type { Caller } from '../../domain/people/person.ts';
import { may } from '../../domain/permissions/permissions.ts';
import { type Sight, sees, sightOf } from '../../domain/permissions/sight.ts';
import { hiddenTargets } from '../../domain/placement/hidden-targets.ts';
import { KEEP_CANCELLED_MS } from '../../domain/plan-content/plan-content.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { Register } from '../../ports/register.ts';
import { inTime } from '../answer-in-time.ts';
import { noteChange } from '../audit/note-change.ts';
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

/** What begins while the stop is on its way would sound as if nothing had been pressed. */
const BEGINS_WITH_IT_MS: Millis = 1_000;

export interface StopDone {
  stopped: Stopped[];
  delivery: Delivery;
  /** poles that fell silent for hamlets that nobody named, too */
  shared: SharedPole[];
}

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
  async stop(request: StopRequest, by: Caller): Promise<StopDone> {
    return inTime(this.#stop(request, by), 'stop-unavailable', this.#deps.isDatabaseUnavailable);
  }

  async #stop(request: StopRequest, by: Caller): Promise<StopDone> {
    const { register, delivery, clock } = this.#deps;
    const { areaId, groupIds, clusterIds, broadcastId } = request;
    if (![areaId, groupIds, clusterIds, broadcastId].some((each) => each !== undefined)) {
      throw new Refusal('stop-unnamed');
    }
    const territory = await register.reader.territory();
    const sight = sightOf(by.areaIds, territory.areas);
    const place = this.#placeOf(territory, request, sight);
    if (areaId !== undefined && !may(by, 'stop', areaId, territory.areas)) throw new Refusal('not-allowed');
    refuseStrange(by, place.clusterIds ?? [], territory, '');
    const now = clock.now();
    const candidates = (await this.#candidates(broadcastId, sight, now)).flatMap(
      ({ broadcast, clusterIds: targets }) => {
        const within = targets.filter((id) => place.clusterIds?.has(id) ?? true);
        return within.length === 0 ? [] : [{ broadcast, within, elsewhere: targets.length - within.length }];
      },
    );
    // nothing is stopped by half
    for (const { broadcast, within } of candidates) refuseStrange(by, within, territory, broadcast.communeId);
    const stopped: Stopped[] = [];
    const plans = new Set<PlanId>();
    for (const { broadcast, within, elsewhere } of candidates) {
      const outcome = await this.#one(broadcast, place, elsewhere > 0, now, request.reason ?? '', plans);
      stopped.push({ broadcast, outcome, clusters: within.length, elsewhere });
    }
    const [first = ''] = place.clusterIds ?? [];
    const where = areaId ?? territory.clusters.get(first)?.hamletId ?? stopped[0]?.broadcast.communeId;
    noteChange({ areaId: where, after: { stopped: stopped.map(told) } });
    const isPart = stopped.some((each) => each.elsewhere > 0 && each.outcome !== 'over');
    const settings = isPart && clusterIds !== undefined ? await register.devices.ofClusters(clusterIds) : [];
    const isStill = stopped.some(({ outcome }) => outcome !== 'over');
    const shared = areaId === undefined || !isStill ? [] : sharedPoles(territory, areaId);
    return { stopped, delivery: await delivery.deliver({ plans: [...plans], settings, urgent: true }), shared };
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
    if (soundsUntil(broadcast) <= now || cancelledAt !== undefined) return 'over';
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

const told = ({ broadcast: { id, title }, outcome, elsewhere }: Stopped) => ({ id, title, outcome, elsewhere });

/** A place of one's own may be silenced, whoever made it sound; a pole between two hamlets is of both. */
function refuseStrange(by: Caller, ids: Iterable<ClusterId>, { areas, clusters }: Territory, otherwise: AreaId): void {
  for (const id of ids) {
    const cluster = clusters.get(id);
    const places = cluster === undefined ? [otherwise] : [cluster.hamletId, ...servedHamletIds(cluster)];
    if (!places.some((areaId) => may(by, 'stop', areaId, areas))) throw new Refusal('not-allowed');
  }
}
