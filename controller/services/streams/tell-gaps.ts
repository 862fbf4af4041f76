/** A stream is gone, or back: written down, and told at once to all who hear it. */
import type { StreamId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
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

export class TellGaps {
  readonly #deps: TellGapsDeps;

  constructor(deps: TellGapsDeps) {
    this.#deps = deps;
  }

  /** @throws when it could not be written down; what could not be sent is tried again by who publishes */
  async open(streamId: StreamId, from: EpochMillis, reason: GapReason, detail?: string): Promise<void> {
    await this.#deps.gaps.open(streamId, from, reason, detail);
    await this.#tell(streamId);
  }

  /** @throws as `open` does */
  async close(streamId: StreamId, to: EpochMillis): Promise<void> {
    if (await this.#deps.gaps.close(streamId, to)) await this.#tell(streamId);
  }

  async #tell(streamId: StreamId): Promise<void> {
    const now = this.#deps.clock.now();
    const running = await this.#deps.streamBroadcasts.withStreams(now, now, [streamId]);
    const plans = new Set(running.flatMap(({ placements }) => placements.map(({ planId }) => planId)));
    await this.#deps.delivery.deliver({ plans: [...plans], urgent: true });
  }
}
