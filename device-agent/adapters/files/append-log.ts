/**
 * An append-only file of framed JSON records with group commit: appends that wait while the disk works share the next
 * write and the next fdatasync. A write that fails is cut off again, so that file and memory agree and numbers stay
 * without gaps.
 */
import { dirname } from 'node:path';
import { replaceFile } from './atomic-file.ts';
import { type Disk, DiskError, type DiskFile } from './disk.ts';
import { encodeFrame, type FramesEnd, scanFrames } from './frames.ts';

/** Records in one write, at most: bounds what a full disk can refuse at once. */
const MAX_GROUP = 128;

export interface LogContent {
  records: unknown[];
  goodBytes: number;
  end: FramesEnd | 'missing';
}

const encodeRecord = (record: unknown): Uint8Array => encodeFrame(Buffer.from(JSON.stringify(record)));

/** Reads a log; records before damage are given, for whoever can still use them. */
export async function readLog(disk: Disk, path: string): Promise<LogContent> {
  const bytes = await disk.read(path);
  if (bytes === undefined) return { records: [], goodBytes: 0, end: 'missing' };
  const { payloads, goodBytes, end } = scanFrames(bytes);
  const records: unknown[] = [];
  for (const payload of payloads) {
    try {
      records.push(JSON.parse(Buffer.from(payload).toString('utf8')));
    } catch {
      return { records, goodBytes, end: 'damaged' };
    }
  }
  return { records, goodBytes, end };
}

interface Waiting {
  /** makes the record at the moment it is written, so that a refused one uses up no number */
  build: (indexInGroup: number) => unknown;
  /** called in order once the record is durable, before the append resolves */
  committed: () => void;
  resolve: () => void;
  reject: (error: unknown) => void;
}

export class AppendLog {
  readonly #disk: Disk;
  readonly #path: string;
  /** record to put in front of a group without a sync of its own, e.g. an acknowledgement */
  readonly #prefix: () => unknown;
  #file: DiskFile | undefined;
  #size: number;
  #tailIsDirty: boolean;
  #folderIsDirty = false;
  #queue: Waiting[] = [];
  #work: Promise<void> = Promise.resolve();
  #flushing = false;

  /** `content` is what `readLog` found, with an end that is not `damaged`. */
  constructor(disk: Disk, path: string, content: LogContent, prefix: () => unknown = () => undefined) {
    this.#disk = disk;
    this.#path = path;
    this.#prefix = prefix;
    this.#size = content.goodBytes;
    this.#tailIsDirty = content.end === 'torn';
  }

  get sizeBytes(): number {
    return this.#size;
  }

  /** Opens the file and cuts off a torn end. */
  async start(): Promise<void> {
    this.#file = await this.#disk.open(this.#path, 'existing');
    await this.#clean(this.#file);
  }

  /** Resolves when the record is on disk. Rejects with `DiskError`, and then it is not. */
  append(build: (indexInGroup: number) => unknown, committed: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ build, committed, resolve, reject });
      if (this.#flushing) return;
      this.#flushing = true;
      void this.#exclusively(() => this.#flush());
    });
  }

  /** Rewrites the whole log atomically. `records` is called when no write is under way. */
  replace(records: () => readonly unknown[]): Promise<void> {
    return this.#exclusively(async () => {
      const content = Buffer.concat(records().map(encodeRecord));
      const old = this.#file;
      this.#folderIsDirty = true;
      await replaceFile(this.#disk, this.#path, content, (file) => {
        this.#file = file;
        this.#size = content.length;
        this.#tailIsDirty = false;
        void old?.close().catch(() => undefined);
      });
      this.#folderIsDirty = false;
    });
  }

  /** Writes what waits, a last prefix too, and closes. Later appends are refused. */
  async close(): Promise<void> {
    await this.#exclusively(async () => {
      const prefix = this.#prefix();
      if (prefix !== undefined && this.#file) await this.#write(encodeRecord(prefix)).catch(() => undefined);
      await this.#file?.close();
      this.#file = undefined;
    });
  }

  #exclusively(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => undefined);
    return done;
  }

  async #flush(): Promise<void> {
    while (this.#queue.length > 0) {
      const group = this.#queue.splice(0, MAX_GROUP);
      try {
        await this.#writeGroup(group);
      } catch (error) {
        for (const waiting of group) waiting.reject(error);
        continue;
      }
      for (const waiting of group) waiting.committed();
      for (const waiting of group) waiting.resolve();
    }
    this.#flushing = false;
  }

  async #writeGroup(group: readonly Waiting[]): Promise<void> {
    const prefix = this.#prefix();
    const frames = group.map((waiting, index) => encodeRecord(waiting.build(index)));
    await this.#write(Buffer.concat(prefix === undefined ? frames : [encodeRecord(prefix), ...frames]));
  }

  async #write(bytes: Uint8Array): Promise<void> {
    const file = this.#file;
    if (!file) throw new DiskError('disk-failed', `append to closed ${this.#path}`, undefined);
    await this.#clean(file);
    this.#tailIsDirty = true;
    try {
      await file.write(bytes, this.#size);
      await file.sync();
    } catch (error) {
      // Best effort now; the next write tries again before it touches the file.
      await this.#clean(file).catch(() => undefined);
      throw error;
    }
    this.#tailIsDirty = false;
    this.#size += bytes.length;
  }

  /** Nothing may be written behind a dirty end, nor be called durable in a file whose name is not. */
  async #clean(file: DiskFile): Promise<void> {
    if (this.#folderIsDirty) {
      await this.#disk.syncFolder(dirname(this.#path));
      this.#folderIsDirty = false;
    }
    if (!this.#tailIsDirty) return;
    await file.truncate(this.#size);
    await file.sync();
    this.#tailIsDirty = false;
  }
}
