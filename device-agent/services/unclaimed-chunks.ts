/** Chunks that came before their manifest, kept for a moment so that they need not be sent again. */
import type { AssetId } from '@loa-lang/schemas/ids';
import { CHUNK_BYTES } from '@loa-lang/schemas/wire/audio';

/** A manifest that was missed is repeated within two seconds: at the usual pace eight chunks; a burst is eight more. */
const MAX_CHUNKS = 64;

export class UnclaimedChunks {
  readonly #chunks = new Map<string, { assetId: AssetId; index: number; bytes: Uint8Array }>();

  /** Keeps it unless it cannot be a chunk; the oldest makes room. */
  add(assetId: AssetId, index: number, bytes: Uint8Array): void {
    if (bytes.length === 0 || bytes.length > CHUNK_BYTES) return;
    // copied: what the link hands out may be a window into a larger buffer
    this.#chunks.set(`${assetId}/${index}`, { assetId, index, bytes: bytes.slice() });
    if (this.#chunks.size <= MAX_CHUNKS) return;
    const [oldest] = this.#chunks.keys();
    if (oldest !== undefined) this.#chunks.delete(oldest);
  }

  /** Gives and forgets those of one asset. */
  take(assetId: AssetId): [index: number, bytes: Uint8Array][] {
    const taken = [...this.#chunks.values()].filter((chunk) => chunk.assetId === assetId);
    this.drop(assetId);
    return taken.map(({ index, bytes }) => [index, bytes]);
  }

  drop(assetId: AssetId): void {
    for (const [key, chunk] of this.#chunks) if (chunk.assetId === assetId) this.#chunks.delete(key);
  }
}
