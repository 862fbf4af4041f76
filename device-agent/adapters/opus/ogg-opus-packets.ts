/** A cursor over the packets of an indexed Ogg Opus file. */
import { SoundFault } from '../../playout/segment.ts';
import type { OggFile } from './ogg-file.ts';
import type { OggOpusIndex } from './ogg-opus-index.ts';

export class OggOpusPackets {
  readonly #file: OggFile;
  readonly #index: OggOpusIndex;
  #page = 0;
  #queue: Uint8Array[] = [];
  #partial: Uint8Array[] = [];

  constructor(file: OggFile, index: OggOpusIndex) {
    this.#file = file;
    this.#index = index;
  }

  /**
   * Goes to the last page that begins a packet at or before the granule.
   * @returns granule of the first sample of the packet that `next` returns
   */
  seek(granule: number): number {
    const { granules, continued } = this.#index;
    let low = 0;
    let high = granules.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((granules[middle] as number) > granule) high = middle;
      else low = middle + 1;
    }
    while (low > 0 && continued[low]) low--;
    this.#page = low;
    this.#queue = [];
    this.#partial = [];
    return low === 0 ? this.#index.initialGranule : (granules[low - 1] as number);
  }

  /** @throws SoundFault */
  next(): Uint8Array | undefined {
    while (this.#queue.length === 0) {
      if (this.#page >= this.#index.offsets.length) return undefined;
      this.#readPage();
    }
    return this.#queue.shift();
  }

  #readPage(): void {
    const { header, body } = this.#file.pageAt(this.#index.offsets[this.#page] as number);
    if (header.continued !== this.#partial.length > 0) throw new SoundFault('corrupt', 'a packet lost its other half');
    let start = 0;
    let end = 0;
    for (const length of header.lacing) {
      end += length;
      if (length === 255) continue;
      const piece = body.subarray(start, end);
      this.#queue.push(this.#partial.length === 0 ? piece : Buffer.concat([...this.#partial, piece]));
      this.#partial = [];
      start = end;
    }
    if (end > start) this.#partial.push(body.subarray(start, end));
    this.#page++;
  }
}
