/** What a cache's folder holds at the start; leftovers and files of a wrong size are removed. */
import { join } from 'node:path';
import type { AssetId } from '@loa-lang/schemas/ids';
import { parseAssetFileName, partialName, readManifest } from './asset-files.ts';
import { TEMPORARY_SUFFIX } from './atomic-file.ts';
import type { Disk, DiskFile } from './disk.ts';
import { PartialAsset } from './partial-asset.ts';

export interface ScannedAssets {
  /** of the right size, not hashed yet; oldest file first */
  complete: { assetId: AssetId; sizeBytes: number }[];
  receiving: { assetId: AssetId; partial: PartialAsset; file: DiskFile }[];
}

export async function scanAssets(disk: Disk, folder: string): Promise<ScannedAssets> {
  const found: ScannedAssets = { complete: [], receiving: [] };
  const files = await disk.list(folder);
  files.sort((a, b) => a.modifiedAt - b.modifiedAt);
  const partialIds = new Set<AssetId>();
  for (const { name, sizeBytes } of files) {
    const parsed = parseAssetFileName(name);
    if (parsed?.kind === 'complete' && parsed.sizeBytes === sizeBytes) {
      found.complete.push({ assetId: parsed.assetId, sizeBytes });
    } else if (parsed?.kind === 'complete' || name.endsWith(TEMPORARY_SUFFIX)) {
      await disk.remove(join(folder, name));
    } else if (parsed) {
      partialIds.add(parsed.assetId);
    }
  }
  const isComplete = new Set(found.complete.map(({ assetId }) => assetId));
  const names = new Set(files.map(({ name }) => name));
  for (const assetId of partialIds) {
    const paths = { part: partialName(assetId, 'part'), manifest: partialName(assetId, 'manifest') };
    const manifest = isComplete.has(assetId) ? undefined : await readManifest(disk, join(folder, paths.manifest));
    if (manifest?.assetId !== assetId) {
      await disk.remove(join(folder, paths.part));
      await disk.remove(join(folder, paths.manifest));
      continue;
    }
    const file = await disk.open(join(folder, paths.part), names.has(paths.part) ? 'existing' : 'create');
    const partial = new PartialAsset(manifest);
    await partial.recognise(file);
    found.receiving.push({ assetId, partial, file });
  }
  return found;
}
