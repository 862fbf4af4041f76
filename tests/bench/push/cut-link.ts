/** One agent's way to the broker, which is cut once, and which chunks came through on it. */
import type { AssetId } from '@loa-lang/schemas/ids';
import { parseTopic } from '@loa-lang/schemas/wire/topics';
import { FaultProxy } from '../../support/proxy.ts';
import type { PublishedChunk } from './audio-watch.ts';
import { publishedTopics } from './published-messages.ts';

export class CutLink {
  readonly #proxy: FaultProxy;
  readonly #arrivals = new Map<AssetId, Map<number, number>>();
  #cutAt: number | undefined;
  #backAt: number | undefined;

  constructor(brokerUrl: string) {
    const { hostname, port } = new URL(brokerUrl);
    this.#proxy = new FaultProxy({ target: { host: hostname, port: Number(port) }, tap: () => this.#taken() });
  }

  async start(): Promise<void> {
    await this.#proxy.start();
  }

  get url(): string {
    return this.#proxy.url;
  }

  /** Resets the connection and refuses new ones for so long. */
  cut(forMs: number): void {
    this.#cutAt = performance.now();
    this.#proxy.dropFor(forMs);
  }

  get cutAt(): number | undefined {
    return this.#cutAt;
  }

  /** From the cut until the agent was connected again: it returns after a random wait of its own. */
  get awayMs(): number | undefined {
    return this.#cutAt === undefined || this.#backAt === undefined ? undefined : this.#backAt - this.#cutAt;
  }

  /**
   * Chunks of the asset whose first publication did not come through: what came of them, if anything, came nearer to
   * a later publication than to the first.
   */
  lost(assetId: AssetId, published: readonly PublishedChunk[]): Set<number> {
    const arrivals = this.#arrivals.get(assetId);
    const times = new Map<number, number[]>();
    for (const { index, at } of published) times.set(index, [...(times.get(index) ?? []), at]);
    const lost = new Set<number>();
    for (const [index, [first, second]] of times) {
      const arrivedAt = arrivals?.get(index);
      const isLate = second !== undefined && arrivedAt !== undefined && arrivedAt > ((first as number) + second) / 2;
      if (arrivedAt === undefined || isLate) lost.add(index);
    }
    return lost;
  }

  stop(): Promise<void> {
    return this.#proxy.stop();
  }

  #taken(): (piece: Buffer) => void {
    if (this.#cutAt !== undefined) this.#backAt ??= performance.now();
    return publishedTopics((topic) => {
      const parsed = parseTopic(topic);
      if (parsed?.kind !== 'chunk') return;
      const arrivals = this.#arrivals.get(parsed.assetId) ?? new Map<number, number>();
      this.#arrivals.set(parsed.assetId, arrivals);
      if (!arrivals.has(parsed.index)) arrivals.set(parsed.index, performance.now());
    });
  }
}

/** Bytes of the chunks that at least one of the sets names, each counted once. */
export function unionBytes(sets: readonly ReadonlySet<number>[], published: readonly PublishedChunk[]): number {
  const sizes = new Map(published.map(({ index, bytes }) => [index, bytes]));
  return [...sizes].filter(([index]) => sets.some((set) => set.has(index))).reduce((sum, [, bytes]) => sum + bytes, 0);
}
