/**
 * Fetches the audio that coming broadcasts need. Listens for what is missing, stays silent while it flies, and asks,
 * after a random while, for what nobody else has asked for.
 */
import type { AssetId } from '@loa-lang/schemas/ids';
import type { KeyRing } from '@loa-lang/schemas/sealing/key-ring';
import { openDocument } from '@loa-lang/schemas/sealing/seal';
import type { EpochMillis, Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { ChunkRange } from '@loa-lang/schemas/wire/audio';
import type { AssetReport } from '@loa-lang/schemas/wire/report';
import type { Settings } from '@loa-lang/schemas/wire/settings';
import { filters, subjects } from '@loa-lang/schemas/wire/topics';
import { askAgainMs, askSpreadMs, FLYING_MS } from '../domain/want-timing.ts';
import type { WantedAssets } from '../domain/wanted-assets.ts';
import type { AssetCache, ChunkOutcome } from '../ports/asset-cache.ts';
import type { Clock } from '../ports/clock.ts';
import { Alarm } from './alarm.ts';
import type { FaultLedger } from './fault-ledger.ts';
import type { Speaker } from './identity.ts';
import type { LogLines } from './log-lines.ts';
import type { Subscriptions } from './subscriptions.ts';
import { UnclaimedChunks } from './unclaimed-chunks.ts';

export interface FetchAudioDeps {
  clock: Clock;
  random(): number;
  cache: AssetCache;
  speaker: Speaker;
  subscriptions: Subscriptions;
  faults: FaultLedger;
  log: LogLines;
  ring(): KeyRing | undefined;
  settings(): Settings | undefined;
  now(): EpochMillis | undefined;
  report(report: AssetReport): void;
  /** an asset has become complete or is gone */
  changed(): void;
}

interface Missing {
  assetId: AssetId;
  neededAt: EpochMillis | undefined;
  askAt: MonotonicMillis;
  lastChunkAt: MonotonicMillis;
  /** questions since the last chunk */
  asks: number;
  /** refused by the cache; tried again after a while */
  blocked: boolean;
}

/** Used until settings are known: no storm, and no long wait. */
const DEFAULT_AUDIENCE = 50;
/** Nobody asks before the others, who learnt of it at the same moment, can have subscribed. */
const LISTEN_FIRST_MS = 50;
/** Chunks that fly by without a manifest known: ask for that alone within this time. */
const MANIFEST_SPREAD_MS = 500;
/** Wants for what was lost come within this of each other, so that one repair serves all. */
const REPAIR_SPREAD_MS = 2000;
/** An asset the cache had no room for is tried again after this. */
const BLOCKED_MS = 5 * 60_000;
/** What one message may ask for (wire schema). */
const MAX_RANGES = 256;
const QUIET_MS = 10 * 60_000;

export class FetchAudio {
  readonly #deps: FetchAudioDeps;
  readonly #missing = new Map<AssetId, Missing>();
  readonly #unclaimed = new UnclaimedChunks();
  readonly #next: Alarm;
  #needed: ReadonlySet<AssetId> = new Set();
  #quota: number | undefined;
  #anyChunkAt: MonotonicMillis = -Infinity;

  constructor(deps: FetchAudioDeps) {
    this.#deps = deps;
    this.#next = new Alarm(deps.clock, () => void this.#tick());
  }

  stop(): void {
    this.#next.end();
  }

  /** Assets not yet complete. */
  missing(): AssetId[] {
    return [...this.#missing.keys()];
  }

  /** Says what is needed now; what is no longer needed is no longer listened for, and may be evicted. */
  async want(wanted: WantedAssets): Promise<void> {
    const { cache, settings } = this.#deps;
    for (const assetId of this.#missing.keys()) {
      if (!wanted.has(assetId) || cache.has(assetId)) this.#drop(assetId);
    }
    for (const [assetId, neededAt] of wanted) {
      if (cache.has(assetId)) continue;
      const known = this.#missing.get(assetId);
      if (known === undefined) this.#add(assetId, neededAt);
      else known.neededAt = neededAt;
    }
    this.#listen();
    this.#schedule();
    const quota = settings()?.limits.cacheBytes;
    if (quota === undefined || (quota === this.#quota && isSame(wanted, this.#needed))) return;
    this.#quota = quota;
    this.#needed = new Set(wanted.keys());
    const evicted = await cache.retain(this.#needed, quota);
    for (const assetId of evicted) this.#deps.report({ kind: 'asset', assetId, state: 'evicted' });
  }

  /** It could not be played: when the disk has lost it, it is fetched again. */
  async doubt(assetId: AssetId): Promise<void> {
    if (!(await this.#deps.cache.doubt(assetId))) return;
    this.#deps.log.warn(`audio ${assetId.slice(0, 8)} is broken on the disk`);
    this.#deps.report({ kind: 'asset', assetId, state: 'evicted' });
    this.#deps.changed();
  }

  connected(isConnected: boolean): void {
    if (!isConnected) {
      this.#next.cancel();
      return;
    }
    for (const missing of this.#missing.values()) {
      missing.asks = 0;
      missing.askAt = this.#firstAsk(missing.neededAt);
    }
    this.#schedule();
  }

  /** A manifest has arrived. Calls of this and `receiveChunk` must not overlap. */
  async receiveManifest(assetId: AssetId, bytes: Uint8Array): Promise<void> {
    const { cache, faults, ring: currentRing, speaker, now, log } = this.#deps;
    const missing = this.#missing.get(assetId);
    const ring = currentRing();
    if (missing === undefined || ring === undefined) return;
    this.#flew(missing);
    if (cache.missing(assetId) !== undefined) return;
    const opened = await openDocument('manifest', bytes, {
      deploymentId: speaker.identity.deploymentId,
      subject: subjects.manifest(assetId),
      publicKey: (kid) => ring.find(kid, 'manifest', undefined, now()),
    });
    if (!opened.ok || opened.payload.assetId !== assetId) {
      const fault = opened.ok ? 'wrong-subject' : opened.fault;
      faults.count(`manifest:${fault}`);
      faults.raise('bad-document', `manifest: ${fault}`, QUIET_MS);
      return;
    }
    const outcome = await cache.begin(opened.payload);
    log.info(`audio ${assetId.slice(0, 8)}: ${opened.payload.sizeBytes} bytes announced, ${outcome}`);
    if (outcome === 'ready') {
      for (const [index, chunk] of this.#unclaimed.take(assetId)) await this.#store(assetId, index, chunk);
      if (this.#missing.has(assetId)) this.#planRepair(missing);
    } else if (outcome === 'complete') this.#complete(assetId);
    else
      this.#blocked(
        missing,
        outcome === 'no-room' ? 'cache-full' : outcome === 'disk-full' ? 'disk-full' : 'bad-document',
      );
    this.#schedule();
  }

  async receiveChunk(assetId: AssetId, index: number, bytes: Uint8Array): Promise<void> {
    this.#anyChunkAt = this.#deps.clock.monotonicNow();
    const missing = this.#missing.get(assetId);
    if (missing === undefined) return;
    this.#flew(missing);
    // no room for it: what flies by for others is no reason to ask for it again
    if (missing.blocked) return;
    if (this.#deps.cache.missing(assetId) === undefined) {
      this.#unclaimed.add(assetId, index, bytes);
      const soon = this.#deps.clock.monotonicNow() + MANIFEST_SPREAD_MS * this.#deps.random();
      if (missing.asks === 0 && missing.askAt > soon) missing.askAt = soon;
    } else {
      await this.#store(assetId, index, bytes);
      if (this.#missing.has(assetId)) this.#planRepair(missing);
    }
    this.#schedule();
  }

  async #store(assetId: AssetId, index: number, bytes: Uint8Array): Promise<void> {
    const outcome = await this.#deps.cache.store(assetId, index, bytes);
    const missing = this.#missing.get(assetId);
    if (outcome === 'complete') this.#complete(assetId);
    else if (missing !== undefined) this.#judge(missing, index, outcome);
  }

  #judge(missing: Missing, index: number, outcome: ChunkOutcome): void {
    const { faults } = this.#deps;
    const name = missing.assetId.slice(0, 8);
    if (outcome === 'bad-chunk') faults.raise('bad-chunk', `${name} chunk ${index}`, QUIET_MS);
    if (outcome === 'bad-asset') faults.raise('bad-chunk', `${name} as a whole`, QUIET_MS);
    if (outcome === 'disk-full') this.#blocked(missing, 'disk-full');
  }

  #complete(assetId: AssetId): void {
    this.#drop(assetId);
    this.#listen();
    this.#deps.log.info(`audio ${assetId.slice(0, 8)} complete`);
    this.#deps.report({ kind: 'asset', assetId, state: 'cached' });
    this.#deps.changed();
  }

  #blocked(missing: Missing, code: 'cache-full' | 'disk-full' | 'bad-document'): void {
    const { faults, report, clock } = this.#deps;
    faults.raise(code, `audio ${missing.assetId.slice(0, 8)}`, 2 * BLOCKED_MS);
    if (!missing.blocked) report({ kind: 'asset', assetId: missing.assetId, state: 'failed' });
    missing.blocked = true;
    missing.askAt = clock.monotonicNow() + BLOCKED_MS;
  }

  #add(assetId: AssetId, neededAt: EpochMillis | undefined): void {
    const askAt = this.#firstAsk(neededAt);
    this.#missing.set(assetId, { assetId, neededAt, askAt, lastChunkAt: -Infinity, asks: 0, blocked: false });
  }

  #drop(assetId: AssetId): void {
    this.#missing.delete(assetId);
    this.#unclaimed.drop(assetId);
  }

  #listen(): void {
    this.#deps.subscriptions.set('audio', [...this.#missing.keys()].map(filters.asset));
  }

  #spreadMs(neededAt: EpochMillis | undefined): Millis {
    const now = this.#deps.now();
    const neededInMs = neededAt === undefined || now === undefined ? undefined : neededAt - now;
    return askSpreadMs(this.#deps.settings()?.audienceSize ?? DEFAULT_AUDIENCE, neededInMs);
  }

  #firstAsk(neededAt: EpochMillis | undefined): MonotonicMillis {
    return this.#deps.clock.monotonicNow() + LISTEN_FIRST_MS + this.#spreadMs(neededAt) * this.#deps.random();
  }

  #flew(missing: Missing): void {
    missing.lastChunkAt = this.#deps.clock.monotonicNow();
    missing.asks = 0;
  }

  /** The next question, if nothing more comes: when it has been quiet for a while. */
  #planRepair(missing: Missing): void {
    if (missing.blocked) return;
    const spread = Math.min(REPAIR_SPREAD_MS, this.#spreadMs(missing.neededAt));
    missing.askAt = missing.lastChunkAt + FLYING_MS + spread * this.#deps.random();
  }

  #schedule(): void {
    let at = Infinity;
    for (const missing of this.#missing.values()) at = Math.min(at, missing.askAt);
    if (at === Infinity || !this.#deps.speaker.connected) this.#next.cancel();
    else this.#next.set(at);
  }

  async #tick(): Promise<void> {
    const now = this.#deps.clock.monotonicNow();
    const due = [...this.#missing.values()].filter((missing) => missing.askAt <= now);
    due.sort((a, b) => (a.neededAt ?? Infinity) - (b.neededAt ?? Infinity));
    for (const missing of due) {
      // asked already and other audio flies: ours is in the queue behind it
      if (missing.asks > 0 && now - this.#anyChunkAt < FLYING_MS) {
        missing.askAt = now + FLYING_MS;
        continue;
      }
      missing.asks++;
      missing.blocked = false;
      missing.askAt = now + askAgainMs(missing.asks, this.#spreadMs(missing.neededAt), this.#deps.random());
      await this.#ask(missing);
    }
    this.#schedule();
  }

  async #ask({ assetId, neededAt }: Missing): Promise<void> {
    const ranges: ChunkRange[] | undefined = this.#deps.cache.missing(assetId)?.slice(0, MAX_RANGES);
    await this.#deps.speaker.say('want', {
      assetId,
      ...(ranges === undefined || ranges.length === 0 ? {} : { ranges }),
      ...(neededAt === undefined ? {} : { neededAt }),
    });
  }
}

const isSame = (wanted: WantedAssets, known: ReadonlySet<AssetId>): boolean =>
  wanted.size === known.size && [...wanted.keys()].every((assetId) => known.has(assetId));
