/** Plans a broadcast: what, where, when; stores it and hands it to the devices' plans. */
import { createHash } from 'node:crypto';
import type { Delivery } from '@loa-lang/schemas/http/common';
import type { AreaId, BulletinId, ClusterId, GroupId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { PlanItem } from '@loa-lang/schemas/wire/plan';
import { MAX_FOLLOWED_GROUPS } from '@loa-lang/schemas/wire/settings';
import { communeOf, fullCluster, type Territory } from '../domain/areas/territory.ts';
import { assetsOf, type Broadcast, longestRunMs } from '../domain/broadcasts/broadcast.ts';
import { itemsOf, MAX_ITEMS } from '../domain/broadcasts/items.ts';
import { CACHED_LEAD_MS, leadMs, type Pace } from '../domain/broadcasts/lead.ts';
import { planWindow, type WindowRequest } from '../domain/broadcasts/window.ts';
import type { Audience } from '../domain/placement/audience.ts';
import { lowestCommonArea, placeBroadcast, type RequestedTargets } from '../domain/placement/placement.ts';
import { KEEP_CANCELLED_MS } from '../domain/plan-content/plan-content.ts';
import { tidyName } from '../domain/text/names.ts';
import type { AudioHoldings, BroadcastStore, Idempotency } from '../ports/broadcast-store.ts';
import type { BulletinRecord, BulletinStore } from '../ports/bulletin-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { ProgressFeed } from '../ports/progress-feed.ts';
import type { GroupRecord, Register } from '../ports/register.ts';
import type { DocumentDelivery } from './deliver-documents.ts';
import { found, Refusal } from './refusal.ts';

export interface PlanningDeps {
  broadcasts: BroadcastStore;
  holdings: AudioHoldings;
  bulletins: BulletinStore;
  register: Register;
  delivery: DocumentDelivery;
  feed: ProgressFeed;
  clock: Clock;
  newId: () => string;
  pace: Pace;
}

export interface BroadcastRequest
  extends Pick<
      WindowRequest,
      'start' | 'latestStartAt' | 'joinUntilAt' | 'endsAt' | 'repeat' | 'postponeMs' | 'lastsMs'
    >,
    Pick<Broadcast, 'class' | 'level' | 'onInterrupted' | 'gainDb' | 'rank'> {
  communeId: AreaId | undefined;
  title: string | undefined;
  bulletins: { bulletinId: BulletinId; readings: number }[];
  requested: RequestedTargets;
  /** called once it is stored and before any plan tells of it: what else the same plans are to say */
  onStored?: (broadcast: Broadcast) => void;
}

export interface Planned {
  broadcast: Broadcast;
  delivery: Delivery;
  /** the same request came before: nothing new was planned */
  repeated: boolean;
  /** bulletins of an emergency that do not begin with the instruction */
  afterTune: Pick<BulletinRecord, 'id' | 'title'>[];
}

/** Far longer than any planning takes. */
const YOUNG_MS: Millis = 3600_000;

export class BroadcastPlanning {
  readonly #deps: PlanningDeps;

  constructor(deps: PlanningDeps) {
    this.#deps = deps;
  }

  async plan(request: BroadcastRequest, once?: Idempotency): Promise<Planned> {
    const { broadcasts, bulletins, register, feed } = this.#deps;
    const before = once && (await broadcasts.findByKey(once.key));
    if (once !== undefined && before !== undefined) return this.#repeated(before.broadcast, before.fingerprint, once);

    const ids = [...new Set(request.bulletins.map((each) => each.bulletinId))];
    const [territory, known] = await Promise.all([register.reader.territory(), bulletins.findAll(ids)]);
    refuseDisguise(request, known);
    const contents = contentsOf(request, known);
    const place = placeBroadcast(territory, request.requested);
    if (!place.ok) throw new Refusal(place.fault, 'ids' in place ? { ids: place.ids.join(', ') } : {});
    const items = itemsOf(contents);
    if (items.length > MAX_ITEMS) throw new Refusal('too-many-parts');

    const communeId = request.communeId ?? communeFor(territory, place.audience, place.clusterIds);
    const groupId = place.newGroup && (await this.#groupOf(communeId, place.newGroup.clusterIds));
    const placements = [
      ...place.placements,
      ...(groupId === undefined ? [] : [{ planId: groupId, targets: 'all' } as const]),
    ];
    const timing = await this.#timing(request, items, place.audience, place.clusterIds);
    refuseExpired(known, timing.startAt);

    const titles = new Map(known.map((each) => [each.id, each.title]));
    const broadcast: Broadcast = {
      id: this.#deps.newId(),
      communeId,
      version: 1,
      title: tidyName(request.title ?? titles.get(ids[0] ?? '') ?? ''),
      class: request.class,
      level: request.level,
      rank: request.rank,
      repeat: request.repeat,
      onInterrupted: request.onInterrupted,
      gainDb: request.gainDb,
      items,
      bulletins: request.bulletins.map(({ bulletinId }) => ({ bulletinId, title: titles.get(bulletinId) ?? '' })),
      requested: request.requested,
      placements,
      audience: place.audience,
      cancelledAt: undefined,
      cancelReason: undefined,
      ...timing,
    };
    const outcome = await broadcasts.create(broadcast, place.clusterIds, once);
    if (!outcome.created) return this.#repeated(outcome.existing, outcome.fingerprint, once);
    request.onStored?.(broadcast);
    const delivery = await this.#deliver(broadcast, groupId === undefined ? [] : place.clusterIds);
    feed.emit({ type: 'broadcast', broadcastId: broadcast.id, state: 'planned' });
    return { broadcast, delivery, repeated: false, afterTune: afterTune(request, known) };
  }

  /** The time is read last: what was looked up before must not eat into the lead of "now". */
  async #timing(request: BroadcastRequest, items: PlanItem[], audience: Audience, clusterIds: ClusterId[]) {
    const { holdings, clock, pace } = this.#deps;
    const assets = assetsOf(items);
    const missing =
      request.start === 'now'
        ? await holdings.missing(
            clusterIds,
            assets.map((each) => each.assetId),
          )
        : [];
    const missingBytes = assets
      .filter((each) => missing.includes(each.assetId))
      .reduce((total, each) => total + each.sizeBytes, 0);
    const now = clock.now();
    const durationMs = longestRunMs(items, audience);
    const lead = leadMs(missingBytes, pace);
    const planned = planWindow({ ...request, durationMs, leadMs: lead }, now);
    if (!planned.ok) throw new Refusal(planned.fault, { durationSeconds: Math.ceil(durationMs / 1000) });
    // a caller who sets instants of the window means just these
    const fixed = request.latestStartAt ?? request.joinUntilAt ?? request.endsAt;
    const startsWhenReady = request.start === 'now' && lead > CACHED_LEAD_MS && fixed === undefined;
    return { ...planned.window, startsWhenReady, createdAt: now };
  }

  /** The same set of clusters uses the same group again. */
  async #groupOf(communeId: AreaId, clusterIds: ClusterId[]): Promise<GroupId> {
    const { register, newId } = this.#deps;
    const name = `#${createHash('sha256').update(clusterIds.join()).digest('hex').slice(0, 32)}`;
    const existing = async () =>
      (await register.groups.all()).find(
        (group) => group.automatic && group.communeId === communeId && group.name === name,
      );
    await this.#retireGroups(communeId);
    const before = await existing();
    if (before !== undefined) return before.id;
    if (fullCluster(await register.reader.territory(), clusterIds) !== undefined) {
      throw new Refusal('too-many-groups', { limit: MAX_FOLLOWED_GROUPS });
    }
    const group = { id: newId(), communeId, name, automatic: true, areaIds: [], clusterIds };
    if ((await register.groups.create(group)) === 'written') return group.id;
    return found((await existing())?.id, 'group-unknown');
  }

  /**
   * Groups made for broadcasts that no device can hold any more: a device follows only so many groups. A young one may
   * belong to a broadcast that is being planned at this moment.
   */
  async #retireGroups(communeId: AreaId): Promise<void> {
    const { register, broadcasts, delivery, clock } = this.#deps;
    const now = clock.now();
    const retired: GroupRecord[] = [];
    for (const group of await register.groups.automatic(communeId, now - YOUNG_MS)) {
      if ((await broadcasts.inPlan(group.id, now - KEEP_CANCELLED_MS)).length > 0) continue;
      await register.groups.remove(group.id, now);
      retired.push(group);
    }
    if (retired.length === 0) return;
    const settings = await register.devices.ofClusters([...new Set(retired.flatMap((group) => group.clusterIds))]);
    // not waited for: until it arrives those devices follow a plan that says nothing
    void delivery.deliver({ plans: retired.map((group) => group.id), settings });
  }

  async #deliver(broadcast: Broadcast, newFollowers: ClusterId[]): Promise<Delivery> {
    const { delivery, register, clock } = this.#deps;
    return delivery.deliver({
      plans: broadcast.placements.map((placement) => placement.planId),
      settings: await register.devices.ofClusters(newFollowers),
      urgent: broadcast.class === 'emergency' || broadcast.startAt - clock.now() < 5_000,
    });
  }

  /** Publishing again is harmless, and tells whether the plans are out by now. */
  async #repeated(
    broadcast: Broadcast,
    fingerprint: string | undefined,
    once: Idempotency | undefined,
  ): Promise<Planned> {
    if (fingerprint !== once?.fingerprint) throw new Refusal('idempotency-conflict');
    return { broadcast, delivery: await this.#deliver(broadcast, []), repeated: true, afterTune: [] };
  }
}

