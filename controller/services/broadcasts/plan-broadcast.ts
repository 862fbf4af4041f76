/** Plans a broadcast: what, where, when; stores it and hands it to the devices' plans. */
import type { Delivery } from '@loa-lang/schemas/http/common';
import type { AreaId, BroadcastId, BulletinId, ClusterId, PlanId } from '@loa-lang/schemas/ids';
import type { NewRequest } from '../../domain/approval/approval-request.ts';
import { type Broadcast, longestRunMs, mayBeReversioned } from '../../domain/broadcasts/broadcast.ts';
import { itemsOf, MAX_ITEMS } from '../../domain/broadcasts/items.ts';
import type { Pace } from '../../domain/broadcasts/lead.ts';
import type { WindowRequest } from '../../domain/broadcasts/window.ts';
import type { Caller } from '../../domain/people/person.ts';
import { placeBroadcast, type RequestedTargets } from '../../domain/placement/placement.ts';
import type { SessionBreach } from '../../domain/rules/session-rules.ts';
import { tidyName } from '../../domain/text/names.ts';
import type { AudioHoldings, BroadcastStore, Idempotency, NewBroadcast } from '../../ports/broadcast-store.ts';
import type { BulletinRecord, BulletinStore } from '../../ports/bulletin-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { Register } from '../../ports/register.ts';
import type { Approvals } from '../approval/approvals.ts';
import { refuseAbove } from '../people/caller.ts';
import type { DocumentDelivery } from '../publishing/deliver-documents.ts';
import { found, Refusal } from '../refusal.ts';
import { AutomaticGroups } from '../register/automatic-groups.ts';
import {
  afterTune,
  communeFor,
  contentsOf,
  placesOf,
  refuseDisguise,
  refuseExpired,
  submissionOf,
} from './broadcast-content.ts';
import type { BroadcastRuling } from './broadcast-rules.ts';
import { BroadcastTiming } from './broadcast-timing.ts';
import { notePlanned, noteRevised } from './note-broadcast.ts';

export interface PlanningDeps {
  broadcasts: BroadcastStore;
  holdings: AudioHoldings;
  bulletins: BulletinStore;
  register: Register;
  approvals: Pick<Approvals, 'prepare' | 'covered' | 'requireChangeable'>;
  ruling: BroadcastRuling;
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
  /** the approver's, for going beyond the session rules */
  ruleReason?: string | undefined;
  /** called once it is stored and before any plan tells of it: what else the same plans are to say */
  onStored?: (broadcast: Broadcast) => void | Promise<void>;
  /** why nobody is to be asked for approval: another approval, or a higher authority, covers it */
  covered?: string | undefined;
  /** when it must be known before it is planned */
  id?: BroadcastId;
  /** in place of bulletins: the same audio once more, for who missed it, or a voice; neither is a session that counts */
  again?: Pick<Broadcast, 'items' | 'bulletins' | 'makeUp'> | undefined;
}

export interface Planned {
  broadcast: Broadcast;
  /** as it was left */
  state: 'planned' | 'awaiting';
  /** for its approval; not looked up again for a repeated request */
  request: NewRequest | undefined;
  delivery: Delivery;
  /** the same request came before: nothing new was planned */
  repeated: boolean;
  /** bulletins of an emergency that do not begin with the instruction */
  afterTune: Pick<BulletinRecord, 'id' | 'title'>[];
  /** of the session rules, for which its approver has to give the reason */
  breaches: SessionBreach[];
}

export class BroadcastPlanning {
  readonly #deps: PlanningDeps;
  readonly #groups: AutomaticGroups;
  readonly #timing: BroadcastTiming;

  constructor(deps: PlanningDeps) {
    this.#deps = deps;
    this.#groups = new AutomaticGroups(deps);
    this.#timing = new BroadcastTiming(deps);
  }

  /** What its planner may not approve waits for whoever may; it is in no plan until then. */
  async plan(request: BroadcastRequest, by: Caller, once?: Idempotency): Promise<Planned> {
    const { broadcasts, newId } = this.#deps;
    const before = once && (await broadcasts.findByKey(once.key));
    if (once !== undefined && before !== undefined) return this.#repeated(before.broadcast, before.fingerprint, once);
    const { id = newId() } = request;
    const { planned, newFollowers, notes } = await this.#assemble(request, by, { id, version: 1 });
    const outcome = await broadcasts.create(planned, once);
    if (!outcome.created) return this.#repeated(outcome.existing, outcome.fingerprint, once);
    await request.onStored?.(planned.broadcast);
    notePlanned(planned.broadcast);
    return this.#out(planned, [], newFollowers, notes);
  }

  /**
   * The same broadcast with another content, place or time, before it begins: a new version, which no earlier approval
   * covers.
   * @throws Refusal `broadcast-begun` once it cannot be changed any more
   */
  async revise(id: BroadcastId, request: BroadcastRequest, by: Caller): Promise<Planned> {
    const { broadcasts, approvals, clock } = this.#deps;
    const before = found(await broadcasts.find(id), 'broadcast-unknown');
    if (request.covered === undefined) await approvals.requireChangeable(before, by);
    if (before.occurrence !== undefined) throw new Refusal('occurrence-of-schedule');
    const begun = before.approval === 'approved' && !mayBeReversioned(before, clock.now());
    if (begun || before.cancelledAt !== undefined) throw new Refusal('broadcast-begun');
    const version = before.version + 1;
    const { planned, newFollowers, notes } = await this.#assemble(request, by, { id, version });
    if (!(await broadcasts.revise(planned, before))) throw new Refusal('broadcast-changed');
    noteRevised(before, planned.broadcast);
    // the plans that carried it until now must forget it
    const left = before.approval === 'approved' ? before.placements.map(({ planId }) => planId) : [];
    return this.#out(planned, left, newFollowers, notes);
  }

