/** Which piece of audio goes out next, over all assets. Deterministic: the caller gives the time and does the sending. */
import type { AssetId } from '@loa-lang/schemas/ids';
import { AssetPush, type PushedAsset, type PushWant } from './asset-push.ts';
import type { PushRules } from './push-rules.ts';
import { TokenBucket } from './token-bucket.ts';

export type PushStep =
  | { kind: 'manifest'; assetId: AssetId }
  | { kind: 'chunk'; assetId: AssetId; index: number; bytes: number }
  /** nothing before this instant, unless a want comes */
  | { kind: 'wait'; untilMs: number }
  | { kind: 'idle' };

export interface PushProgress {
  sizeBytes: number;
  sentBytes: number;
  /** nothing is left to send in this pass */
  passEnded: boolean;
}

/** Assets under way at once; a want beyond is dropped and comes again. */
const MAX_ASSETS = 1000;

export class PushPlanner {
  private readonly rules: PushRules;
  private readonly bucket: TokenBucket;
  private readonly pushes = new Map<AssetId, AssetPush>();
  private pausedUntilMs = Number.NEGATIVE_INFINITY;

  constructor(rules: PushRules) {
    this.rules = rules;
    this.bucket = new TokenBucket(rules.bytesPerSecond, rules.burstBytes);
  }

  want(asset: PushedAsset, want: PushWant, nowMs: number): void {
    const push = this.pushes.get(asset.assetId);
    if (push?.advance(nowMs)) push.want(want, nowMs);
    else if (this.pushes.size < MAX_ASSETS) {
      this.pushes.set(asset.assetId, new AssetPush(asset, want, this.rules, nowMs));
    }
  }

  /** Lets other traffic pass for a while. */
  pause(forMs: number, nowMs: number): void {
    this.pausedUntilMs = Math.max(this.pausedUntilMs, nowMs + forMs);
  }

  setPace(bytesPerSecond: number, nowMs: number): void {
    this.bucket.setRate(bytesPerSecond, nowMs);
  }

  /** The next step, taken as done; what could not be sent is given back with `failed`. */
  next(nowMs: number): PushStep {
    for (const [assetId, push] of this.pushes) if (!push.advance(nowMs)) this.pushes.delete(assetId);
    if (this.pushes.size === 0) return { kind: 'idle' };
    if (nowMs < this.pausedUntilMs) return { kind: 'wait', untilMs: this.pausedUntilMs };
    for (const [assetId, push] of this.pushes) {
      if (!push.manifestDue(nowMs)) continue;
      push.manifestTaken(nowMs);
      return { kind: 'manifest', assetId };
    }
    const push = this.mostUrgent();
    const chunk = push?.peek();
    if (push === undefined || chunk === undefined) return { kind: 'wait', untilMs: this.nextChangeAtMs() };
    const waitMs = this.bucket.waitMs(chunk.bytes, nowMs);
    if (waitMs > 0) return { kind: 'wait', untilMs: Math.min(nowMs + waitMs, this.nextChangeAtMs()) };
    this.bucket.take(chunk.bytes, nowMs);
    push.taken(chunk.index);
    return { kind: 'chunk', assetId: push.asset.assetId, ...chunk };
  }

  /** The step did not go out. */
  failed(step: PushStep, nowMs: number): void {
    if (step.kind === 'manifest') this.pushes.get(step.assetId)?.manifestFailed(nowMs);
    if (step.kind === 'chunk') this.pushes.get(step.assetId)?.failed(step.index);
  }

  /** Gives an asset up: it can't be read. */
  drop(assetId: AssetId): void {
    this.pushes.delete(assetId);
  }

  progress(assetId: AssetId): PushProgress | undefined {
    const push = this.pushes.get(assetId);
    return push && { sizeBytes: push.asset.sizeBytes, sentBytes: push.sentBytes, passEnded: push.peek() === undefined };
  }

  /** Needed earliest first, then asked for earliest. */
  private mostUrgent(): AssetPush | undefined {
    let best: AssetPush | undefined;
    for (const push of this.pushes.values()) {
      if (!push.sending) continue;
      if (best === undefined || push.urgency < best.urgency) best = push;
    }
    return best;
  }

  private nextChangeAtMs(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const push of this.pushes.values()) next = Math.min(next, push.nextChangeAtMs);
    return next;
  }
}
