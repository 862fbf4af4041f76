/** The commune's order among priority broadcasts: nothing that anybody approved changes, so nobody is asked again. */
import type { Delivery } from '@loa-lang/schemas/http/common';
import type { BroadcastId } from '@loa-lang/schemas/ids';
import { type Broadcast, mayBeReversioned } from '../../domain/broadcasts/broadcast.ts';
import type { BroadcastOrder, BroadcastStore } from '../../ports/broadcast-store.ts';
import type { Clock } from '../../ports/clock.ts';
import { noteChange } from '../audit/note-change.ts';
import type { DocumentDelivery } from '../publishing/deliver-documents.ts';
import { found, Refusal } from '../refusal.ts';

export interface RankingDeps {
  broadcasts: Pick<BroadcastStore, 'find'> & BroadcastOrder;
  delivery: DocumentDelivery;
  clock: Clock;
}

export class BroadcastRanking {
  readonly #deps: RankingDeps;

  constructor(deps: RankingDeps) {
    this.#deps = deps;
  }

  /** @param rank the lower goes first; `undefined`: behind all that have one. @throws Refusal once it has begun */
  async rank(id: BroadcastId, rank: number | undefined): Promise<{ broadcast: Broadcast; delivery: Delivery }> {
    const { broadcasts, delivery, clock } = this.#deps;
    const before = found(await broadcasts.find(id), 'broadcast-unknown');
    if (before.occurrence !== undefined) throw new Refusal('occurrence-of-schedule');
    if (before.class !== 'priority') throw new Refusal('rank-without-priority');
    if (!mayBeReversioned(before, clock.now())) throw new Refusal('broadcast-begun');
    if (!(await broadcasts.setRank(id, before.version, rank))) throw new Refusal('broadcast-changed');
    const { communeId, title, rank: last = null } = before;
    noteChange({ areaId: communeId, before: { title, rank: last }, after: { title, rank: rank ?? null } });
    const plans = before.approval === 'approved' ? before.placements.map(({ planId }) => planId) : [];
    return {
      broadcast: found(await broadcasts.find(id), 'broadcast-unknown'),
      delivery: await delivery.deliver({ plans }),
    };
  }
}
