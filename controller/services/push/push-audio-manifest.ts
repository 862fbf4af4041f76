/** Signed manifests, made by reading the asset once, piece by piece, and kept for the next time. */
import { createHash } from 'node:crypto';
import type { AssetId } from '@loa-lang/schemas/ids';
import { sealDocument } from '@loa-lang/schemas/sealing/seal';
import type { Millis } from '@loa-lang/schemas/units';
import { CHUNK_BYTES } from '@loa-lang/schemas/wire/audio';
import { subjects } from '@loa-lang/schemas/wire/topics';
import type { AssetStore } from '../../ports/audio.ts';
import type { DeploymentKeys } from '../../ports/key-store.ts';

export interface AssetFacts {
  sizeBytes: number;
  /** absent: it is no audio */
  durationMs?: Millis | undefined;
}

/** What the database knows of an asset; `undefined` when it is not one of ours. */
export type DescribeAsset = (assetId: AssetId) => Promise<AssetFacts | undefined>;

/** A manifest is a few kilobytes. */
const MAX_KEPT = 128;
/** 128 bits, as the manifest's schema says. */
const HASH_BYTES = 16;

export class Manifests {
  private readonly assets: AssetStore;
  private readonly keys: DeploymentKeys;
  private readonly kept = new Map<string, Promise<Uint8Array>>();

  constructor(assets: AssetStore, keys: DeploymentKeys) {
    this.assets = assets;
    this.keys = keys;
  }

  /** @throws when the asset cannot be read. */
  of(assetId: AssetId, facts: AssetFacts): Promise<Uint8Array> {
    // what another key has signed is made anew
    const name = `${this.keys.signer('manifest').kid}/${assetId}`;
    const kept = this.kept.get(name);
    if (kept !== undefined) return kept;
    const made = this.make(assetId, facts);
    made.catch(() => this.kept.delete(name));
    this.kept.set(name, made);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MAX_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return made;
  }

  private async make(assetId: AssetId, { sizeBytes, durationMs }: AssetFacts): Promise<Uint8Array> {
    const chunkHashes: string[] = [];
    for (let from = 0; from < sizeBytes; from += CHUNK_BYTES) {
      const chunk = await this.assets.read(assetId, from, Math.min(from + CHUNK_BYTES, sizeBytes));
      chunkHashes.push(createHash('sha256').update(chunk).digest().subarray(0, HASH_BYTES).toString('base64url'));
    }
    return sealDocument(
      'manifest',
      subjects.manifest(assetId),
      this.keys.deploymentId,
      {
        ...{ assetId, sizeBytes, chunkBytes: CHUNK_BYTES, chunkHashes },
        ...(durationMs !== undefined && { durationMs }),
      },
      this.keys.signer('manifest'),
    );
  }
}
