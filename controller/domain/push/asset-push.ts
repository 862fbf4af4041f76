/**
 * One asset on its way to its audience. Each pass sends a set of chunks once; wants for chunks still to come in the
 * pass are absorbed, wants for chunks already sent are gathered for a repair pass after it.
 *
 * collecting → sending → gathering → sending (repair) … → resting → forgotten
 */
import type { AssetId } from '@loa-lang/schemas/ids';
import { type ChunkRange, chunkCount } from '@loa-lang/schemas/wire/audio';
import { ChunkSet } from './chunk-set.ts';
import type { PushRules } from './push-rules.ts';

export interface PushedAsset {
  assetId: AssetId;
  sizeBytes: number;
  chunkBytes: number;
}

export interface PushWant {
  /** absent: the device has not even the manifest */
  ranges?: readonly ChunkRange[];
  /** when it must be there, in the planner's time */
  neededAtMs?: number;
}

type Phase = 'collecting' | 'sending' | 'gathering' | 'resting';

export class AssetPush {
  readonly asset: PushedAsset;
  readonly startedAtMs: number;
  private readonly rules: PushRules;
  private phase: Phase = 'collecting';
  private phaseEndsAtMs: number;
  /** still to send in this pass */
  private toSend: ChunkSet;
  /** sent in this pass */
  private sent: ChunkSet;
  /** wanted again after this pass */
  private again: ChunkSet;
  private cursor = 0;
  private neededAtMs = Number.POSITIVE_INFINITY;
  private manifestDueAtMs: number | undefined;
  private manifestSentAtMs = Number.NEGATIVE_INFINITY;

  constructor(asset: PushedAsset, want: PushWant, rules: PushRules, nowMs: number) {
    const total = chunkCount(asset.sizeBytes, asset.chunkBytes);
    this.asset = asset;
    this.rules = rules;
    this.startedAtMs = nowMs;
    this.phaseEndsAtMs = nowMs + rules.collectMs;
    this.toSend = new ChunkSet(total);
    this.sent = new ChunkSet(total);
    this.again = new ChunkSet(total);
    this.want(want, nowMs);
  }

  /** Earliest instant at which a device needs it; infinite when nobody said. */
  get urgency(): number {
    return this.neededAtMs;
  }

  get sending(): boolean {
    return this.phase === 'sending';
  }

  /** Distinct bytes sent in this pass. */
  get sentBytes(): number {
    return Math.min(this.sent.size * this.asset.chunkBytes, this.asset.sizeBytes);
  }

  want({ ranges, neededAtMs }: PushWant, nowMs: number): void {
    if (neededAtMs !== undefined) this.neededAtMs = Math.min(this.neededAtMs, neededAtMs);
    if (ranges === undefined && !this.mustSendAll(nowMs)) {
      // it may have missed the manifest alone: once it has it, it asks for what it really lacks
      this.wantManifest(nowMs);
      return;
    }
    if (ranges === undefined) this.wantManifest(nowMs);
    for (const index of ChunkSet.named(this.toSend.total, ranges)) {
      if (this.phase === 'collecting' || this.phase === 'sending') {
        if (this.sent.has(index)) this.again.add(index);
        else this.toSend.add(index);
      } else {
        this.again.add(index);
      }
    }
    if (this.phase === 'resting') this.enter('gathering', nowMs, this.gatherMs(nowMs));
    if (this.phase === 'gathering' && this.urgent(nowMs)) {
      this.phaseEndsAtMs = Math.min(this.phaseEndsAtMs, nowMs + this.rules.urgentGatherMs);
    }
  }

  /** Moves on with the time. @returns false when it can be forgotten. */
  advance(nowMs: number): boolean {
    if (this.phase === 'sending' && this.toSend.size === 0) {
      this.enter('gathering', nowMs, this.gatherMs(nowMs));
    }
    if (this.phase === 'sending' || nowMs < this.phaseEndsAtMs) return true;
    if (this.phase === 'collecting') this.enter('sending', nowMs, Number.POSITIVE_INFINITY);
    else if (this.phase === 'gathering' && this.again.size > 0) this.startRepair(nowMs);
    else if (this.phase === 'gathering') this.enter('resting', nowMs, this.rules.restMs);
    else return false;
    return true;
  }

  /** Next instant at which `advance` or `manifestDue` has something to do. */
  get nextChangeAtMs(): number {
    const phase = this.phase === 'sending' ? Number.POSITIVE_INFINITY : this.phaseEndsAtMs;
    return this.phase === 'collecting' ? phase : Math.min(phase, this.manifestDueAtMs ?? Number.POSITIVE_INFINITY);
  }

  manifestDue(nowMs: number): boolean {
    return this.phase !== 'collecting' && this.manifestDueAtMs !== undefined && this.manifestDueAtMs <= nowMs;
  }

  manifestTaken(nowMs: number): void {
    this.manifestDueAtMs = undefined;
    this.manifestSentAtMs = nowMs;
  }

  manifestFailed(nowMs: number): void {
    this.manifestSentAtMs = Number.NEGATIVE_INFINITY;
    this.manifestDueAtMs = nowMs;
  }

  /** The chunk to send next in this pass, without taking it. */
  peek(): { index: number; bytes: number } | undefined {
    const index = this.toSend.firstFrom(this.cursor);
    if (index === undefined) return undefined;
    const { sizeBytes, chunkBytes } = this.asset;
    return { index, bytes: Math.min(chunkBytes, sizeBytes - index * chunkBytes) };
  }

  taken(index: number): void {
    this.toSend.delete(index);
    this.sent.add(index);
    this.cursor = index + 1;
  }

  /** It did not go out after all. */
  failed(index: number): void {
    this.sent.delete(index);
    this.again.delete(index);
    this.toSend.add(index);
    if (this.phase !== 'sending') this.enter('sending', 0, Number.POSITIVE_INFINITY);
  }

  /** Only at the very beginning, or when there is no time left to ask twice. */
  private mustSendAll(nowMs: number): boolean {
    if (this.phase === 'sending') return false;
    return this.phase === 'collecting' || this.urgent(nowMs);
  }

  private urgent(nowMs: number): boolean {
    return this.neededAtMs - nowMs < this.rules.urgentWithinMs;
  }

  private gatherMs(nowMs: number): number {
    return this.urgent(nowMs) ? this.rules.urgentGatherMs : this.rules.gatherMs;
  }

  private wantManifest(nowMs: number): void {
    this.manifestDueAtMs ??= Math.max(nowMs, this.manifestSentAtMs + this.rules.manifestPauseMs);
  }

  private startRepair(nowMs: number): void {
    const total = this.again.total;
    this.toSend = this.again;
    this.sent = new ChunkSet(total);
    this.again = new ChunkSet(total);
    this.cursor = 0;
    this.enter('sending', nowMs, Number.POSITIVE_INFINITY);
  }

  private enter(phase: Phase, nowMs: number, forMs: number): void {
    this.phase = phase;
    this.phaseEndsAtMs = nowMs + forMs;
  }
}
