/** Fast Fourier transforms of one length (radix 2, Cooley and Tukey, 1965), with their tables made once. */

/** In place, of complex numbers in two arrays. */
export class Fourier {
  readonly length: number;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #reversed: Uint32Array;

  /** @throws {RangeError} when the length is not a power of two */
  constructor(length: number) {
    if (length < 2 || (length & (length - 1)) !== 0) throw new RangeError('length must be a power of two');
    this.length = length;
    this.#cos = Float64Array.from({ length: length / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / length));
    this.#sin = Float64Array.from({ length: length / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / length));
    this.#reversed = new Uint32Array(length);
    for (let i = 1; i < length; i++) {
      this.#reversed[i] = ((this.#reversed[i >> 1] as number) >> 1) | (i & 1 ? length >> 1 : 0);
    }
  }

  forward(re: Float64Array, im: Float64Array): void {
    const { length } = this;
    for (let i = 0; i < length; i++) {
      const j = this.#reversed[i] as number;
      if (i < j) swap(re, im, i, j);
    }
    for (let half = 1; half < length; half *= 2) this.#stage(re, im, half);
  }

  /** The other way, scaled so that it undoes {@link forward}. */
  inverse(re: Float64Array, im: Float64Array): void {
    this.forward(im, re);
    for (let i = 0; i < this.length; i++) {
      re[i] = (re[i] as number) / this.length;
      im[i] = (im[i] as number) / this.length;
    }
  }

  #stage(re: Float64Array, im: Float64Array, half: number): void {
    const stride = this.length / (2 * half);
    for (let start = 0; start < this.length; start += 2 * half) {
      for (let k = 0, t = 0; k < half; k++, t += stride) {
        const [a, b] = [start + k, start + k + half];
        const [c, s] = [this.#cos[t] as number, this.#sin[t] as number];
        const tRe = (re[b] as number) * c - (im[b] as number) * s;
        const tIm = (re[b] as number) * s + (im[b] as number) * c;
        re[b] = (re[a] as number) - tRe;
        im[b] = (im[a] as number) - tIm;
        re[a] = (re[a] as number) + tRe;
        im[a] = (im[a] as number) + tIm;
      }
    }
  }
}

/** Mean square by frequency of one frame of samples, seen through a Hann window. */
export class PowerSpectrum {
  /** of bins 0 … length / 2; together the mean square of a steady signal */
  readonly power: Float64Array;
  readonly length: number;
  readonly #fourier: Fourier;
  readonly #window: Float64Array;
  readonly #scale: number;
  readonly #re: Float64Array;
  readonly #im: Float64Array;

  constructor(length: number) {
    this.length = length;
    this.#fourier = new Fourier(length / 2);
    this.#window = Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length));
    this.#scale = 1 / (length * this.#window.reduce((sum, w) => sum + w * w, 0));
    this.power = new Float64Array(length / 2 + 1);
    this.#re = new Float64Array(length / 2);
    this.#im = new Float64Array(length / 2);
  }

  /** Reads `length` samples from `from` on. */
  measure(samples: Float32Array, from: number): Float64Array {
    const half = this.length / 2;
    const [re, im] = [this.#re, this.#im];
    for (let i = 0; i < half; i++) {
      re[i] = (samples[from + 2 * i] as number) * (this.#window[2 * i] as number);
      im[i] = (samples[from + 2 * i + 1] as number) * (this.#window[2 * i + 1] as number);
    }
    this.#fourier.forward(re, im);
    for (let k = 0; k <= half; k++) this.power[k] = this.#real(k, half);
    return this.power;
  }

  /** Even and odd samples were transformed as one complex signal: taken apart, one bin. */
  #real(k: number, half: number): number {
    const [a, b] = [k % half, (half - k) % half];
    const [re, im] = [this.#re, this.#im];
    const evenRe = ((re[a] as number) + (re[b] as number)) / 2;
    const evenIm = ((im[a] as number) - (im[b] as number)) / 2;
    const oddRe = ((im[a] as number) + (im[b] as number)) / 2;
    const oddIm = ((re[b] as number) - (re[a] as number)) / 2;
    const [c, s] = [Math.cos((Math.PI * k) / half), -Math.sin((Math.PI * k) / half)];
    const sumRe = evenRe + oddRe * c - oddIm * s;
    const sumIm = evenIm + oddRe * s + oddIm * c;
    return (sumRe * sumRe + sumIm * sumIm) * this.#scale * (k === 0 || k === half ? 1 : 2);
  }
}

function swap(re: Float64Array, im: Float64Array, i: number, j: number): void {
  const [keptRe, keptIm] = [re[i] as number, im[i] as number];
  re[i] = re[j] as number;
  im[i] = im[j] as number;
  re[j] = keptRe;
  im[j] = keptIm;
}
