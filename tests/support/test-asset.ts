/** Assets with random content for tests of the cache and of the push. */
import { createHash } from 'node:crypto';
import type { Manifest } from '@loa-lang/schemas/wire/audio';
import { seededRandom } from './seeded-random.ts';

export interface TestAsset {
  manifest: Manifest;
  bytes: Buffer;
  chunk(index: number): Uint8Array;
}

export function testAsset(seed: number, sizeBytes: number, chunkBytes = 1024): TestAsset {
  const random = seededRandom(seed);
  const bytes = Buffer.from(Uint8Array.from({ length: sizeBytes }, () => Math.floor(random() * 256)));
  const chunk = (index: number): Uint8Array => bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes);
  const hashOf = (piece: Uint8Array): string =>
    createHash('sha256').update(piece).digest().subarray(0, 16).toString('base64url');
  const chunkHashes = Array.from({ length: Math.ceil(sizeBytes / chunkBytes) }, (_, index) => hashOf(chunk(index)));
  const assetId = createHash('sha256').update(bytes).digest('hex');
  return { manifest: { assetId, sizeBytes, durationMs: 1000, chunkBytes, chunkHashes }, bytes, chunk };
}
