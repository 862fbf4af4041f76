/** An asset that is being received: which chunks are there, and what each must hash to. */
import { createHash } from 'node:crypto';
import { type ChunkRange, chunkCount, type Manifest } from '@loa-lang/schemas/wire/audio';
import type { DiskFile } from './disk.ts';

/** 128 bits of SHA-256, as the manifest gives them. */
const HASH_BYTES = 16;

export const isConsistent = ({ sizeBytes, chunkBytes, chunkHashes }: Manifest): boolean =>
  chunkHashes.length === chunkCount(sizeBytes, chunkBytes);

export class PartialAsset {
  readonly manifest: Manifest;
  /** kept as bytes: 8,192 hashes as text would be half a megabyte */
  readonly #hashes: Buffer;
  readonly #present: Uint8Array;
  #missing: number;

  constructor(manifest: Manifest) {
    this.#hashes = Buffer.concat(manifest.chunkHashes.map((hash) => Buffer.from(hash, 'base64url')));
    this.#present = new Uint8Array(manifest.chunkHashes.length);
    this.#missing = manifest.chunkHashes.length;
    this.manifest = { ...manifest, chunkHashes: [] };
  }

  get missingChunks(): number {
    return this.#missing;
  }

  get missingBytes(): number {
    return Math.min(this.manifest.sizeBytes, this.#missing * this.manifest.chunkBytes);
  }

  offsetOf(index: number): number {
    return index * this.manifest.chunkBytes;
  }

  lengthOf(index: number): number {
    return Math.min(this.manifest.chunkBytes, this.manifest.sizeBytes - this.offsetOf(index));
  }

  has(index: number): boolean {
    return this.#present[index] === 1;
  }

  hasHashesOf(manifest: Manifest): boolean {
    return Buffer.concat(manifest.chunkHashes.map((hash) => Buffer.from(hash, 'base64url'))).equals(this.#hashes);
  }

  /** The right bytes for this place: length and hash hold. */
  accepts(index: number, bytes: Uint8Array): boolean {
    if (!Number.isInteger(index) || index < 0 || index >= this.#present.length) return false;
    if (bytes.length !== this.lengthOf(index)) return false;
    const hash = createHash('sha256').update(bytes).digest().subarray(0, HASH_BYTES);
    return hash.equals(this.#hashes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES));
  }

  mark(index: number): void {
    if (this.has(index)) return;
    this.#present[index] = 1;
    this.#missing -= 1;
  }

  /** Finds by their hashes the chunks that a file already holds; nothing else about the file is believed. */
  async recognise(file: DiskFile): Promise<void> {
    const buffer = new Uint8Array(this.manifest.chunkBytes);
    for (let index = 0; index < this.#present.length; index += 1) {
      const bytes = buffer.subarray(0, this.lengthOf(index));
      const filled = await file.read(this.offsetOf(index), bytes);
      if (filled === 0) return;
      if (filled === bytes.length && this.accepts(index, bytes)) this.mark(index);
    }
  }

  missing(): ChunkRange[] {
    const ranges: ChunkRange[] = [];
    let from: number | undefined;
    for (let index = 0; index <= this.#present.length; index += 1) {
      const isMissing = index < this.#present.length && !this.has(index);
      if (isMissing) from ??= index;
      else if (from !== undefined) {
        ranges.push([from, index]);
        from = undefined;
      }
    }
    return ranges;
  }
}
