import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileAssetCache } from '@loa-lang/device-agent/adapters/files/file-asset-cache';
import { afterAll, describe, expect, it } from 'vitest';
import { FaultDisk } from '../../support/fault-disk.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { testAsset } from '../../support/test-asset.ts';
import { assetCacheContract, receive } from './asset-cache-contract.ts';

const folders: string[] = [];
const makeFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'asset-cache-'));
  folders.push(folder);
  return folder;
};
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});
const opened = async (options: ConstructorParameters<typeof FileAssetCache>[0]): Promise<FileAssetCache> => {
  const cache = new FileAssetCache(options);
  await cache.open();
  return cache;
};

assetCacheContract('files', async (quotaBytes) => opened({ folder: await makeFolder(), quotaBytes, reserveBytes: 0 }));
assetCacheContract('files on a disk that can fail', async (quotaBytes) =>
  opened({ folder: '/assets', disk: new FaultDisk(), quotaBytes }),
);

describe('files of the asset cache', () => {
  it('leave the asset byte for byte at its path and nothing else', async () => {
    const folder = await makeFolder();
    const cache = await opened({ folder });
    const asset = testAsset(1, 20_000, 8192);
    await receive(cache, asset);
    expect(Buffer.compare(await readFile(cache.pathOf(asset.manifest.assetId)), asset.bytes)).toBe(0);
    expect(await readdir(folder)).toEqual([`${asset.manifest.assetId}-20000.ogg`]);
    await cache.close();
  });

  it('go on after a restart with exactly the chunks that are missing', async () => {
    const folder = await makeFolder();
    const asset = testAsset(2, 9500);
    const { assetId } = asset.manifest;
    const cache = await opened({ folder });
    await cache.begin(asset.manifest);
    for (const index of [0, 1, 5, 9]) await cache.store(assetId, index, asset.chunk(index));
    await cache.close();
    const again = await opened({ folder });
    expect(again.missing(assetId)).toEqual([
      [2, 5],
      [6, 9],
    ]);
    expect(again.usedBytes()).toBe(9500);
    expect(await again.begin(asset.manifest)).toBe('ready');
    for (const index of [2, 3, 4, 6, 7]) expect(await again.store(assetId, index, asset.chunk(index))).toBe('stored');
    expect(await again.store(assetId, 8, asset.chunk(8))).toBe('complete');
    await again.close();
  });

  it('believe no unsynced chunk: what a cut zeroed or mixed up is wanted again', async () => {
    const folder = await makeFolder();
    const asset = testAsset(3, 9000);
    const { assetId } = asset.manifest;
    const cache = await opened({ folder });
    await cache.begin(asset.manifest);
    for (const index of [0, 1, 2, 3, 4, 5]) await cache.store(assetId, index, asset.chunk(index));
    await cache.close();
    const part = join(folder, `${assetId}.part`);
    const bytes = await readFile(part);
    bytes.fill(0, 1024, 2048);
    bytes[3500] = (bytes[3500] ?? 0) ^ 1;
    await writeFile(part, bytes.subarray(0, 5 * 1024 + 100));
    const again = await opened({ folder });
    expect(again.missing(assetId)).toEqual([
      [1, 2],
      [3, 4],
      [5, 9],
    ]);
    await again.close();
  });

  it('drop a complete file of a wrong size or content, at the start or by `verify`', async () => {
    const folder = await makeFolder();
    const assets = [4, 5, 6, 7].map((seed) => testAsset(seed, 5000));
    const cache = await opened({ folder });
    for (const asset of assets) await receive(cache, asset);
    const ids = assets.map((asset) => asset.manifest.assetId);
    const paths = ids.map((assetId) => cache.pathOf(assetId));
    await cache.close();
    await truncate(paths[0] ?? '', 4999);
    for (const path of [paths[1] ?? '', paths[2] ?? '']) {
      const bytes = await readFile(path);
      await writeFile(path, bytes.fill(0, 1000, 3000));
    }
    const lazy = await opened({ folder, verifyAtOpenBytes: 0 });
    expect(lazy.complete().sort()).toEqual(ids.slice(1).sort());
    expect((await lazy.verify()).sort()).toEqual(ids.slice(1, 3).sort());
    expect(lazy.complete()).toEqual(ids.slice(3));
    expect(await lazy.verify()).toEqual([]);
    await lazy.close();
    const last = join(folder, `${ids[3]}-5000.ogg`);
    const bytes = await readFile(last);
    await writeFile(last, bytes.fill(0, 0, 100));
    const eager = await opened({ folder });
    expect(eager.complete()).toEqual([]);
    expect(eager.missing(ids[3] ?? '')).toBeUndefined();
    expect(await eager.begin(assets[3]?.manifest ?? testAsset(7, 5000).manifest)).toBe('ready');
    await eager.close();
  });

  it('survive a power cut at every operation: complete and right, or resumed', async () => {
    const asset = testAsset(8, 5000);
    const { assetId } = asset.manifest;
    const run = async (disk: FaultDisk): Promise<void> => {
      const cache = await opened({ folder: '/assets', disk });
      await receive(cache, asset);
    };
    const probe = new FaultDisk();
    await run(probe);
    for (let cutAt = 0; cutAt < probe.operations; cutAt += 1) {
      for (let variant = 0; variant < 8; variant += 1) {
        const disk = new FaultDisk();
        disk.judge = (_operation, _path, index) => (index === cutAt ? 'cut' : 'pass');
        await run(disk).catch(() => undefined);
        const random = seededRandom(cutAt * 8 + variant);
        const choose = (max: number): number => Math.floor(random() * (max + 1));
        const after = disk.afterPowerCut(choose, { zeroFill: true });
        const cache = await opened({ folder: '/assets', disk: after });
        const begun = await cache.begin(asset.manifest);
        if (begun === 'ready') {
          for (const [from, to] of cache.missing(assetId) ?? []) {
            for (let index = from; index < to; index += 1) await cache.store(assetId, index, asset.chunk(index));
          }
        }
        expect(cache.has(assetId)).toBe(true);
        const content = await after.read(cache.pathOf(assetId));
        expect(
          createHash('sha256')
            .update(content ?? '')
            .digest('hex'),
        ).toBe(assetId);
      }
    }
  });

  it('say `disk-full`, keep what they have, and finish when there is room', async () => {
    const asset = testAsset(9, 9000);
    const { assetId } = asset.manifest;
    const disk = new FaultDisk();
    const cache = await opened({ folder: '/assets', disk, reserveBytes: 1000 });
    disk.capacityBytes = 9500;
    expect(await cache.begin(asset.manifest)).toBe('disk-full');
    disk.capacityBytes = 12_000;
    expect(await cache.begin(asset.manifest)).toBe('ready');
    disk.judge = (operation) => (operation === 'write' || operation === 'sync' ? 'disk-full' : 'pass');
    expect(await cache.store(assetId, 0, asset.chunk(0))).toBe('disk-full');
    disk.judge = () => 'pass';
    for (let index = 0; index < 8; index += 1)
      expect(await cache.store(assetId, index, asset.chunk(index))).toBe('stored');
    disk.judge = (operation) => (operation === 'sync' ? 'disk-full' : 'pass');
    expect(await cache.store(assetId, 8, asset.chunk(8))).toBe('disk-full');
    expect(cache.has(assetId)).toBe(false);
    disk.judge = () => 'pass';
    expect(await cache.begin(asset.manifest)).toBe('complete');
    expect(cache.has(assetId)).toBe(true);
  });

  it('evict to make room on a disk that is nearly full, before they refuse', async () => {
    const disk = new FaultDisk();
    const cache = await opened({ folder: '/assets', disk, reserveBytes: 1000 });
    const old = testAsset(10, 5000);
    await receive(cache, old);
    disk.capacityBytes = 9000;
    await receive(cache, testAsset(11, 5000));
    expect(cache.has(old.manifest.assetId)).toBe(false);
    await cache.retain(new Set([testAsset(11, 5000).manifest.assetId]), 100_000);
    expect(await cache.begin(old.manifest)).toBe('disk-full');
  });

  it('hold a long asset on the disk, not in memory', async () => {
    const folder = await makeFolder();
    const asset = testAsset(12, 24 * 1024 * 1024, 8192);
    const cache = await opened({ folder });
    await cache.begin(asset.manifest);
    const { assetId, chunkHashes } = asset.manifest;
    const buffersNow = (): number => process.memoryUsage().arrayBuffers;
    const before = buffersNow();
    let highest = before;
    for (let index = 0; index < chunkHashes.length; index += 1) {
      const outcome = await cache.store(assetId, index, asset.chunk(index));
      if (index === chunkHashes.length - 1) expect(outcome).toBe('complete');
      highest = Math.max(highest, buffersNow());
    }
    expect(highest - before).toBeLessThan(6 * 1024 * 1024);
    await cache.close();
  });
});
