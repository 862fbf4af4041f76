/** Signed documents, one framed file each: subject, then the bytes exactly as received. */
import { join } from 'node:path';
import type { DocumentStore } from '../../ports/device-store.ts';
import { readFramedFile, TEMPORARY_SUFFIX, writeFramedFile } from './atomic-file.ts';
import type { Disk } from './disk.ts';
import { setAside } from './quarantine.ts';

const SUFFIX = '.doc';
/** Subjects hold letters, digits, `-`, `_` and `/`; this keeps them readable and makes them one file name each. */
const fileName = (subject: string): string => encodeURIComponent(subject) + SUFFIX;

export class FileDocuments implements DocumentStore {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #held = new Map<string, Uint8Array>();
  /** subjects whose last write or removal failed: the disk may hold either version, so the next one must be written */
  readonly #uncertain = new Set<string>();
  #work: Promise<unknown> = Promise.resolve();

  constructor(disk: Disk, folder: string) {
    this.#disk = disk;
    this.#folder = folder;
  }

  /** Reads all documents; a file that cannot be read is set aside: its document will be fetched again. */
  async start(): Promise<string[]> {
    const quarantined: string[] = [];
    for (const { name } of await this.#disk.list(this.#folder)) {
      const path = join(this.#folder, name);
      if (name.endsWith(SUFFIX + TEMPORARY_SUFFIX)) await this.#disk.remove(path);
      if (!name.endsWith(SUFFIX)) continue;
      const frames = await readFramedFile(this.#disk, path);
      const [head, body] = Array.isArray(frames) ? frames : [];
      const subject = head && Buffer.from(head).toString('utf8');
      if (subject !== undefined && body && fileName(subject) === name) {
        this.#held.set(subject, body);
        continue;
      }
      const aside = await setAside(this.#disk, path);
      if (aside) quarantined.push(aside);
    }
    return quarantined;
  }

  async load(): Promise<Map<string, Uint8Array>> {
    return new Map(this.#held);
  }

  /** Writes nothing when the same bytes are there already: retained documents come again at every connection. */
  save(subject: string, bytes: Uint8Array): Promise<void> {
    const copy = Uint8Array.from(bytes);
    return this.#inTurn(async () => {
      const held = this.#held.get(subject);
      if (held && !this.#uncertain.has(subject) && Buffer.compare(held, copy) === 0) return;
      this.#uncertain.add(subject);
      const payloads = [Buffer.from(subject, 'utf8'), copy];
      await writeFramedFile(this.#disk, join(this.#folder, fileName(subject)), payloads);
      this.#held.set(subject, copy);
      this.#uncertain.delete(subject);
    });
  }

  remove(subject: string): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#held.has(subject) && !this.#uncertain.has(subject)) return;
      this.#uncertain.add(subject);
      this.#held.delete(subject);
      await this.#disk.remove(join(this.#folder, fileName(subject)));
      await this.#disk.syncFolder(this.#folder);
      this.#uncertain.delete(subject);
    });
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    await this.#work;
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => undefined);
    return done;
  }
}
