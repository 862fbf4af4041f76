/**
 * The asset cache on a folder. A power cut costs at most what the kernel had not yet written of a half-received asset:
 * what is there is found again by the hashes of its chunks, so receiving needs no sync and no bookkeeping on the disk.
 * An asset becomes complete by its own hash, synced and renamed, in that order.
 */
import { join } from 'node:path';
import type { AssetId } from '@loa-lang/schemas/ids';
import type { ChunkRange, Manifest } from '@loa-lang/schemas/wire/audio';
import type { AssetCache, BeginOutcome, ChunkOutcome } from '../../ports/asset-cache.ts';
import { completeName, isAsset, partialName, writeManifest } from './asset-files.ts';
import { scanAssets } from './asset-scan.ts';
import { type Disk, DiskError, type DiskFile } from './disk.ts';
import { NodeDisk } from './node-disk.ts';
import { isConsistent, PartialAsset } from './partial-asset.ts';

export interface FileAssetCacheOptions {
  folder: string;
  disk?: Disk;
  /** until settings say otherwise; 64 MiB holds a week of bulletins at a speech bit rate */
  quotaBytes?: number;
  /** hashed while opening, newest first; the rest is `verify`'s. 32 MiB take a small board about half a second */
  verifyAtOpenBytes?: number;
  /** left free on the disk: journal and outbox must never be the ones that find no room */
  reserveBytes?: number;
}

const MIB = 1024 * 1024;

interface Complete {
  sizeBytes: number;
  verified: boolean;
}

interface Receiving {
  partial: PartialAsset;
  file: DiskFile;
}

export class FileAssetCache implements AssetCache {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #verifyAtOpenBytes: number;
  readonly #reserveBytes: number;
  #quotaBytes: number;
  #needed: ReadonlySet<AssetId> = new Set();
  readonly #complete = new Map<AssetId, Complete>();
  readonly #receiving = new Map<AssetId, Receiving>();
  /** by last use, oldest first: a Map keeps the order of insertion */
  readonly #uses = new Map<AssetId, true>();
  #work: Promise<unknown> = Promise.resolve();

  constructor(options: FileAssetCacheOptions) {
    this.#disk = options.disk ?? new NodeDisk();
    this.#folder = options.folder;
    this.#quotaBytes = options.quotaBytes ?? 64 * MIB;
    this.#verifyAtOpenBytes = options.verifyAtOpenBytes ?? 32 * MIB;
    this.#reserveBytes = options.reserveBytes ?? 4 * MIB;
  }

