/**
 * Names and checks of the files of the asset cache: `<assetId>-<sizeBytes>.ogg` is complete and was verified before it
 * got that name; `<assetId>.part` is being received, beside `<assetId>.manifest`.
 */
import { createHash } from 'node:crypto';
import type { AssetId } from '@loa-lang/schemas/ids';
import type { Manifest } from '@loa-lang/schemas/wire/audio';
import { readFramedFile, writeFramedFile } from './atomic-file.ts';
import type { Disk, DiskFile } from './disk.ts';
import { isConsistent } from './partial-asset.ts';

const COMPLETE = /^([0-9a-f]{64})-(\d{1,10})\.ogg$/;
const PARTIAL = /^([0-9a-f]{64})\.(part|manifest)$/;
/** Bytes hashed between two turns of the event loop: about a millisecond on a small board. */
const PIECE_BYTES = 64 * 1024;
/** A frame holds 1 MiB; the longest manifest (8,192 chunks) is a fifth of that. */
const MANIFEST_FIELDS = ['assetId', 'sizeBytes', 'chunkBytes', 'chunkHashes'] as const;

export const completeName = (assetId: AssetId, sizeBytes: number): string => `${assetId}-${sizeBytes}.ogg`;
export const partialName = (assetId: AssetId, kind: 'part' | 'manifest'): string => `${assetId}.${kind}`;

export type AssetFileName =
  | { kind: 'complete'; assetId: AssetId; sizeBytes: number }
  | { kind: 'part' | 'manifest'; assetId: AssetId };

/** Reads a name; `undefined` for anything that is not ours. */
export function parseAssetFileName(name: string): AssetFileName | undefined {
  const [, completeId, size] = COMPLETE.exec(name) ?? [];
  if (completeId !== undefined) return { kind: 'complete', assetId: completeId, sizeBytes: Number(size) };
  const [, partialId, kind] = PARTIAL.exec(name) ?? [];
  return partialId === undefined ? undefined : { kind: kind as 'part' | 'manifest', assetId: partialId };
}

/** Whether a file is the asset: SHA-256 over all of it, never more than a piece in memory. */
export async function isAsset(file: DiskFile, assetId: AssetId, sizeBytes: number): Promise<boolean> {
  const hash = createHash('sha256');
  const buffer = new Uint8Array(PIECE_BYTES);
  for (let at = 0; at < sizeBytes; at += PIECE_BYTES) {
    const piece = buffer.subarray(0, Math.min(PIECE_BYTES, sizeBytes - at));
    if ((await file.read(at, piece)) < piece.length) return false;
    hash.update(piece);
  }
  return (await file.read(sizeBytes, buffer.subarray(0, 1))) === 0 && hash.digest('hex') === assetId;
}

export const writeManifest = (disk: Disk, path: string, manifest: Manifest): Promise<void> =>
  writeFramedFile(disk, path, [Buffer.from(JSON.stringify(manifest), 'utf8')]);

export async function readManifest(disk: Disk, path: string): Promise<Manifest | undefined> {
  const frames = await readFramedFile(disk, path);
  if (!Array.isArray(frames)) return undefined;
  try {
    const manifest = JSON.parse(Buffer.from(frames[0] ?? []).toString('utf8')) as Manifest;
    return MANIFEST_FIELDS.every((field) => field in manifest) && isConsistent(manifest) ? manifest : undefined;
  } catch {
    return undefined;
  }
}
