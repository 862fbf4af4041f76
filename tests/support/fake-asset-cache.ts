/** An asset cache in memory. It checks hashes as the real one does and evicts by the same rule. */
import { createHash } from 'node:crypto';
import { isConsistent, PartialAsset } from '@loa-lang/device-agent/adapters/files/partial-asset';
import type { AssetCache, BeginOutcome, ChunkOutcome } from '@loa-lang/device-agent/ports/asset-cache';
import type { AssetId } from '@loa-lang/schemas/ids';
import type { ChunkRange, Manifest } from '@loa-lang/schemas/wire/audio';

interface Held {
  partial: PartialAsset;
  bytes: Buffer;
  complete: boolean;
}

export class FakeAssetCache implements AssetCache {
  /** while set, chunks and new assets are refused */
  diskIsFull = false;
  /** Where `pathOf` says that assets lie; nothing is written there. */
  readonly folder: string;
  #quotaBytes: number;
  #needed: ReadonlySet<AssetId> = new Set();
  /** by last use, oldest first */
  readonly #held = new Map<AssetId, Held>();

  constructor(options: { quotaBytes?: number; folder?: string } = {}) {
    this.#quotaBytes = options.quotaBytes ?? 64 * 1024 * 1024;
    this.folder = options.folder ?? '/fake-assets';
  }

  async open(): Promise<void> {}
  async close(): Promise<void> {}
  async verify(): Promise<AssetId[]> {
    return [];
  }
  async doubt(): Promise<boolean> {
    return false;
  }

  /** Content of a complete asset, for tests that play it without a file. */
  contentOf(assetId: AssetId): Uint8Array | undefined {
    const held = this.#held.get(assetId);
    return held?.complete ? held.bytes : undefined;
  }

  has(assetId: AssetId): boolean {
    return this.#held.get(assetId)?.complete ?? false;
  }

  complete(): AssetId[] {
    return [...this.#held].filter(([, held]) => held.complete).map(([assetId]) => assetId);
  }

  pathOf(assetId: AssetId): string {
    if (!this.has(assetId)) throw new Error(`asset ${assetId} is not complete`);
    this.#use(assetId);
    return `${this.folder}/${assetId}`;
  }

  async begin(manifest: Manifest): Promise<BeginOutcome> {
    const { assetId, sizeBytes } = manifest;
    if (!isConsistent(manifest)) return 'bad-manifest';
    const known = this.#held.get(assetId);
    if (known) this.#use(assetId);
    if (known?.complete) return 'complete';
    if (known?.partial.hasHashesOf(manifest)) return 'ready';
    this.#held.delete(assetId);
    if (this.diskIsFull) return 'disk-full';
    while (this.usedBytes() + sizeBytes > this.#quotaBytes) {
      const victim = this.#oldestUnneeded();
      if (victim === undefined) return 'no-room';
      this.#held.delete(victim);
    }
    this.#held.set(assetId, { partial: new PartialAsset(manifest), bytes: Buffer.alloc(sizeBytes), complete: false });
    return 'ready';
  }

  async store(assetId: AssetId, index: number, bytes: Uint8Array): Promise<ChunkOutcome> {
    const held = this.#held.get(assetId);
    if (!held) return 'unknown-asset';
    if (held.complete || held.partial.has(index)) return 'duplicate';
    if (!held.partial.accepts(index, bytes)) return 'bad-chunk';
    if (this.diskIsFull) return 'disk-full';
    held.bytes.set(bytes, held.partial.offsetOf(index));
    held.partial.mark(index);
    if (held.partial.missingChunks > 0) return 'stored';
    held.complete = createHash('sha256').update(held.bytes).digest('hex') === assetId;
    if (!held.complete) this.#held.delete(assetId);
    return held.complete ? 'complete' : 'bad-asset';
  }

  missing(assetId: AssetId): ChunkRange[] | undefined {
    return this.#held.get(assetId)?.partial.missing();
  }

  async retain(needed: ReadonlySet<AssetId>, quotaBytes: number): Promise<AssetId[]> {
    this.#needed = new Set(needed);
    this.#quotaBytes = quotaBytes;
    for (const assetId of needed) this.#use(assetId);
    const evicted: AssetId[] = [];
    while (this.usedBytes() > quotaBytes) {
      const victim = this.#oldestUnneeded();
      if (victim === undefined) break;
      this.#held.delete(victim);
      evicted.push(victim);
    }
    return evicted;
  }

  usedBytes(): number {
    return [...this.#held.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  #oldestUnneeded(): AssetId | undefined {
    return [...this.#held.keys()].find((assetId) => !this.#needed.has(assetId));
  }

  #use(assetId: AssetId): void {
    const held = this.#held.get(assetId);
    if (!held) return;
    this.#held.delete(assetId);
    this.#held.set(assetId, held);
  }
}
