/**
 * Numbers the connections of one installation. The number must grow even over the loss of everything on the disk, or
 * a new "online" would look older than the broker's retained "offline". So it is the larger of the last number + 1 and
 * the controller time in seconds: a device that starts from nothing, but knows the time, is above every number it can
 * have used before, since no device makes more than one connection a second for long.
 */
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { ConnectionCounter } from '../../ports/device-store.ts';
import { readFramedFile, writeFramedFile } from './atomic-file.ts';
import type { Disk } from './disk.ts';
import { setAside } from './quarantine.ts';

interface Stored {
  last: number;
  provisional: boolean;
}

const parse = (frames: Uint8Array[]): Stored | undefined => {
  try {
    const { last, provisional } = JSON.parse(Buffer.from(frames[0] ?? []).toString('utf8')) as Partial<Stored>;
    if (typeof last !== 'number' || !Number.isSafeInteger(last)) return undefined;
    return { last, provisional: provisional !== false };
  } catch {
    return undefined;
  }
};

export class FileConnectionCounter implements ConnectionCounter {
  readonly #disk: Disk;
  readonly #path: string;
  #last = 0;
  #provisional = true;
  #work: Promise<unknown> = Promise.resolve();

  constructor(disk: Disk, path: string) {
    this.#disk = disk;
    this.#path = path;
  }

  get provisional(): boolean {
    return this.#provisional;
  }

  /** @returns the names of files set aside */
  async start(): Promise<string[]> {
    const frames = await readFramedFile(this.#disk, this.#path);
    if (frames === undefined) return [];
    const stored = frames === 'damaged' ? undefined : parse(frames);
    if (!stored) return [await setAside(this.#disk, this.#path)].filter((name) => name !== undefined);
    this.#last = stored.last;
    this.#provisional = stored.provisional;
    return [];
  }

  next(controllerTime: EpochMillis | undefined): Promise<number> {
    const seconds = controllerTime === undefined ? 0 : Math.floor(controllerTime / 1000);
    this.#last = Math.max(this.#last + 1, seconds);
    if (controllerTime !== undefined) this.#provisional = false;
    const number = this.#last;
    const stored: Stored = { last: number, provisional: this.#provisional };
    const write = (): Promise<void> =>
      writeFramedFile(this.#disk, this.#path, [Buffer.from(JSON.stringify(stored), 'utf8')]);
    // A device with a full disk must still connect. If the number is lost with the power, time lifts the next one.
    const done = this.#work.then(write).catch(() => undefined);
    this.#work = done;
    return done.then(() => number);
  }

  async close(): Promise<void> {
    await this.#work;
  }
}
