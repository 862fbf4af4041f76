/** Finds a reference sound in a recording: where it starts, how alike and how loud it is. */
import { fft } from './fft.ts';

export interface Alignment {
  /** sample of the recording at which the reference's first sample lies; negative when the recording begins later */
  lagSamples: number;
  /** normalised correlation over the overlap, 1 for the same signal at any gain */
  correlation: number;
  /** recording minus reference over the overlap, dB */
  levelDifferenceDb: number;
  /** samples of the reference that the recording covers */
  overlapSamples: number;
}

/**
 * Both at the same sample rate. The whole of both signals takes part, through one Fourier transform of their joint
 * length: 2^23 points (two minutes at 48 kHz) take some seconds.
 */
export const alignByCrossCorrelation = (reference: Float32Array, recording: Float32Array): Alignment => {
  let size = 1;
  while (size < reference.length + recording.length) size <<= 1;
  const lag = bestLag(reference, recording, size);
  return compareAt(reference, recording, lag);
};

/** Compares at a known lag, e.g. the planned one. */
export const compareAt = (reference: Float32Array, recording: Float32Array, lagSamples: number): Alignment => {
  const from = Math.max(0, -lagSamples);
  const to = Math.min(reference.length, recording.length - lagSamples);
  let product = 0;
  let referenceSquares = 0;
  let recordingSquares = 0;
  for (let i = from; i < to; i++) {
    const a = reference[i] as number;
    const b = recording[i + lagSamples] as number;
    product += a * b;
    referenceSquares += a * a;
    recordingSquares += b * b;
  }
  const size = Math.sqrt(referenceSquares * recordingSquares);
  return {
    lagSamples,
    correlation: size === 0 ? 0 : product / size,
    levelDifferenceDb: 10 * Math.log10(recordingSquares / referenceSquares),
    overlapSamples: Math.max(0, to - from),
  };
};

const bestLag = (reference: Float32Array, recording: Float32Array, size: number): number => {
  const aRe = new Float64Array(size);
  const aIm = new Float64Array(size);
  const bRe = new Float64Array(size);
  const bIm = new Float64Array(size);
  aRe.set(reference);
  bRe.set(recording);
  fft(aRe, aIm);
  fft(bRe, bIm);
  for (let i = 0; i < size; i++) {
    const re = (aRe[i] as number) * (bRe[i] as number) + (aIm[i] as number) * (bIm[i] as number);
    const im = (aRe[i] as number) * (bIm[i] as number) - (aIm[i] as number) * (bRe[i] as number);
    aRe[i] = re;
    aIm[i] = im;
  }
  fft(aRe, aIm, true);
  let best = 0;
  for (let i = 1; i < size; i++) if ((aRe[i] as number) > (aRe[best] as number)) best = i;
  // the upper half stands for negative lags
  return best < recording.length ? best : best - size;
};
