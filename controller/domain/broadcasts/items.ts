/** From bulletins to the items of a plan. */
import type { AssetId } from '@loa-lang/schemas/ids';
import type { Millis } from '@loa-lang/schemas/units';
import type { AssetItem } from '@loa-lang/schemas/wire/plan';

export interface SpokenVersion {
  language: string;
  assetId: AssetId;
  sizeBytes: number;
  durationMs: Millis;
}

/** Items and parts that a plan may carry for one broadcast. */
export const MAX_ITEMS = 256;

/** One part a bulletin; each reading of it in all its languages, readings one after another. */
export const itemsOf = (parts: readonly { versions: readonly SpokenVersion[]; readings: number }[]): AssetItem[] =>
  parts.flatMap(({ versions, readings }, part) =>
    Array.from({ length: readings }).flatMap(() =>
      versions.map((version): AssetItem => ({ kind: 'asset', part, ...version })),
    ),
  );
