/** Finished audio under the key of what it was made of: made once, found ever after. */
import type { AssetStore, MadeAsset, Transcoder } from '../../ports/audio.ts';
import type { AssetRecord, BulletinStore } from '../../ports/bulletin-store.ts';

export interface KeptEncodingDeps {
  bulletins: Pick<BulletinStore, 'encoded' | 'keepEncoding'>;
  assets: AssetStore;
  transcoder: Transcoder;
}

export interface Kept {
  asset: AssetRecord;
  warnings: string[];
}

/** `undefined` also when the database knows it and the disk does not. */
export async function keptEncoding({ bulletins, assets }: KeptEncodingDeps, key: string): Promise<Kept | undefined> {
  const known = await bulletins.encoded(key);
  return known !== undefined && (await assets.has(known.asset.assetId)) ? known : undefined;
}

/**
 * The file first: a row without it would be found and be useless. Another controller may have made the same meanwhile,
 * not to the byte: then that one is the answer.
 */
export async function keepEncoding(
  deps: KeptEncodingDeps,
  key: string,
  { path, assetId, sizeBytes, durationMs, levelDbfs, loudness, analysis, source }: MadeAsset,
  provenance: { warnings: readonly string[]; [fact: string]: unknown },
): Promise<Kept> {
  const { bulletins, assets, transcoder } = deps;
  const before = await keptEncoding(deps, key);
  if (before !== undefined) return before;
  await assets.adopt(assetId, path);
  const facts = { assetId, sizeBytes, durationMs, levelDbfs, loudness, analysis };
  const tool = await transcoder.describe();
  await bulletins.keepEncoding(key, { ...facts, provenance: { ...provenance, tool, source } });
  return { asset: { assetId, sizeBytes, durationMs, levelDbfs }, warnings: [...provenance.warnings] };
}
