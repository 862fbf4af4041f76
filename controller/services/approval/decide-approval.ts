/** Approves or returns what waits; a decision on a broadcast plans it. */
import type { Delivery } from '@loa-lang/schemas/http/common';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { ApprovalId, ApprovalRequest, Decision, OutsideApproval } from '../../domain/approval/approval-request.ts';
import { bindingHash } from '../../domain/approval/binding.ts';
import { approvableUntil, type Broadcast, longestRunMs } from '../../domain/broadcasts/broadcast.ts';
import type { Caller } from '../../domain/people/person.ts';
import type { SessionBreach } from '../../domain/rules/session-rules.ts';
import type { ApprovalStore, DecisionMade } from '../../ports/approval-store.ts';
import type { AudioHoldings, BroadcastStore } from '../../ports/broadcast-store.ts';
import type { BulletinStore } from '../../ports/bulletin-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { Register } from '../../ports/register.ts';
import { noteChange } from '../audit/note-change.ts';
import { refuseExpired } from '../broadcasts/broadcast-content.ts';
import type { BroadcastRuling } from '../broadcasts/broadcast-rules.ts';
import { BroadcastTiming } from '../broadcasts/broadcast-timing.ts';
import type { DocumentDelivery } from '../publishing/deliver-documents.ts';
import { found, Refusal } from '../refusal.ts';
import { beyondRules } from '../rules/rule-guard.ts';
import type { Approvals } from './approvals.ts';

export interface DecidingDeps {
  approvals: ApprovalStore;
  requests: Approvals;
  broadcasts: BroadcastStore;
  holdings: AudioHoldings;
  bulletins: BulletinStore;
  register: Register;
  ruling: Pick<BroadcastRuling, 'of'>;
  delivery: DocumentDelivery;
  feed: ProgressFeed;
  clock: Clock;
  pace: { bytesPerSecond: number; burstBytes: number };
}

export interface Verdict {
  /** of what was looked at */
  bindingHash: string;
  verdict: 'approved' | 'returned';
  /** why it is returned, or why it may go beyond the session rules: required there */
  reason?: string | undefined;
  /** another time than the one submitted, for a broadcast */
  start?: 'now' | EpochMillis | undefined;
}

/** How it came about: by the decider at a page, or recorded for them. */
export interface Circumstances extends Pick<Decision, 'way' | 'onBehalfOf' | 'linkMadeBy'> {
  outside?: OutsideApproval;
  linkId?: string;
}

export interface Decided {
  request: ApprovalRequest;
  /** of the plans it entered */
  delivery: Delivery;
}

const NOTHING_SENT: Delivery = { state: 'sent', waiting: [] };

export class Deciding {
  readonly #deps: DecidingDeps;
  readonly #timing: BroadcastTiming;

  constructor(deps: DecidingDeps) {
    this.#deps = deps;
    this.#timing = new BroadcastTiming(deps);
  }

  /** What somebody wrote who may not submit it; from now on its audio goes ahead. @throws Refusal */
  async submitDraft(id: ApprovalId, caller: Caller): Promise<void> {
    const request = await this.#deps.requests.submitDraft(id, caller);
    const broadcast = await this.#broadcastOf(request);
    const plans = broadcast?.placements.map((placement) => placement.planId) ?? [];
    void this.#deps.delivery.deliver({ plans });
  }

