/** Recordings of lives in a folder, Ogg Opus, a page every half second. */
import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { OggOpusPages } from '../../domain/live/ogg-opus.ts';
import type { LiveRecorder, LiveRecordings } from '../../ports/live-recordings.ts';
import { codeOf } from '../disk-faults.ts';

const SUFFIX = '.opus';
/** Half a second: what a killed process has not written. */
const PAGE_FRAMES = 25;
/** A disk that hangs must not fill the memory: four minutes of voice. */
const MOST_WAITING_BYTES = 2 * 1024 * 1024;

class PageWriter implements LiveRecorder {
  readonly #file: Promise<FileHandle>;
  readonly #pages = new OggOpusPages(randomBytes(4).readUInt32LE());
  readonly #onProblem: (cause: unknown) => void;
  #frames: Uint8Array[] = [];
  #written: Promise<void>;
  #waitingBytes = 0;
  #failed = false;

  constructor(file: Promise<FileHandle>, onProblem: (cause: unknown) => void) {
    this.#file = file;
    this.#onProblem = onProblem;
    this.#written = Promise.resolve();
    this.#write(this.#pages.head());
  }

  add(frame: Uint8Array): void {
    this.#frames.push(frame);
    if (this.#frames.length >= PAGE_FRAMES) this.#flush();
  }

  async close(): Promise<void> {
    if (this.#frames.length > 0) this.#flush();
    await this.#written;
    const file = await this.#file.catch(() => undefined);
    await file?.sync().catch((cause: unknown) => this.#fail(cause));
    await file?.close();
  }

  #flush(): void {
    this.#write(this.#pages.page(this.#frames));
    this.#frames = [];
  }

  #write(page: Uint8Array): void {
    if (this.#failed) return;
    if (this.#waitingBytes > MOST_WAITING_BYTES) {
      this.#fail(new Error('the disk does not keep up'));
      return;
    }
    this.#waitingBytes += page.length;
    this.#written = this.#written.then(async () => {
      try {
        // after a page that is not there the rest could not be read
        if (!this.#failed) await (await this.#file).appendFile(page);
      } catch (cause) {
        this.#fail(cause);
      } finally {
        this.#waitingBytes -= page.length;
      }
    });
  }

  #fail(cause: unknown): void {
    if (!this.#failed) this.#onProblem(cause);
    this.#failed = true;
  }
}

export class LiveRecordingFolder implements LiveRecordings {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  begin(id: string, onProblem: (cause: unknown) => void): LiveRecorder {
    return new PageWriter(this.#open(id), onProblem);
  }

  async left(): Promise<string[]> {
    const names = await readdir(this.#folder).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    });
    return names.filter((name) => name.endsWith(SUFFIX)).map((name) => name.slice(0, -SUFFIX.length));
  }

  async find(id: string): Promise<{ path: string } | undefined> {
    const path = this.#path(id);
    const there = await stat(path).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    });
    return there && { path };
  }

  async remove(id: string): Promise<void> {
    await rm(this.#path(id), { force: true });
  }

  async #open(id: string): Promise<FileHandle> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    // 'a': one that was begun before is never overwritten
    return open(this.#path(id), 'a', 0o600);
  }

  #path(id: string): string {
    return join(this.#folder, `${id}${SUFFIX}`);
  }
}
