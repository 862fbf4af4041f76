/**
 * A disk in memory that keeps apart what was written and what would survive a power cut. After a cut, each file holds
 * its synced content and any beginning of what was written since (cut at any byte, or zeros where data never came);
 * of the renames, creations and removals since the folder's last sync any subset happened.
 */
import { dirname } from 'node:path';
import {
  type Disk,
  DiskError,
  type DiskFile,
  type FileFacts,
  type Written,
} from '@loa-lang/device-agent/adapters/files/disk';

export type Operation = 'write' | 'truncate' | 'sync' | 'create' | 'rename' | 'remove' | 'sync-folder';
/** What happens to an operation: a power cut lets a write be under way, an error may leave a part of it. */
export type Verdict = 'pass' | 'cut' | 'disk-full' | 'disk-failed';
/** Picks 0 … max, both included. */
export type Chooser = (max: number) => number;

export class PowerCut extends Error {}

type Change = { at: number; bytes: Uint8Array } | { size: number };

interface Inode {
  now: Buffer;
  durable: Buffer;
  unsynced: Change[];
  modifiedAt: number;
}

type NameChange = { set: string; inode: Inode; unset?: string } | { unset: string };

const apply = (content: Buffer, change: Change, bytesDone?: number, zeros = false): Buffer => {
  if ('size' in change) {
    return Buffer.concat([content.subarray(0, change.size), Buffer.alloc(Math.max(0, change.size - content.length))]);
  }
  const written = change.bytes.subarray(0, bytesDone ?? change.bytes.length);
  const grown = Buffer.alloc(Math.max(content.length, change.at + written.length));
  content.copy(grown);
  grown.set(zeros ? new Uint8Array(written.length) : written, change.at);
  return grown;
};

const applyName = (names: Map<string, Inode>, change: NameChange): void => {
  if (change.unset !== undefined) names.delete(change.unset);
  if ('set' in change) names.set(change.set, change.inode);
};

export class FaultDisk implements Disk {
  /** asked before each operation that changes something */
  judge: (operation: Operation, path: string, index: number) => Verdict = () => 'pass';
  /** bytes that all files together may hold */
  capacityBytes = Number.POSITIVE_INFINITY;
  operations = 0;
  isCut = false;
  #clock = 1;
  readonly #names: Map<string, Inode>;
  readonly #durableNames: Map<string, Inode>;
  #unsyncedNames: NameChange[] = [];
  readonly #written: Written = { bytes: 0, syncs: 0 };

