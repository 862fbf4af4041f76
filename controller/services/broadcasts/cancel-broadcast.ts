/** Stops a broadcast: it never starts, or falls silent as soon as the plan arrives. */

import type { Delivery } from '@loa-lang/schemas/http/common';
import type { BroadcastId } from '@loa-lang/schemas/ids';
import { BROADCAST_ACTIONS } from '@loa-lang/schemas/states/broadcast';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import { noteChange } from '../audit/note-change.ts';
import type { DocumentDelivery } from '../publishing/deliver-documents.ts';
import { found, Refusal } from '../refusal.ts';
import type { BroadcastViews } from './view-broadcasts.ts';

export interface CancellingDeps {
  broadcasts: BroadcastStore;
  views: BroadcastViews;
  delivery: DocumentDelivery;
  feed: ProgressFeed;
  clock: Clock;
}

export class BroadcastCancelling {
  readonly #deps: CancellingDeps;

  constructor(deps: CancellingDeps) {
    this.#deps = deps;
  }

  /** Twice is once: the first cancellation stands, and its plans are published again. */
  async cancel(id: BroadcastId, reason: string): Promise<{ broadcast: Broadcast; delivery: Delivery }> {
    const { broadcasts, views, delivery, feed, clock } = this.#deps;
    const { state } = await views.get(id, 'everything');
    if (state !== 'cancelled' && !BROADCAST_ACTIONS[state].cancel) throw new Refusal('broadcast-over');
    const broadcast = found(await broadcasts.cancel(id, clock.now(), reason), 'broadcast-unknown');
    const { communeId, title, startAt } = broadcast;
    noteChange({
      areaId: communeId,
      subjectId: id,
      reason,
      before: { title, startAt, state },
      after: { state: 'cancelled' },
    });
    feed.emit({ type: 'broadcast', broadcastId: id, state: 'cancelled' });
    const plans = broadcast.placements.map((placement) => placement.planId);
    return { broadcast, delivery: await delivery.deliver({ plans, urgent: true }) };
  }
}
