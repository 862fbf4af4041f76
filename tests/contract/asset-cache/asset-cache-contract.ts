/** What every asset cache does, whatever it is made of. */
import type { AssetCache, ChunkOutcome } from '@loa-lang/device-agent/ports/asset-cache';
import { describe, expect, it } from 'vitest';
import { type TestAsset, testAsset } from '../../support/test-asset.ts';

export async function storeAll(cache: AssetCache, asset: TestAsset): Promise<ChunkOutcome | undefined> {
  const { assetId, chunkHashes } = asset.manifest;
  let last: ChunkOutcome | undefined;
  for (let index = 0; index < chunkHashes.length; index += 1)
    last = await cache.store(assetId, index, asset.chunk(index));
  return last;
}

export async function receive(cache: AssetCache, asset: TestAsset): Promise<void> {
  expect(await cache.begin(asset.manifest)).toBe('ready');
  expect(await storeAll(cache, asset)).toBe('complete');
}

export function assetCacheContract(name: string, makeCache: (quotaBytes: number) => Promise<AssetCache>): void {
  describe(`asset cache: ${name}`, () => {
    it('takes chunks in any order, once each, and is complete by the hash of the whole', async () => {
      const cache = await makeCache(100_000);
      const asset = testAsset(1, 4500);
      const { assetId } = asset.manifest;
      expect(cache.missing(assetId)).toBeUndefined();
      expect(await cache.store(assetId, 0, asset.chunk(0))).toBe('unknown-asset');
      expect(await cache.begin(asset.manifest)).toBe('ready');
      expect(cache.missing(assetId)).toEqual([[0, 5]]);
      expect(await cache.store(assetId, 4, asset.chunk(4))).toBe('stored');
      expect(await cache.store(assetId, 1, asset.chunk(1))).toBe('stored');
      expect(await cache.store(assetId, 1, asset.chunk(1))).toBe('duplicate');
      expect(cache.missing(assetId)).toEqual([
        [0, 1],
        [2, 4],
      ]);
      expect(await cache.begin(asset.manifest)).toBe('ready');
      expect(cache.has(assetId)).toBe(false);
      expect(() => cache.pathOf(assetId)).toThrow();
      const rest = await Promise.all([0, 2, 3].map((index) => cache.store(assetId, index, asset.chunk(index))));
      expect(rest).toEqual(['stored', 'stored', 'complete']);
      expect(cache.has(assetId)).toBe(true);
      expect(cache.complete()).toEqual([assetId]);
      expect(cache.missing(assetId)).toEqual([]);
      expect(await cache.begin(asset.manifest)).toBe('complete');
      expect(await cache.store(assetId, 0, asset.chunk(0))).toBe('duplicate');
      expect(cache.usedBytes()).toBe(4500);
      await cache.close();
    });

    it('refuses a chunk that is altered, short, long, or at a wrong place', async () => {
      const cache = await makeCache(100_000);
      const asset = testAsset(2, 4500);
      const { assetId } = asset.manifest;
      await cache.begin(asset.manifest);
      const altered = Uint8Array.from(asset.chunk(0));
      altered[7] = (altered[7] ?? 0) ^ 1;
      const long = Buffer.concat([asset.chunk(0), Buffer.from([1])]);
      for (const [index, bytes] of [
        [0, altered],
        [0, asset.chunk(0).subarray(1)],
        [0, long],
        [0, asset.chunk(1)],
        [5, asset.chunk(0)],
        [-1, asset.chunk(0)],
        [0.5, asset.chunk(0)],
      ] as const) {
        expect(await cache.store(assetId, index, bytes)).toBe('bad-chunk');
      }
      expect(cache.missing(assetId)).toEqual([[0, 5]]);
      await cache.close();
    });

    it('refuses an asset whose chunks all hold but whose whole does not, and can begin again', async () => {
      const cache = await makeCache(100_000);
      const asset = testAsset(3, 3000);
      const lie = { ...asset, manifest: { ...asset.manifest, assetId: 'f'.repeat(64) } };
      expect(await cache.begin(lie.manifest)).toBe('ready');
      expect(await storeAll(cache, lie)).toBe('bad-asset');
      expect(cache.has(lie.manifest.assetId)).toBe(false);
      expect(cache.missing(lie.manifest.assetId)).toBeUndefined();
      expect(cache.usedBytes()).toBe(0);
      await receive(cache, asset);
      await cache.close();
    });

    it('refuses a manifest that contradicts itself; another manifest of the same asset begins anew', async () => {
      const cache = await makeCache(100_000);
      const asset = testAsset(4, 3000);
      const { manifest } = asset;
      expect(await cache.begin({ ...manifest, sizeBytes: 9000 })).toBe('bad-manifest');
      const wrong = { ...manifest, chunkHashes: testAsset(5, 3000).manifest.chunkHashes };
      expect(await cache.begin(wrong)).toBe('ready');
      expect(await cache.store(manifest.assetId, 0, asset.chunk(0))).toBe('bad-chunk');
      await receive(cache, asset);
      await cache.close();
    });

    it('evicts what is not needed, oldest use first, and never what is', async () => {
      const cache = await makeCache(10_000);
      const assets = [10, 11, 12].map((seed) => testAsset(seed, 3000));
      const [a, b, c] = assets as [TestAsset, TestAsset, TestAsset];
      for (const asset of assets) await receive(cache, asset);
      const ids = assets.map((asset) => asset.manifest.assetId) as [string, string, string];
      expect(await cache.retain(new Set([ids[1]]), 10_000)).toEqual([]);
      cache.pathOf(ids[0]);
      // Oldest use is now c (a was just used, b is needed).
      await receive(cache, testAsset(13, 3000));
      expect([a, b, c].map((asset) => cache.has(asset.manifest.assetId))).toEqual([true, true, false]);
      expect(await cache.retain(new Set([ids[1]]), 3500)).toEqual([ids[0], testAsset(13, 3000).manifest.assetId]);
      expect(await cache.retain(new Set([ids[1]]), 100)).toEqual([]);
      expect(cache.has(ids[1])).toBe(true);
      expect(cache.usedBytes()).toBe(3000);
      expect(await cache.begin(testAsset(14, 3000).manifest)).toBe('no-room');
      expect(await cache.retain(new Set(), 100)).toEqual([ids[1]]);
      await cache.close();
    });

    it('evicts a half-received asset too, when nobody needs it any more', async () => {
      const cache = await makeCache(5000);
      const half = testAsset(20, 3000);
      await cache.begin(half.manifest);
      await cache.store(half.manifest.assetId, 0, half.chunk(0));
      await receive(cache, testAsset(21, 4000));
      expect(cache.missing(half.manifest.assetId)).toBeUndefined();
      expect(await cache.store(half.manifest.assetId, 1, half.chunk(1))).toBe('unknown-asset');
      await cache.close();
    });
  });
}
