/** Uploads in a folder: named when whole, half-written ones under another name that is never read. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Received, UploadStore } from '../../ports/uploads.ts';
import { codeOf, isNoRoom } from '../disk-faults.ts';

const PART = '.part';
const ID = /^[A-Za-z0-9_-]{1,64}$/;
export class UploadFolder implements UploadStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async receive(id: string, bytes: AsyncIterable<Uint8Array>, tooLarge: () => boolean): Promise<Received> {
    const path = this.#path(id);
    const part = `${path}${PART}`;
    let kept = false;
    try {
      await mkdir(this.#folder, { recursive: true });
      const sizeBytes = await write(part, bytes);
      if (tooLarge()) return { ok: false, fault: 'too-large' };
      await rename(part, path);
      kept = true;
      return { ok: true, sizeBytes };
    } catch (error) {
      if (isNoRoom(error)) return { ok: false, fault: 'disk-full' };
      if (error instanceof SourceBroke) return { ok: false, fault: tooLarge() ? 'too-large' : 'broken' };
      throw error;
    } finally {
      if (!kept) await rm(part, { force: true });
    }
  }

  async find(id: string): Promise<{ path: string; sha256: string; sizeBytes: number } | undefined> {
    const path = this.#path(id);
    const hash = createHash('sha256');
    try {
      await pipeline(createReadStream(path), hash);
      return { path, sha256: hash.digest('hex'), sizeBytes: (await stat(path)).size };
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  async adopt(id: string, path: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await rm(this.#path(id), { force: true });
    // A second name costs nothing; where the disk has none, a copy.
    await link(path, this.#path(id)).catch(() => copyFile(path, this.#path(id)));
  }

  async remove(id: string): Promise<void> {
    await rm(this.#path(id), { force: true });
  }

  async keepOnly(ids: readonly string[]): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    const wanted = new Set(ids);
    await Promise.all(
      names.filter((name) => !wanted.has(name)).map((name) => rm(join(this.#folder, name), { force: true })),
    );
  }

  #path(id: string): string {
    if (!ID.test(id)) throw new TypeError(`not an id: ${id}`);
    return join(this.#folder, id);
  }
}

/** The sender's side failed, not the disk. */
class SourceBroke extends Error {}

async function write(path: string, bytes: AsyncIterable<Uint8Array>): Promise<number> {
  const file = await open(path, 'w', 0o600);
  let sizeBytes = 0;
  try {
    const source = bytes[Symbol.asyncIterator]();
    for (;;) {
      const step = await source.next().catch((cause: unknown) => {
        throw new SourceBroke('the upload broke off', { cause });
      });
      if (step.done) break;
      await file.writeFile(step.value);
      sizeBytes += step.value.byteLength;
    }
    await file.sync();
    return sizeBytes;
  } finally {
    await file.close();
  }
}
