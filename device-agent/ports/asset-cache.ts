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

export interface AssetCache {
  /** Reads the folder; half-received assets are resumed, broken ones removed. */
  open(): Promise<void>;
  has(assetId: AssetId): boolean;
  /** ids of complete, verified assets */
  complete(): AssetId[];
  pathOf(assetId: AssetId): string;
  /** Begins (or resumes) receiving. Evicts what nobody needs when there is no room. */
  begin(manifest: Manifest): Promise<'ready' | 'complete' | 'no-room' | 'disk-full'>;
  store(assetId: AssetId, index: number, bytes: Uint8Array): Promise<ChunkOutcome>;
  /** chunks still missing, merged; `undefined` when no manifest is known */
  missing(assetId: AssetId): ChunkRange[] | undefined;
  /** Says which assets are needed (never evicted) and the quota in bytes. */
  retain(needed: ReadonlySet<AssetId>, quotaBytes: number): Promise<AssetId[]>;
  usedBytes(): number;
}
