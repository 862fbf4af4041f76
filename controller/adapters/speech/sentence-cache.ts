/**
 * Sentences spoken lately, in memory. What was heard beforehand is not spoken, or paid for, a second time when it is
 * sent, and a change in one sentence leaves the others as they were. Losing it costs time only.
 */
import type { SpokenSentence } from '../../ports/speech.ts';

/** About ten minutes of speech. */
const MAX_BYTES = 32 * 1024 * 1024;

export class SentenceCache {
  /** least recently used first */
  readonly #kept = new Map<string, SpokenSentence>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  get(key: string): SpokenSentence | undefined {
    const found = this.#kept.get(key);
    if (found !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, found);
    }
    return found;
  }

  put(key: string, sentence: SpokenSentence): void {
    this.#drop(key);
    this.#kept.set(key, sentence);
    this.#bytes += sentence.samples.byteLength;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#kept.get(key)?.samples.byteLength ?? 0;
    this.#kept.delete(key);
  }
}
