/** How much audio was published, per asset, and who is told so. */
import type { AssetId } from '@loa-lang/schemas/ids';
import type { Millis } from '@loa-lang/schemas/units';
import type { PushProgress } from '../../domain/push/push-planner.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import { Throttle } from '../device-traffic/device-messages-throttle.ts';

export interface PublishedAudio {
  /** bytes of chunks, repeated ones included */
  audioBytes: number;
  manifestBytes: number;
}

/** Four times a second is as fast as a progress bar needs. */
const TELL_PAUSE_MS: Millis = 250;
const MAX_COUNTED = 5000;

export class PushCounts {
  private readonly feed: ProgressFeed;
  private readonly throttle: Throttle;
  private readonly counts = new Map<AssetId, PublishedAudio>();

  constructor(feed: ProgressFeed, clock: Clock) {
    this.feed = feed;
    this.throttle = new Throttle(clock, TELL_PAUSE_MS);
  }

  of(assetId: AssetId): PublishedAudio {
    return this.counts.get(assetId) ?? { audioBytes: 0, manifestBytes: 0 };
  }

  /** Over all assets since the start. */
  total(): PublishedAudio {
    const sum = { audioBytes: 0, manifestBytes: 0 };
    for (const count of this.counts.values()) {
      sum.audioBytes += count.audioBytes;
      sum.manifestBytes += count.manifestBytes;
    }
    return sum;
  }

  add(assetId: AssetId, kind: keyof PublishedAudio, bytes: number): void {
    const count = this.of(assetId);
    this.counts.delete(assetId);
    this.counts.set(assetId, { ...count, [kind]: count[kind] + bytes });
    const [oldest] = this.counts.keys();
    if (this.counts.size > MAX_COUNTED && oldest !== undefined) this.counts.delete(oldest);
  }

  /** Emits the progress; the end of a pass always, steps between at most four times a second. */
  tell(assetId: AssetId, progress: PushProgress, passEnded: boolean): void {
    if (!passEnded && !this.throttle.allows(assetId)) return;
    const { sizeBytes, sentBytes } = progress;
    const publishedBytes = this.of(assetId).audioBytes;
    this.feed.emit({
      type: 'push',
      assetId,
      sentBytes,
      publishedBytes,
      sizeBytes,
      state: passEnded ? 'idle' : 'sending',
    });
  }
}
