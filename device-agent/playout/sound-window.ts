/** The part of a sound around its read position, decoded a little ahead, read at any fractional position and rate. */
import type { SoundReader } from './segment.ts';

/** 500 ms: decoded before the sound starts, so that its first blocks cost nothing */
export const PRE_DECODED_SAMPLES = 24_000;
const CHUNK_SAMPLES = 4800;
/** Samples kept before the position, for the interpolation and the tail of a crossfade. */
const BEHIND_SAMPLES = 4;
const CAPACITY = PRE_DECODED_SAMPLES + 2 * CHUNK_SAMPLES;

export class SoundWindow {
  readonly #reader: SoundReader;
  readonly #samples = new Float32Array(CAPACITY);
  /** asset sample of `#samples[0]` */
  #start = 0;
  #length = 0;

  constructor(reader: SoundReader) {
    this.#reader = reader;
  }

  get durationSamples(): number {
    return this.#reader.durationSamples;
  }

  /** Decodes ahead from the position. @throws SoundFault */
  prepare(position: number): void {
    this.#hold(Math.floor(position), PRE_DECODED_SAMPLES);
  }

  /**
   * Writes `count` samples read from `position` on at `rate` into `out[at…]`; zeros beyond the sound's ends.
   * @throws SoundFault
   */
  read(position: number, rate: number, out: Float32Array, at: number, count: number): void {
    const first = Math.floor(position);
    const needed = Math.ceil(position + rate * count) + 3 - first;
    this.#hold(first, needed);
    const samples = this.#samples;
    const offset = first - this.#start;
    if (rate === 1 && position === first) {
      for (let i = 0; i < count; i++) out[at + i] = this.#at(offset + i);
      return;
    }
    const fraction = position - first;
    const inside = offset >= 1 && offset + needed < this.#length;
    for (let i = 0; i < count; i++) {
      const where = fraction + rate * i;
      const whole = Math.floor(where);
      const x = where - whole;
      const k = offset + whole;
      const a = inside ? (samples[k - 1] as number) : this.#at(k - 1);
      const b = inside ? (samples[k] as number) : this.#at(k);
      const c = inside ? (samples[k + 1] as number) : this.#at(k + 1);
      const d = inside ? (samples[k + 2] as number) : this.#at(k + 2);
      // Catmull-Rom cubic
      out[at + i] = b + 0.5 * x * (c - a + x * (2 * a - 5 * b + 4 * c - d + x * (3 * (b - c) + d - a)));
    }
  }

  free(): void {
    this.#reader.free();
  }

  #at(index: number): number {
    return index >= 0 && index < this.#length ? (this.#samples[index] as number) : 0;
  }

  /** Makes `[first - behind, first + count)` present, as far as the sound has it. */
  #hold(first: number, count: number): void {
    const wantedStart = Math.max(0, first - BEHIND_SAMPLES);
    const end = Math.min(this.durationSamples, first + count);
    if (wantedStart < this.#start || wantedStart > this.#start + this.#length) {
      this.#start = wantedStart;
      this.#length = 0;
      this.#reader.seek(wantedStart);
    }
    while (this.#start + this.#length < end) {
      if (this.#length + CHUNK_SAMPLES > CAPACITY) {
        const drop = wantedStart - this.#start;
        this.#samples.copyWithin(0, drop, this.#length);
        this.#start += drop;
        this.#length -= drop;
      }
      const room = this.#samples.subarray(this.#length, Math.min(CAPACITY, this.#length + CHUNK_SAMPLES));
      const got = this.#reader.read(room);
      if (got === 0) return;
      this.#length += got;
    }
  }
}
