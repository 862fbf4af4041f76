/**
 * "Now" is planned for when the audio should have arrived at the latest; when every listening cluster says that it has
 * it, there is nothing left to wait for and the start is moved up.
 */
import type { EpochMillis } from '@loa-lang/schemas/units';
import { assetsOf } from '../../domain/broadcasts/broadcast.ts';
import { broughtForward } from '../../domain/broadcasts/lead.ts';
import type { AudioHoldings, BroadcastStore } from '../../ports/broadcast-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { DocumentDelivery } from '../publishing/deliver-documents.ts';

export interface BringForwardDeps {
  broadcasts: BroadcastStore;
  holdings: AudioHoldings;
  delivery: DocumentDelivery;
  feed: ProgressFeed;
  clock: Clock;
  onProblem: (problem: string, cause: unknown) => void;
}

export class BringForward {
  readonly #deps: BringForwardDeps;
  #unsubscribe: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(deps: BringForwardDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#unsubscribe = this.#deps.feed.subscribe((event) => {
      if (event.type === 'asset' && event.state === 'cached') this.#look();
    });
  }

  async stop(): Promise<void> {
    this.#unsubscribe?.();
    await this.#running;
  }

  /** One look at a time; what is reported meanwhile is looked at right after. */
  #look(): void {
    this.#again = true;
    if (this.#running !== undefined) return;
    this.#running = this.#lookWhileAsked().finally(() => {
      this.#running = undefined;
    });
  }

  async #lookWhileAsked(): Promise<void> {
    const { broadcasts, clock, onProblem } = this.#deps;
    while (this.#again) {
      this.#again = false;
      try {
        for (const waiting of await broadcasts.waitingForAudio(clock.now())) await this.#consider(waiting);
      } catch (cause) {
        onProblem('a broadcast could not be brought forward; it starts as planned', cause);
      }
    }
  }

  async #consider({ broadcast, clusterIds }: Awaited<ReturnType<BroadcastStore['waitingForAudio']>>[number]) {
    const { broadcasts, holdings, delivery, feed, clock } = this.#deps;
    const assetIds = assetsOf(broadcast.items).map((asset) => asset.assetId);
    if ((await holdings.missing(clusterIds, assetIds)).length > 0) return;
    const now: EpochMillis = clock.now();
    const moved = broughtForward(broadcast, now);
    if (moved === undefined || !(await broadcasts.move(broadcast.id, broadcast.version, moved))) return;
    await delivery.deliver({ plans: broadcast.placements.map((placement) => placement.planId), urgent: true });
    feed.emit({ type: 'broadcast', broadcastId: broadcast.id, state: 'planned' });
  }
}
