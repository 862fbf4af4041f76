/** Assets in memory, of random bytes, with the facts the database would know. */
import { createHash, randomBytes } from 'node:crypto';
import type { AssetStore } from '@loa-lang/controller/ports/audio';
import type { AssetFacts } from '@loa-lang/controller/services/push/push-audio-manifest';
import type { AssetId } from '@loa-lang/schemas/ids';

export class FakeAssets implements AssetStore {
  readonly contents = new Map<AssetId, Buffer>();

  /** @returns the id of a new asset of this size */
  make(sizeBytes: number): AssetId {
    const bytes = randomBytes(sizeBytes);
    const assetId = createHash('sha256').update(bytes).digest('hex');
    this.contents.set(assetId, bytes);
    return assetId;
  }

  async describe(assetId: AssetId): Promise<AssetFacts | undefined> {
    const bytes = this.contents.get(assetId);
    return bytes && { sizeBytes: bytes.length, durationMs: 15_000 };
  }

  async has(assetId: AssetId): Promise<boolean> {
    return this.contents.has(assetId);
  }

  async read(assetId: AssetId, from: number, to: number): Promise<Uint8Array> {
    const bytes = this.contents.get(assetId);
    if (bytes === undefined) throw new Error(`no asset ${assetId}`);
    return bytes.subarray(from, to);
  }

  async adopt(): Promise<void> {
    throw new Error('this store makes its own assets');
  }

  pathOf(assetId: AssetId): string {
    return assetId;
  }
}
