/** The real disk, through node:fs. */
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type Disk, DiskError, type DiskFile, type FileFacts, type Written } from './disk.ts';

const FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

async function guarded<T>(doing: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new DiskError(FULL.has(codeOf(error)) ? 'disk-full' : 'disk-failed', doing, error);
  }
}

async function unlessMissing<T>(doing: string, work: Promise<T>): Promise<T | undefined> {
  const missing = Symbol('missing');
  const tolerant = work.catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return missing;
    throw error;
  });
  const result = await guarded(doing, tolerant);
  return result === missing ? undefined : (result as T);
}

class NodeDiskFile implements DiskFile {
  readonly #handle: FileHandle;
  readonly #path: string;
  readonly #written: Written;

  constructor(handle: FileHandle, path: string, written: Written) {
    this.#handle = handle;
    this.#path = path;
    this.#written = written;
  }

  async read(position: number, into: Uint8Array): Promise<number> {
    let filled = 0;
    while (filled < into.length) {
      const reading = this.#handle.read(into, filled, into.length - filled, position + filled);
      const { bytesRead } = await guarded(`read ${this.#path}`, reading);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return filled;
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    let done = 0;
    while (done < bytes.length) {
      const writing = this.#handle.write(bytes, done, bytes.length - done, position + done);
      const { bytesWritten } = await guarded(`write ${this.#path}`, writing);
      done += bytesWritten;
      this.#written.bytes += bytesWritten;
    }
  }

  truncate(size: number): Promise<void> {
    return guarded(`truncate ${this.#path}`, this.#handle.truncate(size));
  }

  sync(): Promise<void> {
    this.#written.syncs += 1;
    return guarded(`sync ${this.#path}`, this.#handle.datasync());
  }

  close(): Promise<void> {
    return guarded(`close ${this.#path}`, this.#handle.close());
  }
}

export class NodeDisk implements Disk {
  readonly #written: Written = { bytes: 0, syncs: 0 };

  get written(): Readonly<Written> {
    return { ...this.#written };
  }

  async makeFolder(path: string): Promise<void> {
    await guarded(`make folder ${path}`, mkdir(path, { recursive: true }));
  }

  async list(folder: string): Promise<FileFacts[]> {
    const entries = (await unlessMissing(`list ${folder}`, readdir(folder, { withFileTypes: true }))) ?? [];
    const facts: FileFacts[] = [];
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const path = join(folder, entry.name);
      const found = await unlessMissing(`stat ${path}`, stat(path));
      if (found) facts.push({ name: entry.name, sizeBytes: found.size, modifiedAt: Math.trunc(found.mtimeMs) });
    }
    return facts;
  }

  read(path: string): Promise<Uint8Array | undefined> {
    return unlessMissing(`read ${path}`, readFile(path));
  }

  async open(path: string, mode: 'create' | 'existing'): Promise<DiskFile> {
    const handle = await guarded(`open ${path}`, open(path, mode === 'create' ? 'w+' : 'r+'));
    return new NodeDiskFile(handle, path, this.#written);
  }

  rename(from: string, to: string): Promise<void> {
    return guarded(`rename ${from}`, rename(from, to));
  }

  remove(path: string): Promise<void> {
    return guarded(`remove ${path}`, rm(path, { force: true }));
  }

  async syncFolder(folder: string): Promise<void> {
    this.#written.syncs += 1;
    const handle = await guarded(`open folder ${folder}`, open(folder, 'r'));
    try {
      await guarded(`sync folder ${folder}`, handle.sync());
    } finally {
      await handle.close();
    }
  }

  async freeBytes(folder: string): Promise<number | undefined> {
    const facts = await unlessMissing(`statfs ${folder}`, statfs(folder));
    return facts && facts.bavail * facts.bsize;
  }
}
