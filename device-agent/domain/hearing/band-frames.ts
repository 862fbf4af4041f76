/**
 * Sound as the powers of 13 third octaves, fifty times a second: what two recordings of the same have in common, whatever
 * room, loudness and colour. A few seconds are kept.
 */
import type { MonotonicMillis } from '@loa-lang/schemas/units';
import { HEARING_PER_MS, HEARING_RATE_HZ } from './decimator.ts';
import { PowerSpectrum } from './fourier.ts';
import { BandSums, THIRD_OCTAVES } from './third-octaves.ts';

/** 250 Hz to 4 kHz: what speech and small horns share. */
const BANDS = THIRD_OCTAVES.slice(1, -1);
export const BAND_COUNT = BANDS.length;
export const BAND_FRAME_MS = 20;
const HOP = BAND_FRAME_MS * HEARING_PER_MS;
/** 32 ms. */
const SPECTRUM = 512;
const KEPT = 768;

export class BandFrames {
  readonly #spectrum = new PowerSpectrum(SPECTRUM);
  readonly #sums = new BandSums(SPECTRUM, HEARING_RATE_HZ, BANDS);
  readonly #ring = new Float32Array(KEPT * BAND_COUNT);
  readonly #powers = new Float32Array(KEPT);
  #pending = new Float32Array(2 * SPECTRUM);
  #length = 0;
  #count = 0;

  /** Frames so far. */
  get count(): number {
    return this.#count;
  }

  /** The first frame that is still there. */
  get first(): number {
    return Math.max(0, this.#count - KEPT);
  }

  /** @param samples at 16 kHz, each following the last */
  push(samples: Float32Array): void {
    const total = this.#length + samples.length;
    if (total > this.#pending.length) {
      const larger = new Float32Array(2 * total);
      larger.set(this.#pending.subarray(0, this.#length));
      this.#pending = larger;
    }
    this.#pending.set(samples, this.#length);
    let at = 0;
    for (; at + SPECTRUM <= total; at += HOP) this.#keep(at);
    this.#pending.copyWithin(0, at, total);
    this.#length = total - at;
  }

  /** Powers of the bands, frame by frame, from frame `from` on. */
  bands(from: number, frames: number): Float32Array {
    const out = new Float32Array(frames * BAND_COUNT);
    for (let n = 0; n < frames; n++) {
      const slot = ((from + n) % KEPT) * BAND_COUNT;
      out.set(this.#ring.subarray(slot, slot + BAND_COUNT), n * BAND_COUNT);
    }
    return out;
  }

  /** Mean square of everything, not of the bands alone. */
  power(from: number, frames: number): number {
    let sum = 0;
    for (let n = 0; n < frames; n++) sum += this.#powers[(from + n) % KEPT] as number;
    return sum / Math.max(1, frames);
  }

  #keep(at: number): void {
    const slot = this.#count++ % KEPT;
    this.#sums.sum(this.#spectrum.measure(this.#pending, at), this.#ring, slot * BAND_COUNT);
    let squares = 0;
    for (let i = at; i < at + HOP; i++) squares += (this.#pending[i] as number) ** 2;
    this.#powers[slot] = squares / HOP;
  }
}

/** The frame that begins nearest to the instant. */
export const frameAt = (at: MonotonicMillis, startedAt: MonotonicMillis): number =>
  Math.round((at - startedAt) / BAND_FRAME_MS);
