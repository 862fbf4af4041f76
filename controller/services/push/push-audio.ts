/**
 * Audio push: gathers the devices' wants and publishes each missing chunk once, at a pace that the weakest subscriber
 * can follow. Chunks are read when they are sent; nothing of the audio is kept in memory.
 */
import type { AssetId } from '@loa-lang/schemas/ids';
import type { Millis } from '@loa-lang/schemas/units';
import { CHUNK_BYTES } from '@loa-lang/schemas/wire/audio';
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import { PushPlanner, type PushStep } from '../../domain/push/push-planner.ts';
import { DEFAULT_PUSH_RULES, type PushRules } from '../../domain/push/push-rules.ts';
import type { AssetStore } from '../../ports/audio.ts';
import type { BroadcastTransport } from '../../ports/broadcast-transport.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeploymentKeys } from '../../ports/key-store.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { PushLease } from '../../ports/push-lease.ts';
import type { DeviceMessage, DeviceMessages } from '../device-traffic/device-messages.ts';
import { type PublishedAudio, PushCounts } from './push-audio-counts.ts';
import { type AssetFacts, type DescribeAsset, Manifests } from './push-audio-manifest.ts';

export interface PushDeps {
  messages: DeviceMessages;
  transport: BroadcastTransport;
  assets: AssetStore;
  describe: DescribeAsset;
  lease: PushLease;
  keys: DeploymentKeys;
  clock: Clock;
  feed: ProgressFeed;
  onProblem?: (problem: string, cause?: unknown) => void;
}

/** An emergency's plan is out and acknowledged well within this. */
const EMERGENCY_PAUSE_MS: Millis = 300;
/** Wait after the broker refused a piece; it is also woken by a new connection. */
const RETRY_MS: Millis = 500;
/** How long the loop sleeps when nothing is planned; wants wake it. */
const IDLE_MS: Millis = 60_000;

export class AudioPusher {
  private readonly deps: PushDeps;
  private readonly planner: PushPlanner;
  private readonly manifests: Manifests;
  private readonly counts: PushCounts;
  private readonly facts = new Map<AssetId, AssetFacts>();
  private wake: (() => void) | undefined;
  private stopped = false;
  private running: Promise<void> | undefined;

  constructor(deps: PushDeps, rules: Partial<PushRules> = {}) {
    this.deps = deps;
    this.planner = new PushPlanner({ ...DEFAULT_PUSH_RULES, ...rules });
    this.manifests = new Manifests(deps.assets, deps.keys);
    this.counts = new PushCounts(deps.feed, deps.clock);
  }

  start(): void {
    // each controller hears every want, so that the one that pushes the asset knows them all
    this.deps.messages.on('want', { shared: false }, (message) => this.take(message));
    this.deps.transport.onConnection((connected) => connected && this.wake?.());
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake?.();
    await this.running;
    this.deps.lease.release();
  }

  /** Lets an emergency's plan pass first. */
  pause(forMs: Millis = EMERGENCY_PAUSE_MS): void {
    this.planner.pause(forMs, this.deps.clock.preciseNow());
  }

  /** Raises or lowers the pace, bytes a second. */
  setPace(bytesPerSecond: number): void {
    this.planner.setPace(bytesPerSecond, this.deps.clock.preciseNow());
    this.wake?.();
  }

  /** What was published of one asset, or of all together. */
  published(assetId?: AssetId): PublishedAudio {
    return assetId === undefined ? this.counts.total() : this.counts.of(assetId);
  }

  private async take({ payload }: DeviceMessage<'want'>): Promise<void> {
    const { assetId, ranges, neededAt } = payload;
    const facts = this.facts.get(assetId) ?? (await this.deps.describe(assetId));
    if (facts === undefined || !(await this.mayPush(assetId))) return;
    this.facts.set(assetId, facts);
    const want = {
      ...(ranges === undefined ? {} : { ranges }),
      ...(neededAt === undefined ? {} : { neededAtMs: neededAt }),
    };
    const asset = { assetId, sizeBytes: facts.sizeBytes, chunkBytes: CHUNK_BYTES };
    this.planner.want(asset, want, this.deps.clock.preciseNow());
    this.wake?.();
  }

  /** When nobody can say who pushes it, twice is better than not at all. */
  private async mayPush(assetId: AssetId): Promise<boolean> {
    try {
      return await this.deps.lease.take(assetId);
    } catch (error) {
      this.deps.onProblem?.(`no lease on asset ${assetId}; it is pushed without`, error);
      return true;
    }
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const now = this.deps.clock.preciseNow();
      const step = this.planner.next(now);
      if (step.kind === 'idle') {
        this.facts.clear();
        this.deps.lease.release();
        await this.sleep(IDLE_MS);
      } else if (step.kind === 'wait') {
        await this.sleep(Math.min(IDLE_MS, step.untilMs - now));
      } else {
        await this.send(step).catch((error) => {
          this.deps.onProblem?.(`asset ${step.assetId} cannot be sent`, error);
          this.planner.drop(step.assetId);
        });
      }
    }
  }

  /** @throws when the asset cannot be read */
  private async send(step: Extract<PushStep, { assetId: AssetId }>): Promise<void> {
    const { transport, assets, clock } = this.deps;
    const { assetId } = step;
    const facts = this.facts.get(assetId);
    if (facts === undefined) throw new Error('an asset under way has lost its facts');
    const manifest = step.kind === 'manifest';
    const from = manifest ? 0 : step.index * CHUNK_BYTES;
    const bytes = manifest
      ? await this.manifests.of(assetId, facts)
      : await assets.read(assetId, from, from + step.bytes);
    const subject = manifest ? subjects.manifest(assetId) : subjects.chunk(assetId, step.index);
    const result = await transport.publish(topicOf(subject), bytes, { qos: manifest ? 1 : 0 });
    if (!result.ok) {
      this.planner.failed(step, clock.preciseNow());
      await this.sleep(RETRY_MS);
      return;
    }
    this.counts.add(assetId, manifest ? 'manifestBytes' : 'audioBytes', bytes.length);
    const progress = this.planner.progress(assetId);
    if (progress !== undefined) this.counts.tell(assetId, progress, progress.passEnded);
  }

  private sleep(ms: Millis): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake?.(), Math.max(0, ms));
      this.wake = () => {
        clearTimeout(timer);
        this.wake = undefined;
        resolve();
      };
    });
  }
}
