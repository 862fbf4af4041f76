/** A stream is gone, or back: written down, and told at once to all who hear it, then to all who are to hear it later. */
import type { StreamId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { HORIZON_MS } from '../../domain/plan-content/plan-content.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StreamBroadcasts } from '../../ports/stream-broadcasts.ts';
import type { GapReason, StreamGaps } from '../../ports/stream-gaps.ts';
import type { DocumentDelivery } from '../publishing/deliver-documents.ts';

export interface TellGapsDeps {
  gaps: StreamGaps;
  streamBroadcasts: StreamBroadcasts;
  delivery: Pick<DocumentDelivery, 'deliver'>;
  clock: Clock;
}

/** Relays are pulled some time before they begin, and may be known to be dead by then. */
const SOON_MS: Millis = 60_000;

export class TellGaps {
  readonly #deps: TellGapsDeps;

  constructor(deps: TellGapsDeps) {
    this.#deps = deps;
  }

  /** @throws when it could not be written down; what could not be sent is tried again by who publishes */
  async open(streamId: StreamId, from: EpochMillis, reason: GapReason, detail?: string): Promise<void> {
    const tell = await this.#telling(streamId);
    await this.#deps.gaps.open(streamId, from, reason, detail);
    await tell();
  }

  /** @throws as `open` does */
  async close(streamId: StreamId, to: EpochMillis): Promise<void> {
    const tell = await this.#telling(streamId);
    if (await this.#deps.gaps.close(streamId, to)) await tell();
  }

  /**
   * Looked up before anything is written: what is written down is told. A plan for tomorrow holds the gap as well, and
   * must not keep it.
   */
  async #telling(streamId: StreamId): Promise<() => Promise<void>> {
    const { clock, streamBroadcasts, delivery } = this.#deps;
    const now = clock.now();
    const naming = await streamBroadcasts.withStreams(now, now + HORIZON_MS, [streamId]);
    const plansOf = (broadcasts: typeof naming) =>
      new Set(broadcasts.flatMap(({ placements }) => placements.map(({ planId }) => planId)));
    const soon = plansOf(naming.filter(({ startAt }) => startAt <= now + SOON_MS));
    const later = [...plansOf(naming)].filter((planId) => !soon.has(planId));
    return async () => {
      await delivery.deliver({ plans: [...soon], urgent: true });
      await delivery.deliver({ plans: later });
    };
  }
}
