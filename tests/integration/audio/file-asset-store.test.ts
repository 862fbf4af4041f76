import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssetHashMismatch, FileAssetStore } from '@loa-lang/controller/adapters/assets/file-asset-store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const bytes = Buffer.from(Array.from({ length: 5_000 }, (_, index) => index % 251));
const assetId = createHash('sha256').update(bytes).digest('hex');

describe('asset store on a folder', () => {
  let folder: string;
  let store: FileAssetStore;
  const incoming = (content = bytes): string => {
    const path = join(folder, 'incoming');
    writeFileSync(path, content);
    return path;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'loa-assets-'));
    store = new FileAssetStore(join(folder, 'deep', 'assets'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('moves a file in under its hash and reads any part of it', async () => {
    const path = incoming();
    expect(await store.has(assetId)).toBe(false);
    await store.adopt(assetId, path);
    expect(existsSync(path)).toBe(false);
    expect(await store.has(assetId)).toBe(true);
    expect(Buffer.from(await store.read(assetId, 1_000, 1_010))).toEqual(bytes.subarray(1_000, 1_010));
    expect(Buffer.from(await store.read(assetId, 4_990, 9_999))).toEqual(bytes.subarray(4_990));
    expect(await store.read(assetId, 6_000, 7_000)).toHaveLength(0);
    expect(store.pathOf(assetId).endsWith(`${assetId.slice(0, 2)}/${assetId.slice(2, 4)}/${assetId}.opus`)).toBe(true);
  });

  it('takes the same content twice, also at the same time', async () => {
    await store.adopt(assetId, incoming());
    await store.adopt(assetId, incoming());
    const other = join(folder, 'other');
    writeFileSync(other, bytes);
    await Promise.all([store.adopt(assetId, incoming()), store.adopt(assetId, other)]);
    expect(readdirSync(join(store.pathOf(assetId), '..'))).toEqual([`${assetId}.opus`]);
    expect(Buffer.from(await store.read(assetId, 0, 5_000))).toEqual(bytes);
  });

  it('refuses bytes that are not what they are called, and leaves them where they were', async () => {
    const path = incoming(Buffer.from('something else'));
    await expect(store.adopt(assetId, path)).rejects.toThrow(AssetHashMismatch);
    expect(existsSync(path)).toBe(true);
    expect(await store.has(assetId)).toBe(false);
  });

  it('answers with an error, not with nothing, for what it does not have', async () => {
    await expect(store.read(assetId, 0, 10)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(() => store.pathOf('../../etc/passwd')).toThrow(TypeError);
  });
});
