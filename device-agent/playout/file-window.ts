/** The part of a file's sound around its read position, decoded a little ahead. */
import type { SoundReader } from './segment.ts';
import type { SoundWindow } from './sound-window.ts';
import { BEHIND_SAMPLES, Stretch, samplesNeeded } from './stretch.ts';

/** 500 ms: decoded before the sound starts, so that its first blocks cost nothing */
const PRE_DECODED_SAMPLES = 24_000;
const CHUNK_SAMPLES = 4800;

export class FileWindow implements SoundWindow {
  readonly #reader: SoundReader;
  readonly #decoded = new Stretch(PRE_DECODED_SAMPLES + 2 * CHUNK_SAMPLES);

  constructor(reader: SoundReader) {
    this.#reader = reader;
  }

  prepare(position: number): void {
    this.#hold(Math.floor(position), PRE_DECODED_SAMPLES);
  }

  soundsFrom(from: number): number {
    return from;
  }

  read(position: number, rate: number, out: Float32Array, at: number, count: number): number {
    this.#hold(Math.floor(position), samplesNeeded(position, rate, count));
    this.#decoded.read(position, rate, out, at, count);
    return Math.max(0, Math.min(count, Math.round((this.#reader.durationSamples - position) / rate)));
  }

  free(): void {
    this.#reader.free();
  }

  /** Makes `[first - behind, first + count)` present, as far as the sound has it. */
  #hold(first: number, count: number): void {
    const decoded = this.#decoded;
    const wantedStart = Math.max(0, first - BEHIND_SAMPLES);
    const end = Math.min(this.#reader.durationSamples, first + count);
    if (wantedStart < decoded.start || wantedStart > decoded.end) {
      decoded.restartAt(wantedStart);
      this.#reader.seek(wantedStart);
    }
    while (decoded.end < end) {
      const got = this.#reader.read(decoded.room(CHUNK_SAMPLES, wantedStart));
      if (got === 0) return;
      decoded.length += got;
    }
  }
}
