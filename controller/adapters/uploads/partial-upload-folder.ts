/**
 * Uploads in pieces: beside the bytes of each lies its record. The length of the file is how far the upload has come, so
 * a killed process loses nothing but what the kernel had not got from it.
 */
import { mkdir, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { PartialUpload, PartialUploads } from '../../ports/uploads.ts';
import { codeOf, isNoRoom } from '../disk-faults.ts';

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const RECORD = '.json';
const BYTES = '.bytes';
const DRAFT = '.draft';
/** Left for database and audio: a file that comes in must not be what stops a broadcast. */
const RESERVE_BYTES = 128 * 1024 * 1024;

type Kept = Pick<PartialUpload, 'sizeBytes' | 'fields' | 'description' | 'done'>;

export class PartialUploadFolder implements PartialUploads {
  readonly #folder: string;
  readonly #reserveBytes: number;

  constructor(folder: string, reserveBytes = RESERVE_BYTES) {
    this.#folder = folder;
    this.#reserveBytes = reserveBytes;
  }

  async create({ id, ...kept }: Pick<PartialUpload, 'id' | 'sizeBytes' | 'fields' | 'description'>): Promise<boolean> {
    await mkdir(this.#folder, { recursive: true });
    const { bavail, bsize } = await statfs(this.#folder);
    if (bavail * bsize < (await this.#promisedBytes()) + kept.sizeBytes + this.#reserveBytes) return false;
    try {
      await (await open(this.pathOf(id), 'a', 0o600)).close();
      await this.#write(id, { ...kept, done: false });
      return true;
    } catch (error) {
      if (!isNoRoom(error)) throw error;
      await this.remove(id);
      return false;
    }
  }

  async find(id: string): Promise<PartialUpload | undefined> {
    if (!ID.test(id)) return undefined;
    const kept = await this.#read(id);
    if (kept === undefined) return undefined;
    const bytes = await stat(kept.done ? this.#recordOf(id) : this.pathOf(id)).catch(absent);
    return {
      ...kept,
      id,
      receivedBytes: kept.done ? kept.sizeBytes : (bytes?.size ?? 0),
      lastPieceAt: Math.round(bytes?.mtimeMs ?? 0),
    };
  }

  async all(): Promise<PartialUpload[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const ids = names.filter((name) => name.endsWith(RECORD)).map((name) => name.slice(0, -RECORD.length));
    return (await Promise.all(ids.map((id) => this.find(id)))).filter((upload) => upload !== undefined);
  }

  async append(id: string, offset: number, bytes: AsyncIterable<Uint8Array>): Promise<{ ok: boolean; offset: number }> {
    const file = await open(this.pathOf(id), 'r+');
    let at = offset;
    try {
      for await (const piece of bytes) {
        for (let written = 0; written < piece.length; ) {
          const { bytesWritten } = await file.write(piece, written, piece.length - written, at);
          written += bytesWritten;
          at += bytesWritten;
        }
      }
      return { ok: true, offset: at };
    } catch (error) {
      if (isNoRoom(error)) return { ok: false, offset: at };
      throw error;
    } finally {
      await file.sync().finally(() => file.close());
    }
  }

  pathOf(id: string): string {
    if (!ID.test(id)) throw new TypeError(`not an id: ${id}`);
    return join(this.#folder, `${id}${BYTES}`);
  }

  async markDone(id: string): Promise<void> {
    const kept = await this.#read(id);
    if (kept !== undefined) await this.#write(id, { ...kept, done: true });
    await rm(this.pathOf(id), { force: true });
  }

  /** The record goes first: bytes without one are nobody's, and the next `all` does not see them. */
  async remove(id: string): Promise<void> {
    await rm(this.#recordOf(id), { force: true });
    await rm(this.pathOf(id), { force: true });
  }

  async removeStray(before: EpochMillis): Promise<void> {
    for (const name of await readdir(this.#folder).catch(() => [])) {
      const [id = ''] = name.split('.', 1);
      if (!name.endsWith(DRAFT) && (await this.find(id)) !== undefined) continue;
      const path = join(this.#folder, name);
      const info = await stat(path).catch(absent);
      if (info !== undefined && info.mtimeMs < before) await rm(path, { force: true });
    }
  }

  /** Room that uploads under way were told they have. */
  async #promisedBytes(): Promise<number> {
    return (await this.all()).reduce((sum, { sizeBytes, receivedBytes }) => sum + sizeBytes - receivedBytes, 0);
  }

  #recordOf(id: string): string {
    return this.pathOf(id).slice(0, -BYTES.length) + RECORD;
  }

  async #read(id: string): Promise<Kept | undefined> {
    const text = await readFile(this.#recordOf(id), 'utf8').catch(absent);
    try {
      return text === undefined ? undefined : (JSON.parse(text) as Kept);
    } catch {
      return undefined; // spoilt by the disk: as good as none, and no reason to keep the others from going on
    }
  }

  /** Whole or not at all, whatever happens in between. */
  async #write(id: string, kept: Kept): Promise<void> {
    const path = this.#recordOf(id);
    const draft = `${path}${DRAFT}`;
    const file = await open(draft, 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify(kept));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  }
}

function absent(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
}