/** A version that could not be made is a missing one: @throws Refusal for a bulletin that is unknown or has no audio */
function contentsOf(request: BroadcastRequest, known: readonly BulletinRecord[]) {
  if (request.bulletins.length === 0) throw new Refusal('nothing-to-play');
  return request.bulletins.map(({ bulletinId, readings }) => {
    const bulletin = found(
      known.find((each) => each.id === bulletinId),
      'bulletin-unknown',
    );
    const { title } = bulletin;
    const versions = bulletin.versions.flatMap(({ state, asset, language }) => {
      if (state === 'processing') throw new Refusal('bulletin-not-ready', { title });
      if (asset === undefined) return [];
      const { assetId, sizeBytes, durationMs } = asset;
      return [{ language, assetId, sizeBytes, durationMs }];
    });
    if (versions.length === 0) throw new Refusal('bulletin-failed', { title });
    return { versions, readings };
  });
}

/** An emergency's first words are the instruction; nothing may hold it up, so this is only said. */
function afterTune(request: BroadcastRequest, known: readonly BulletinRecord[]): BulletinRecord[] {
  if (request.class !== 'emergency') return [];
  return known.filter(({ versions }) => versions.some(({ parts }) => parts !== undefined && parts[0]?.kind !== 'body'));
}

/** What says that it is a drill or a test must not come as the real thing, or the real thing is not believed. */
function refuseDisguise(request: BroadcastRequest, known: readonly BulletinRecord[]): void {
  if (request.class === 'emergency' && known.some(({ kind }) => kind === 'drill' || kind === 'test')) {
    throw new Refusal('drill-as-emergency');
  }
}

function refuseExpired(bulletins: readonly BulletinRecord[], startAt: EpochMillis): void {
  const expired = bulletins.find((each) => each.validUntil !== undefined && each.validUntil <= startAt);
  if (expired !== undefined) throw new Refusal('bulletin-expired', { title: expired.title });
}

/** The commune of all targets; above that the lowest area that has them all. */
function communeFor(territory: Territory, audience: Audience, clusterIds: readonly ClusterId[]): AreaId {
  const communes = new Set(audience.hamlets.map((hamlet) => communeOf(territory.areas, hamlet.id)));
  const [only] = communes;
  const areaId = communes.size === 1 ? only : lowestCommonArea(territory, clusterIds);
  return found(areaId, 'targets-apart');
}
