/** Consecutive samples around a read position, read at any fractional position and rate. */
export class Stretch {
  readonly samples: Float32Array;
  /** number of `samples[0]` */
  start = 0;
  length = 0;

  constructor(capacity: number) {
    this.samples = new Float32Array(capacity);
  }

  get end(): number {
    return this.start + this.length;
  }

  /** Forgets everything; the next sample that is added is this one. */
  restartAt(sample: number): void {
    this.start = sample;
    this.length = 0;
  }

  /** Room for up to `count` samples at the end; what lies before `keepFrom` goes when it is needed for that. */
  room(count: number, keepFrom: number): Float32Array {
    if (this.length + count > this.samples.length) {
      const drop = Math.max(0, Math.min(this.length, keepFrom - this.start));
      this.samples.copyWithin(0, drop, this.length);
      this.start += drop;
      this.length -= drop;
    }
    return this.samples.subarray(this.length, Math.min(this.samples.length, this.length + count));
  }

  /** Writes `count` samples read from `position` on at `rate` into `out[at…]`; zeros where there are none. */
  read(position: number, rate: number, out: Float32Array, at: number, count: number): void {
    const samples = this.samples;
    const first = Math.floor(position);
    const offset = first - this.start;
    if (rate === 1 && position === first) {
      for (let i = 0; i < count; i++) out[at + i] = this.#at(offset + i);
      return;
    }
    const fraction = position - first;
    const inside = offset >= 1 && offset + samplesNeeded(position, rate, count) < this.length;
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

  #at(index: number): number {
    return index >= 0 && index < this.length ? (this.samples[index] as number) : 0;
  }
}

/** Samples from `floor(position)` on that a read touches. */
export const samplesNeeded = (position: number, rate: number, count: number): number =>
  rate === 1 && Number.isInteger(position) ? count : Math.ceil(position + rate * count) + 3 - Math.floor(position);
/** Samples kept before the position, for the interpolation and the tail of a crossfade. */
export const BEHIND_SAMPLES = 4;
