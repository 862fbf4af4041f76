/** Files named by their hash, in a folder of their own: assets, and the recordings they were made from. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { AssetId } from '@loa-lang/schemas/ids';
import type { AssetStore, OriginalStore } from '../../ports/audio.ts';

const ASSET_ID = /^[0-9a-f]{64}$/;

/** Bytes that do not hash to the name they were given; a fault of whoever made the name, or of the disk. */
export class AssetHashMismatch extends Error {
  constructor(assetId: AssetId, actual: string) {
    super(`asset ${assetId} has bytes that hash to ${actual}`);
    this.name = 'AssetHashMismatch';
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Flushes a file, or the names in a folder, to the disk. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export class FileAssetStore implements AssetStore, OriginalStore {
  readonly #folder: string;
  readonly #suffix: string;

  /**
   * @param folder absolute path; made when the first asset comes
   * @param suffix of the files' names; for people who look into the folder
   */
  constructor(folder: string, suffix = '.opus') {
    this.#folder = folder;
    this.#suffix = suffix;
  }

  /** Two folders deep by the first four digits: 65,536 folders hold a province's years without one growing large. */
  pathOf(assetId: AssetId): string {
    if (!ASSET_ID.test(assetId)) throw new TypeError(`not an asset id: ${assetId}`);
    return join(this.#folder, assetId.slice(0, 2), assetId.slice(2, 4), `${assetId}${this.#suffix}`);
  }

  async has(assetId: AssetId): Promise<boolean> {
    const info = await stat(this.pathOf(assetId)).catch(absent);
    return info?.isFile() ?? false;
  }

  /**
   * Moves the file in. Its bytes are on the disk before its name is, so whatever bears the name is whole, also after a
   * power cut. Throws `AssetHashMismatch` and leaves the file where it was when the bytes are not those of `assetId`.
   */
  async adopt(assetId: AssetId, path: string): Promise<void> {
    const target = this.pathOf(assetId);
    const actual = await sha256Of(path);
    if (actual !== assetId) throw new AssetHashMismatch(assetId, actual);
    if (await this.has(assetId)) {
      await rm(path, { force: true });
      return;
    }
    await this.#makeFolder(dirname(target));
    const incoming = `${target}.${randomUUID()}.incoming`;
    await moveOrCopy(path, incoming);
    try {
      await sync(incoming);
      await rename(incoming, target);
      await sync(dirname(target));
    } catch (error) {
      await rm(incoming, { force: true });
      throw error;
    }
  }

  async remove(assetId: AssetId): Promise<void> {
    await rm(this.pathOf(assetId), { force: true });
  }

  /** Reads only `[from, to)`, less where the asset ends earlier. Rejects with `ENOENT` for an unknown asset. */
  async read(assetId: AssetId, from: number, to: number): Promise<Uint8Array> {
    const file = await open(this.pathOf(assetId), 'r');
    try {
      const { size } = await file.stat();
      const start = Math.max(0, from);
      const bytes = new Uint8Array(Math.max(0, Math.min(to, size) - start));
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
        if (bytesRead === 0) throw new Error(`asset ${assetId} became shorter while it was read`);
        filled += bytesRead;
      }
      return bytes;
    } finally {
      await file.close();
    }
  }

  /** New folders are names too, and names must be flushed from the outside in. */
  async #makeFolder(folder: string): Promise<void> {
    const first = await mkdir(folder, { recursive: true });
    if (first === undefined) return;
    for (let made = folder; made.length >= dirname(first).length; made = dirname(made)) {
      await sync(made);
      if (made === dirname(made)) return;
    }
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** A rename where both are on one disk; else a copy, after which the original goes. */
async function moveOrCopy(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await copyFile(from, to);
    await rm(from, { force: true });
  }
}
