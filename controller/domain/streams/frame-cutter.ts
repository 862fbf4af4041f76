/** Makes frames of samples that come in pieces of any length, even of half a sample. */
import { FRAME_SAMPLES, type Samples } from './samples.ts';

const FRAME_BYTES = FRAME_SAMPLES * 2;

export class FrameCutter {
  #rest = Buffer.alloc(0);

  /** @param bytes signed 16 bit little-endian */
  cut(bytes: Uint8Array): Samples[] {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const frames: Samples[] = [];
    let from = 0;
    for (; from + FRAME_BYTES <= all.length; from += FRAME_BYTES) frames.push(frameAt(all, from));
    this.#rest = Buffer.from(all.subarray(from));
    return frames;
  }
}

function frameAt(bytes: Uint8Array, from: number): Samples {
  const view = new DataView(bytes.buffer, bytes.byteOffset + from, FRAME_BYTES);
  const samples = new Int16Array(FRAME_SAMPLES);
  for (let i = 0; i < FRAME_SAMPLES; i++) samples[i] = view.getInt16(i * 2, true);
  return samples;
}

/** As it goes to an encoder. */
export function bytesOf(samples: Samples): Uint8Array {
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < samples.length; i++) view.setInt16(i * 2, samples[i] as number, true);
  return bytes;
}