  async #out(
    { broadcast, request }: NewBroadcast,
    left: readonly PlanId[],
    newFollowers: ClusterId[],
    notes: Pick<Planned, 'afterTune' | 'breaches'>,
  ): Promise<Planned> {
    const delivery = await this.#deliver(broadcast, newFollowers, left);
    const state = broadcast.approval === 'approved' ? 'planned' : 'awaiting';
    this.#deps.feed.emit({ type: 'broadcast', broadcastId: broadcast.id, state });
    return { broadcast, state, request, delivery, repeated: false, ...notes };
  }

  async #assemble(request: BroadcastRequest, by: Caller, { id, version }: Pick<Broadcast, 'id' | 'version'>) {
    const { bulletins, register, approvals } = this.#deps;
    const ids = [...new Set(request.bulletins.map((each) => each.bulletinId))];
    const [territory, known] = await Promise.all([register.reader.territory(), bulletins.findAll(ids)]);
    refuseDisguise(request.class, known);
    if (request.covered === undefined && request.again === undefined) refuseAbove(request, by);
    const whole = placeBroadcast(territory, request.requested);
    if (!whole.ok) throw new Refusal(whole.fault, 'ids' in whole ? { ids: whole.ids.join(', ') } : {});
    const { again, covered } = request;
    const items = again?.items ?? itemsOf(contentsOf(request, known));
    if (items.length > MAX_ITEMS) throw new Refusal('too-many-parts');

    const communeId = request.communeId ?? communeFor(territory, whole.audience, whole.clusterIds);
    const rules = await this.#deps.ruling.of(communeId, territory, request);
    const timing = await this.#timing.of(request, items, whole.audience, whole.clusterIds, rules);
    // a make-up must be over by then
    refuseExpired(known, again === undefined ? timing.startAt : timing.endsAt - 1);
    const place = rules.place(timing);
    const breaches =
      again === undefined
        ? await rules.breaches(id, timing, longestRunMs(items, place.audience), place.clusterIds)
        : [];
    const groupId = place.newGroup && (await this.#groups.of(communeId, place.newGroup.clusterIds));
    const placements = [
      ...place.placements,
      ...(groupId === undefined ? [] : [{ planId: groupId, targets: 'all' } as const]),
    ];
    const titles = new Map(known.map((each) => [each.id, each.title]));
    const broadcast: Broadcast = {
      id,
      communeId,
      version,
      title: tidyName(request.title ?? titles.get(ids[0] ?? '') ?? ''),
      class: request.class,
      level: request.level,
      rank: request.rank,
      repeat: request.repeat,
      onInterrupted: request.onInterrupted,
      gainDb: request.gainDb,
      items,
      bulletins:
        again?.bulletins ??
        request.bulletins.map(({ bulletinId }) => ({ bulletinId, title: titles.get(bulletinId) ?? '' })),
      makeUp: again?.makeUp,
      requested: request.requested,
      placements,
      audience: place.audience,
      cancelledAt: undefined,
      cancelReason: undefined,
      approval: 'approved',
      leftOut: place.leftOut,
      ...timing,
    };
    const submission = submissionOf(broadcast, request.start === 'now');
    const asked =
      covered === undefined
        ? await approvals.prepare(submission, by, placesOf(place.audience))
        : approvals.covered(submission, by, covered);
    const approved = asked.state === 'approved';
    // whoever approves it gives the reason; nobody is asked any more where it is approved already
    const ruleReason =
      approved || request.ruleReason !== undefined ? await rules.requireReason(breaches, by) : undefined;
    const planned: NewBroadcast = {
      // what is for "now" is for when it is approved
      broadcast: approved
        ? { ...broadcast, ruleReason }
        : { ...broadcast, ruleReason, approval: 'awaiting', startsWhenReady: request.start === 'now' },
      clusterIds: place.clusterIds,
      request: asked,
    };
    return {
      planned,
      newFollowers: groupId === undefined ? [] : place.clusterIds,
      notes: { afterTune: afterTune(request, known), breaches: ruleReason === undefined ? breaches : [] },
    };
  }

  async #deliver(broadcast: Broadcast, newFollowers: ClusterId[], left: readonly PlanId[] = []): Promise<Delivery> {
    const { delivery, register, clock } = this.#deps;
    const approved = broadcast.approval === 'approved';
    const placed = broadcast.placements.map(({ planId }) => planId);
    const settings = await register.devices.ofClusters(newFollowers);
    // what waits is in no plan; its audio goes ahead, and nobody waits for that
    if (!approved) void delivery.deliver({ plans: placed, settings });
    return delivery.deliver({
      plans: [...new Set([...left, ...(approved ? placed : [])])],
      settings: approved ? settings : [],
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
    notePlanned(broadcast);
    const delivery = await this.#deliver(broadcast, []);
    const state = broadcast.approval === 'approved' ? 'planned' : 'awaiting';
    return { broadcast, state, request: undefined, delivery, repeated: true, afterTune: [], breaches: [] };
  }
}