  open(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#disk.makeFolder(this.#folder);
      const { complete, receiving } = await scanAssets(this.#disk, this.#folder);
      for (const { assetId, sizeBytes } of complete) {
        this.#complete.set(assetId, { sizeBytes, verified: false });
        this.#use(assetId);
      }
      for (const { assetId, partial, file } of receiving) {
        this.#receiving.set(assetId, { partial, file });
        this.#use(assetId);
        if (partial.missingChunks === 0) await this.#finish(assetId, { partial, file }).catch(refusal);
      }
      let budget = this.#verifyAtOpenBytes;
      for (const { assetId, sizeBytes } of complete.reverse()) {
        budget -= sizeBytes;
        if (budget < 0) break;
        if (!(await this.#holds(assetId))) await this.#drop(assetId);
      }
    });
  }

  has(assetId: AssetId): boolean {
    return this.#complete.has(assetId);
  }

  complete(): AssetId[] {
    return [...this.#complete.keys()];
  }

  pathOf(assetId: AssetId): string {
    const held = this.#complete.get(assetId);
    if (!held) throw new Error(`asset ${assetId} is not complete`);
    this.#use(assetId);
    return join(this.#folder, completeName(assetId, held.sizeBytes));
  }

  begin(manifest: Manifest): Promise<BeginOutcome> {
    return this.#inTurn(async () => {
      const { assetId } = manifest;
      if (!isConsistent(manifest)) return 'bad-manifest';
      if (this.#complete.has(assetId) || this.#receiving.has(assetId)) this.#use(assetId);
      if (this.#complete.has(assetId)) return 'complete';
      const resumed = await this.#resume(manifest).catch(refusal);
      if (resumed) return resumed;
      const room = await this.#makeRoom(manifest.sizeBytes, assetId);
      if (room !== 'ready') return room;
      try {
        await writeManifest(this.#disk, this.#path(partialName(assetId, 'manifest')), manifest);
        const file = await this.#disk.open(this.#path(partialName(assetId, 'part')), 'create');
        this.#receiving.set(assetId, { partial: new PartialAsset(manifest), file });
        this.#use(assetId);
        return 'ready';
      } catch (error) {
        return refusal(error);
      }
    });
  }

  async store(assetId: AssetId, index: number, bytes: Uint8Array): Promise<ChunkOutcome> {
    const before = this.#verdict(assetId, index, bytes);
    if (before) return before;
    return await this.#inTurn(async () => {
      const receiving = this.#receiving.get(assetId);
      const now = this.#verdict(assetId, index, bytes);
      if (now || !receiving) return now ?? 'unknown-asset';
      const { partial, file } = receiving;
      try {
        await file.write(bytes, partial.offsetOf(index));
        partial.mark(index);
        return partial.missingChunks === 0 ? await this.#finish(assetId, receiving) : 'stored';
      } catch (error) {
        return refusal(error);
      }
    });
  }

  missing(assetId: AssetId): ChunkRange[] | undefined {
    return this.#complete.has(assetId) ? [] : this.#receiving.get(assetId)?.partial.missing();
  }

  retain(needed: ReadonlySet<AssetId>, quotaBytes: number): Promise<AssetId[]> {
    return this.#inTurn(async () => {
      this.#needed = new Set(needed);
      this.#quotaBytes = quotaBytes;
      for (const assetId of needed) if (this.#uses.has(assetId)) this.#use(assetId);
      const evicted: AssetId[] = [];
      while (this.usedBytes() > this.#quotaBytes) {
        const victim = this.#oldestUnneeded();
        if (victim === undefined) break;
        await this.#drop(victim);
        evicted.push(victim);
      }
      return evicted;
    });
  }

  usedBytes(): number {
    let used = 0;
    for (const { sizeBytes } of this.#complete.values()) used += sizeBytes;
    for (const { partial } of this.#receiving.values()) used += partial.manifest.sizeBytes;
    return used;
  }

  async verify(): Promise<AssetId[]> {
    const broken: AssetId[] = [];
    for (const [assetId, held] of [...this.#complete]) {
      if (!held.verified && (await this.doubt(assetId))) broken.push(assetId);
    }
    return broken;
  }

  async doubt(assetId: AssetId): Promise<boolean> {
    const held = this.#complete.get(assetId);
    // Hashing goes on outside the turn: chunks keep arriving meanwhile, and the asset may be evicted.
    if (!held || (await this.#holds(assetId)) || this.#complete.get(assetId) !== held) return false;
    await this.#inTurn(() => this.#drop(assetId));
    return true;
  }

  close(): Promise<void> {
    return this.#inTurn(async () => {
      for (const { file } of this.#receiving.values()) await file.close();
      this.#receiving.clear();
      this.#complete.clear();
    });
  }

  /** Goes on with what was half-received by the same manifest; by another one it begins anew. */
  async #resume(manifest: Manifest): Promise<'ready' | 'complete' | undefined> {
    const { assetId, sizeBytes } = manifest;
    const known = this.#receiving.get(assetId);
    if (!known) return undefined;
    const isSame = known.partial.hasHashesOf(manifest) && known.partial.manifest.sizeBytes === sizeBytes;
    if (isSame && known.partial.missingChunks > 0) return 'ready';
    // All chunks there and not complete: the disk refused when it was to be finished.
    if (isSame && (await this.#finish(assetId, known)) === 'complete') return 'complete';
    await this.#drop(assetId);
    return undefined;
  }

  /** What is known about a chunk without touching the disk; `undefined` when it is to be written. */
  #verdict(assetId: AssetId, index: number, bytes: Uint8Array): ChunkOutcome | undefined {
    if (this.#complete.has(assetId)) return 'duplicate';
    const partial = this.#receiving.get(assetId)?.partial;
    if (!partial) return 'unknown-asset';
    if (partial.has(index) && partial.missingChunks > 0) return 'duplicate';
    return partial.accepts(index, bytes) ? undefined : 'bad-chunk';
  }

  /** All chunks are there. Left as it is when the disk refuses: the next chunk offered tries again. */
  async #finish(assetId: AssetId, { partial, file }: Receiving): Promise<ChunkOutcome> {
    const { sizeBytes } = partial.manifest;
    await file.sync();
    if (!(await isAsset(file, assetId, sizeBytes))) {
      await this.#drop(assetId);
      return 'bad-asset';
    }
    await this.#disk.rename(this.#path(partialName(assetId, 'part')), this.#path(completeName(assetId, sizeBytes)));
    this.#receiving.delete(assetId);
    this.#complete.set(assetId, { sizeBytes, verified: true });
    // From here on it is complete; what fails now is tidied at the next start.
    await file.close().catch(() => undefined);
    await this.#disk.syncFolder(this.#folder).catch(() => undefined);
    await this.#disk.remove(this.#path(partialName(assetId, 'manifest'))).catch(() => undefined);
    return 'complete';
  }

  async #makeRoom(bytes: number, exceptFor: AssetId): Promise<'ready' | 'no-room' | 'disk-full'> {
    while (this.usedBytes() + bytes > this.#quotaBytes) {
      const victim = this.#oldestUnneeded(exceptFor);
      if (victim === undefined) return 'no-room';
      await this.#drop(victim);
    }
    for (;;) {
      const free = await this.#disk.freeBytes(this.#folder).catch(() => undefined);
      let promised = this.#reserveBytes;
      for (const { partial } of this.#receiving.values()) promised += partial.missingBytes;
      if (free === undefined || free >= promised + bytes) return 'ready';
      const victim = this.#oldestUnneeded(exceptFor);
      if (victim === undefined) return 'disk-full';
      await this.#drop(victim);
    }
  }

  #oldestUnneeded(exceptFor?: AssetId): AssetId | undefined {
    for (const assetId of this.#uses.keys()) {
      const held = this.#complete.has(assetId) || this.#receiving.has(assetId);
      if (held && assetId !== exceptFor && !this.#needed.has(assetId)) return assetId;
    }
    return undefined;
  }

  async #drop(assetId: AssetId): Promise<void> {
    const complete = this.#complete.get(assetId);
    const receiving = this.#receiving.get(assetId);
    this.#complete.delete(assetId);
    this.#receiving.delete(assetId);
    this.#uses.delete(assetId);
    await receiving?.file.close().catch(() => undefined);
    const names = [partialName(assetId, 'part'), partialName(assetId, 'manifest')];
    if (complete) names.push(completeName(assetId, complete.sizeBytes));
    // A file that cannot be removed is found again at the next start, and judged again.
    for (const name of names) await this.#disk.remove(this.#path(name)).catch(() => undefined);
  }

  async #holds(assetId: AssetId): Promise<boolean> {
    const held = this.#complete.get(assetId);
    if (!held) return true;
    const path = this.#path(completeName(assetId, held.sizeBytes));
    held.verified = false;
    try {
      const file = await this.#disk.open(path, 'existing');
      held.verified = await isAsset(file, assetId, held.sizeBytes);
      await file.close();
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
    }
    return held.verified;
  }

  #use(assetId: AssetId): void {
    this.#uses.delete(assetId);
    this.#uses.set(assetId, true);
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => undefined);
    return done;
  }
}

/** A disk that refuses is a value; anything else is a fault of ours. */
function refusal(error: unknown): 'disk-full' {
  if (error instanceof DiskError) return 'disk-full';
  throw error;
}
