/** "Dừng": what sounds now falls silent; what comes later plays. */

import type { Delivery } from '@loa-lang/schemas/http/common';
import type { STOP_OUTCOMES } from '@loa-lang/schemas/http/silence';
import type { AreaId, BroadcastId, ClusterId, GroupId, PlanId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { communeOf, followers, type Territory } from '../../domain/areas/territory.ts';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import type { Caller } from '../../domain/people/person.ts';
import { KEEP_CANCELLED_MS } from '../../domain/plan-content/plan-content.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { Register } from '../../ports/register.ts';
import type { BroadcastViews } from '../broadcasts/view-broadcasts.ts';
import { reaches } from '../people/caller.ts';
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
    const place = this.#placeOf(territory, request);
    const now = clock.now();
    const stopped: Stopped[] = [];
    const plans = new Set<PlanId>();
    for (const { broadcast, clusterIds: targets } of await this.#candidates(broadcastId, now)) {
      const within = targets.filter((id) => place.clusterIds?.has(id) ?? true);
      if (within.length === 0) continue;
      refuseStranger(by, broadcast, within, territory);
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

  async #candidates(broadcastId: BroadcastId | undefined, now: EpochMillis) {
    const { broadcasts, views } = this.#deps;
    if (broadcastId === undefined) return broadcasts.underWay(now, now + BEGINS_WITH_IT_MS);
    const { broadcast } = await views.get(broadcastId);
    return [{ broadcast, clusterIds: broadcast.audience.clusters.map((cluster) => cluster.id) }];
  }

  /** A place may be named in several ways at once; together they are the place. */
  #placeOf(territory: Territory, { areaId, groupIds = [], clusterIds = [] }: StopRequest): Place {
    const planIds = [...(areaId === undefined ? [] : [areaId]), ...groupIds];
    if (areaId !== undefined) found(territory.areas.get(areaId), 'area-unknown');
    for (const id of groupIds) found(territory.groups.get(id), 'group-unknown');
    const unknown = clusterIds.filter((id) => !territory.clusters.has(id));
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

/** A place of one's own may be silenced, whoever made it sound. */
function refuseStranger(by: Caller, broadcast: Broadcast, within: readonly ClusterId[], territory: Territory): void {
  const mayStop = by.roles.some((role) => role !== 'source' && role !== 'hamlet-head');
  const strange = within.some((id) => {
    const hamletId = territory.clusters.get(id)?.hamletId;
    return !reaches(by, hamletId ?? broadcast.communeId, territory.areas);
  });
  if (!mayStop || strange) throw new Refusal('not-allowed');
}