  constructor(files: ReadonlyMap<string, Uint8Array> = new Map()) {
    const inodes = [...files].map(([path, bytes]): [string, Inode] => {
      const now = Buffer.from(bytes);
      return [path, { now, durable: now, unsynced: [], modifiedAt: this.#clock++ }];
    });
    this.#names = new Map(inodes);
    this.#durableNames = new Map(inodes);
  }

  get written(): Readonly<Written> {
    return { ...this.#written };
  }

  /** Everything that is there now, as if it had been synced. */
  files(): Map<string, Buffer> {
    return new Map([...this.#names].map(([path, inode]) => [path, Buffer.from(inode.now)]));
  }

  /** One of the states that a power cut now may leave. */
  afterPowerCut(choose: Chooser, options: { zeroFill: boolean } = { zeroFill: false }): FaultDisk {
    const names = new Map(this.#durableNames);
    for (const change of this.#unsyncedNames) if (choose(1) === 1) applyName(names, change);
    const left = new Map<string, Buffer>();
    for (const [path, inode] of names) {
      let content = inode.durable;
      const whole = choose(inode.unsynced.length);
      for (const change of inode.unsynced.slice(0, whole)) content = apply(content, change);
      const torn = inode.unsynced[whole];
      if (torn && 'bytes' in torn) {
        const zeros = options.zeroFill && choose(1) === 1;
        content = apply(content, torn, choose(torn.bytes.length), zeros);
      }
      left.set(path, content);
    }
    return new FaultDisk(left);
  }

  async makeFolder(): Promise<void> {}

  async list(folder: string): Promise<FileFacts[]> {
    return [...this.#names]
      .filter(([path]) => dirname(path) === folder)
      .map(([path, { now, modifiedAt }]) => ({
        name: path.slice(folder.length + 1),
        sizeBytes: now.length,
        modifiedAt,
      }));
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    const inode = this.#names.get(path);
    return inode && Buffer.from(inode.now);
  }

  async open(path: string, mode: 'create' | 'existing'): Promise<DiskFile> {
    const found = this.#names.get(path);
    if (mode === 'existing') {
      if (!found) throw new DiskError('disk-failed', `open ${path}`, undefined);
      return this.#file(path, found);
    }
    await this.#step('create', path, () => undefined);
    if (found) {
      this.#change(found, { size: 0 });
      return this.#file(path, found);
    }
    const inode: Inode = { now: Buffer.alloc(0), durable: Buffer.alloc(0), unsynced: [], modifiedAt: this.#clock++ };
    this.#rename({ set: path, inode });
    return this.#file(path, inode);
  }

  async rename(from: string, to: string): Promise<void> {
    const inode = this.#names.get(from);
    if (!inode) throw new DiskError('disk-failed', `rename ${from}`, undefined);
    const change: NameChange = { set: to, inode, unset: from };
    await this.#step('rename', to, () => this.#rename(change));
    this.#rename(change);
  }

  async remove(path: string): Promise<void> {
    if (!this.#names.has(path)) return;
    await this.#step('remove', path, () => this.#rename({ unset: path }));
    this.#rename({ unset: path });
  }

  async syncFolder(folder: string): Promise<void> {
    await this.#step('sync-folder', folder, () => undefined);
    this.#written.syncs += 1;
    const here = (change: NameChange): boolean => dirname('set' in change ? change.set : change.unset) === folder;
    for (const change of this.#unsyncedNames.filter(here)) applyName(this.#durableNames, change);
    this.#unsyncedNames = this.#unsyncedNames.filter((change) => !here(change));
  }

  async freeBytes(): Promise<number | undefined> {
    return Number.isFinite(this.capacityBytes) ? Math.max(0, this.capacityBytes - this.#used()) : undefined;
  }

  #used(): number {
    return [...new Set(this.#names.values())].reduce((sum, inode) => sum + inode.now.length, 0);
  }

  #rename(change: NameChange): void {
    applyName(this.#names, change);
    this.#unsyncedNames.push(change);
  }

  #change(inode: Inode, change: Change): void {
    inode.now = apply(inode.now, change);
    inode.unsynced.push(change);
    inode.modifiedAt = this.#clock++;
  }

  /** `begun` records an operation that was under way when the power went. */
  async #step(operation: Operation, path: string, begun: () => void): Promise<void> {
    await Promise.resolve();
    if (this.isCut) throw new PowerCut();
    const verdict = this.judge(operation, path, this.operations);
    this.operations += 1;
    if (verdict === 'pass') return;
    if (verdict !== 'cut') throw new DiskError(verdict, `${operation} ${path}`, undefined);
    begun();
    this.isCut = true;
    throw new PowerCut();
  }

  #file(path: string, inode: Inode): DiskFile {
    return {
      read: async (position, into) => inode.now.subarray(position, position + into.length).copy(into),
      write: async (bytes, position) => {
        const copy = Uint8Array.from(bytes);
        const half = copy.subarray(0, Math.floor(copy.length / 2));
        try {
          await this.#step('write', path, () => this.#change(inode, { at: position, bytes: copy }));
        } catch (error) {
          // A refused write leaves a part behind, as a real one does.
          if (error instanceof DiskError) this.#change(inode, { at: position, bytes: half });
          throw error;
        }
        const room = this.capacityBytes - this.#used() + Math.max(0, inode.now.length - position);
        const fits = copy.subarray(0, Math.max(0, Math.min(copy.length, room)));
        this.#change(inode, { at: position, bytes: fits });
        this.#written.bytes += fits.length;
        if (fits.length < copy.length) throw new DiskError('disk-full', `write ${path}`, undefined);
      },
      truncate: async (size) => {
        await this.#step('truncate', path, () => this.#change(inode, { size }));
        this.#change(inode, { size });
      },
      sync: async () => {
        await this.#step('sync', path, () => undefined);
        this.#written.syncs += 1;
        inode.durable = inode.now;
        inode.unsynced = [];
      },
      close: async () => undefined,
    };
  }
}
