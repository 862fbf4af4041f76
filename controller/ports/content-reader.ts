/** From sound back to what it says. */
import type { AreaId, AssetId } from '@loa-lang/schemas/ids';
import type { VersionRecord } from './bulletin-store.ts';

export interface ContentReader {
  /** What these assets were made of, removed bulletins included; of each asset the oldest version that gave it. */
  madeInto(assetIds: readonly AssetId[]): Promise<{ title: string; communeId: AreaId; version: VersionRecord }[]>;
}