  /** In the console. @throws Refusal */
  async decide(id: ApprovalId, verdict: Verdict, caller: Caller): Promise<Decided> {
    const request = found(await this.#deps.approvals.find(id), 'approval-unknown');
    const { onBehalfOf } = await this.#deps.requests.authority(request, caller);
    return this.carryOut(request, verdict, caller, { way: 'console', ...(onBehalfOf !== undefined && { onBehalfOf }) });
  }

  /** For whoever has made sure that `decider` may. The same decision of the same person again changes nothing. */
  async carryOut(
    request: ApprovalRequest,
    { reason, start, ...asked }: Verdict,
    decider: Pick<Caller, 'personId' | 'name'>,
    { outside, linkId, ...how }: Circumstances,
  ): Promise<Decided> {
    const { approvals, clock } = this.#deps;
    if (asked.verdict === 'returned' && (reason ?? '').trim() === '') throw new Refusal('approval-reason-missing');
    noteChange({ areaId: request.communeId, subjectId: request.id });
    if (!isOpen(request, asked)) return this.#lost(request, asked.verdict, decider);
    const broadcast = await this.#broadcastOf(request);
    const moved = asked.verdict === 'approved' ? await this.#moved(request, broadcast, start) : undefined;
    const { personId, name } = decider;
    const why = (reason ?? '').trim();
    const breaches =
      asked.verdict === 'approved' && broadcast !== undefined ? await this.breaches(broadcast, moved?.window) : [];
    if (breaches.length > 0 && why === '') throw beyondRules(breaches);
    const decision: Decision = {
      ...how,
      by: { personId, name },
      at: clock.now(),
      ...(why !== '' && { reason: why }),
    };
    const made: DecisionMade = {
      id: request.id,
      ...asked,
      decision,
      ...(outside !== undefined && { outside }),
      ...(linkId !== undefined && { linkId }),
      ...(moved !== undefined && { moved }),
      ...(breaches.length > 0 && { ruleReason: { reason: why, by: name } }),
    };
    const result = await approvals.decide(made);
    if (result.outcome === 'lost') return this.#lost(result.request, asked.verdict, decider);
    if (result.outcome !== 'decided') throw new Refusal('approval-closed');
    noteChange({
      reason: decision.reason,
      onBehalfOf: how.onBehalfOf,
      ...(how.way === 'link' && { actor: { kind: 'link' as const, ...decision.by } }),
      before: { title: request.title, state: request.state },
      after: {
        ...{ state: asked.verdict, bindingHash: asked.bindingHash, way: how.way, startAt: moved?.window.startAt },
        ...(outside !== undefined && { approver: outside.approver, saidAt: outside.saidAt }),
      },
    });
    return { request: result.request, delivery: await this.#follow(result.request) };
  }

  /** What of the session rules it goes beyond without a reason that was given; at its own time, or at another. */
  async breaches(broadcast: Broadcast, at: Pick<Broadcast, 'startAt'> = broadcast): Promise<SessionBreach[]> {
    const { ruling, register } = this.#deps;
    const { id, communeId, class: kind, requested, items, audience, occurrence, ruleReason } = broadcast;
    if (occurrence !== undefined || ruleReason !== undefined) return [];
    const rules = await ruling.of(communeId, await register.reader.territory(), { class: kind, requested });
    const clusterIds = audience.clusters.map((cluster) => cluster.id);
    return rules.breaches(id, at, longestRunMs(items, audience), clusterIds);
  }

  /** Safe to repeat: publishing is idempotent, and whoever looks through the plans repairs what this could not do. */
  async #follow(request: ApprovalRequest): Promise<Delivery> {
    const { feed, delivery, requests, clock } = this.#deps;
    const { id: approvalId, subjectKind, subjectId, state } = request;
    feed.emit({ type: 'approval', approvalId, subjectKind, subjectId, state });
    await requests.announce(request);
    const broadcast = await this.#broadcastOf(request);
    if (broadcast === undefined) return NOTHING_SENT;
    const approved = state === 'approved';
    feed.emit({ type: 'broadcast', broadcastId: broadcast.id, state: approved ? 'planned' : 'returned' });
    if (!approved) return NOTHING_SENT;
    const plans = broadcast.placements.map((placement) => placement.planId);
    return delivery.deliver({ plans, urgent: broadcast.startAt - clock.now() < 5_000 });
  }

  async #broadcastOf({ subjectKind, subjectId }: ApprovalRequest): Promise<Broadcast | undefined> {
    return subjectKind === 'broadcast' ? this.#deps.broadcasts.find(subjectId) : undefined;
  }

  /** @throws Refusal when its time has passed and no other was chosen, or its content will not be valid then */
  async #moved(
    request: ApprovalRequest,
    broadcast: Broadcast | undefined,
    start: Verdict['start'],
  ): Promise<DecisionMade['moved']> {
    const { bulletins, clock } = this.#deps;
    if (broadcast === undefined) {
      if (start !== undefined) throw new Refusal('approval-time-fixed');
      return undefined;
    }
    if (start === undefined && clock.now() >= approvableUntil(broadcast)) throw new Refusal('approval-too-late');
    const known = await bulletins.findAll([...new Set(broadcast.bulletins.map((each) => each.bulletinId))]);
    const wished = start ?? (broadcast.startsWhenReady ? 'now' : undefined);
    if (wished === undefined) {
      refuseExpired(known, broadcast.startAt);
      return undefined;
    }
    const { window, repeatUntil } = await this.#windowOf(broadcast, wished);
    refuseExpired(known, window.startAt);
    const binding = { ...request.binding, times: { once: window.startAt } };
    return {
      binding,
      bindingHash: bindingHash(binding),
      window,
      ...(repeatUntil !== undefined && { repeatUntil }),
    };
  }

  /** As long, and as often, as it was planned. */
  async #windowOf(broadcast: Broadcast, start: 'now' | EpochMillis) {
    const { items, audience, repeat, startAt, communeId, requested } = broadcast;
    const from = start === 'now' ? this.#deps.clock.now() : start;
    const again = repeat && { ...repeat, until: repeat.until + from - startAt };
    const clusterIds = audience.clusters.map((cluster) => cluster.id);
    const asked = { start, ...(again !== undefined && { repeat: again }) };
    const { ruling, register } = this.#deps;
    const bound = { class: broadcast.class, requested, repeat: again };
    const rules = await ruling.of(communeId, await register.reader.territory(), bound);
    const { createdAt: _, ...window } = await this.#timing.of(asked, items, audience, clusterIds, rules);
    return { window, repeatUntil: again?.until };
  }

  #lost(request: ApprovalRequest, verdict: Verdict['verdict'], decider: Pick<Caller, 'personId'>): Decided {
    const { decision, state } = request;
    if (decision === undefined || state === 'archived') {
      throw new Refusal(
        state === 'submitted' ? 'approval-changed' : state === 'draft' ? 'approval-not-submitted' : 'approval-closed',
      );
    }
    const isSame = decision.by.personId === decider.personId && state === verdict;
    if (!isSame) throw new Refusal('approval-decided', { name: decision.by.name });
    return { request, delivery: NOTHING_SENT };
  }
}

const isOpen = (request: ApprovalRequest, asked: Pick<Verdict, 'bindingHash'>): boolean =>
  request.state === 'submitted' && request.bindingHash === asked.bindingHash;
