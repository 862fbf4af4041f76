/** Audio kept on the device, content-addressed. */
import type { AssetId } from '@loa-lang/schemas/ids';
import type { ChunkRange, Manifest } from '@loa-lang/schemas/wire/audio';

export type ChunkOutcome =
  | 'stored'
  | 'duplicate'
  | 'bad-chunk'
  | 'unknown-asset'
  | 'complete'
  | 'bad-asset'
  | 'disk-full';

/** `disk-full` also says that the disk refused for another reason; `bad-manifest` that it contradicts itself. */
export type BeginOutcome = 'ready' | 'complete' | 'no-room' | 'disk-full' | 'bad-manifest';

export interface AssetCache {
  /** Reads the folder; half-received assets are resumed, broken ones removed. The largest part of the hashing is left to `verify`. */
  open(): Promise<void>;
  has(assetId: AssetId): boolean;
  /** ids of complete, verified assets */
  complete(): AssetId[];
  /** Path of a complete asset's file; counts as a use. Throws for any other. */
  pathOf(assetId: AssetId): string;
  /** Begins (or resumes) receiving. Evicts what nobody needs when there is no room. */
  begin(manifest: Manifest): Promise<BeginOutcome>;
  store(assetId: AssetId, index: number, bytes: Uint8Array): Promise<ChunkOutcome>;
  /** chunks still missing, merged; `undefined` when no manifest is known */
  missing(assetId: AssetId): ChunkRange[] | undefined;
  /** Says which assets are needed (never evicted) and the quota in bytes. */
  retain(needed: ReadonlySet<AssetId>, quotaBytes: number): Promise<AssetId[]>;
  /** bytes of complete assets and of all that half-received ones will take */
  usedBytes(): number;
  /** Hashes what `open` left unchecked, a piece at a time. @returns the broken assets, which are removed. */
  verify(): Promise<AssetId[]>;
  /** Hashes a complete asset again, e.g. since its file could not be played. @returns whether it is broken; it is removed then. */
  doubt(assetId: AssetId): Promise<boolean>;
  close(): Promise<void>;
}
