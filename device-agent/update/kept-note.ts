/** One small thing to be remembered across lives of the program and power cuts: framed, replaced as a whole. */
import { dirname } from 'node:path';
import { readFramedFile, writeFramedFile } from '../adapters/files/atomic-file.ts';
import type { Disk } from '../adapters/files/disk.ts';

export class KeptNote<T> {
  readonly #disk: Disk;
  readonly #path: string;

  constructor(disk: Disk, path: string) {
    this.#disk = disk;
    this.#path = path;
  }

  /** A damaged one says nothing. */
  async read(): Promise<T | undefined> {
    const frames = await readFramedFile(this.#disk, this.#path).catch(() => undefined);
    if (!Array.isArray(frames)) return undefined;
    try {
      return JSON.parse(Buffer.from(frames[0] ?? []).toString('utf8')) as T;
    } catch {
      return undefined;
    }
  }

  /** On the disk when it resolves. @throws DiskError */
  async write(note: T): Promise<void> {
    await this.#disk.makeFolder(dirname(this.#path));
    await writeFramedFile(this.#disk, this.#path, [Buffer.from(JSON.stringify(note), 'utf8')]);
  }

  /** What cannot be removed is met again, and must do no harm then. */
  async clear(): Promise<void> {
    await this.#disk.remove(this.#path).catch(() => undefined);
    await this.#disk.syncFolder(dirname(this.#path)).catch(() => undefined);
  }
}
