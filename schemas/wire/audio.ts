/** Audio push, which carries releases of the agent as well: one signed manifest, raw chunks, and the devices' wants. */
import { type Static, Type } from 'typebox';
import { AssetIdSchema } from '../ids.ts';
import { AssetRefSchema } from './common.ts';

/** Bytes of one chunk; the last one is shorter. Small enough that sync and plans never wait long behind one. */
export const CHUNK_BYTES = 8 * 1024;

/** Topic `audio/{assetId}/manifest`, signed with the `manifest` key. */
export const ManifestSchema = Type.Object({
  assetId: AssetIdSchema,
  sizeBytes: AssetRefSchema.properties.sizeBytes,
  /** of audio; absent for what is none */
  durationMs: Type.Optional(Type.Integer({ minimum: 1 })),
  chunkBytes: Type.Integer({ minimum: 1024, maximum: CHUNK_BYTES }),
  /** SHA-256 of each chunk, base64url, first 128 bits: enough to find the broken chunk; the whole is checked in full */
  chunkHashes: Type.Array(Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' }), { minItems: 1, maxItems: 8192 }),
});
export type Manifest = Static<typeof ManifestSchema>;

/** Half-open range of chunk numbers `[from, to)`. */
export const ChunkRangeSchema = Type.Tuple([Type.Integer({ minimum: 0 }), Type.Integer({ minimum: 1 })]);
export type ChunkRange = Static<typeof ChunkRangeSchema>;

/** Topic `device/{id}/want`, signed by the device. Without ranges: everything, manifest included. */
export const WantSchema = Type.Object({
  assetId: AssetIdSchema,
  ranges: Type.Optional(Type.Array(ChunkRangeSchema, { minItems: 1, maxItems: 256 })),
  /** controller time by which it must be there to sound, when known */
  neededAt: Type.Optional(Type.Number({ minimum: 0 })),
});
export type Want = Static<typeof WantSchema>;

/** Chunks that an asset of this size has. */
export const chunkCount = (sizeBytes: number, chunkBytes: number = CHUNK_BYTES): number =>
  Math.ceil(sizeBytes / chunkBytes);
