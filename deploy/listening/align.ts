/** Listening by measuring: where a recording holds a reference sound, how alike they are, and how loud it is beside it. */
import { fft } from './fft.ts';

export interface Alignment {
  /** samples by which the recording's copy starts after the recording's first sample; negative when its head is missing */
  lagSamples: number;
  /** normalised correlation over the overlap at that lag, −1 to 1 */
  correlation: number;
  /** recording minus reference over the overlap, dB RMS */
  levelDifferenceDb: number;
  /** share of the reference that the overlap covers, 0 to 1 */
  overlap: number;
}

/** The coarse search runs at an eighth of the rate: enough for speech, and quick for minutes of sound. */
const DECIMATION = 8;
/** The overlap must hold this share of the shorter signal, or a chance match of two ends would win. */
const LEAST_OVERLAP = 0.3;

/**
 * Finds the lag of highest correlation: coarsely over all lags at an eighth of the rate by FFT, then sample by sample.
 * Both are mono floats at the same rate. @throws {RangeError} when either is silent or shorter than 100 ms at 48 kHz.
 */
export function align(reference: Float32Array, recording: Float32Array): Alignment {
  if (Math.min(reference.length, recording.length) < 4800) throw new RangeError('too short to align');
  if (energy(reference) === 0 || energy(recording) === 0) throw new RangeError('a silent signal cannot be aligned');
  const coarse = coarseLag(decimate(reference), decimate(recording)) * DECIMATION;
  let best = compareAt(reference, recording, coarse);
  for (let lag = coarse - 2 * DECIMATION; lag <= coarse + 2 * DECIMATION; lag++) {
    const candidate = compareAt(reference, recording, lag);
    if (candidate.correlation > best.correlation) best = candidate;
  }
  return best;
}

function coarseLag(reference: Float32Array, recording: Float32Array): number {
  const size = 2 ** Math.ceil(Math.log2(reference.length + recording.length));
  const aRe = new Float64Array(size);
  const aIm = new Float64Array(size);
  const bRe = new Float64Array(size);
  const bIm = new Float64Array(size);
  aRe.set(recording);
  bRe.set(reference);
  fft(aRe, aIm);
  fft(bRe, bIm);
  for (let i = 0; i < size; i++) {
    const [ar, ai, br, bi] = [aRe[i] as number, aIm[i] as number, bRe[i] as number, bIm[i] as number];
    aRe[i] = ar * br + ai * bi;
    aIm[i] = ai * br - ar * bi;
  }
  fft(aRe, aIm, true);
  const referenceEnergy = runningEnergy(reference);
  const recordingEnergy = runningEnergy(recording);
  const least = LEAST_OVERLAP * Math.min(reference.length, recording.length);
  let bestLag = 0;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let lag = 1 - reference.length; lag < recording.length; lag++) {
    const from = Math.max(0, lag);
    const to = Math.min(recording.length, lag + reference.length);
    if (to - from < least) continue;
    const product = (recordingEnergy(from, to) * referenceEnergy(from - lag, to - lag)) ** 0.5;
    const score = product > 0 ? (aRe[(lag + size) % size] as number) / product : 0;
    // A longer overlap is better evidence than an equally good short one.
    const weighted = score * Math.sqrt((to - from) / reference.length);
    if (weighted > bestScore) {
      bestScore = weighted;
      bestLag = lag;
    }
  }
  return bestLag;
}

/** Compares at a known lag, e.g. the planned one. */
export function compareAt(reference: Float32Array, recording: Float32Array, lag: number): Alignment {
  const from = Math.max(0, lag);
  const to = Math.min(recording.length, lag + reference.length);
  let cross = 0;
  let a = 0;
  let b = 0;
  for (let i = from; i < to; i++) {
    const x = recording[i] as number;
    const y = reference[i - lag] as number;
    cross += x * y;
    a += x * x;
    b += y * y;
  }
  return {
    lagSamples: lag,
    correlation: a > 0 && b > 0 ? cross / Math.sqrt(a * b) : 0,
    levelDifferenceDb: a > 0 && b > 0 ? 10 * Math.log10(a / b) : Number.NEGATIVE_INFINITY,
    overlap: Math.max(0, to - from) / reference.length,
  };
}

/** Mean of each group of samples: a crude low pass, good enough to find the neighbourhood. */
function decimate(signal: Float32Array): Float32Array {
  const out = new Float32Array(Math.floor(signal.length / DECIMATION));
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let k = 0; k < DECIMATION; k++) sum += signal[i * DECIMATION + k] as number;
    out[i] = sum / DECIMATION;
  }
  return out;
}

const energy = (signal: Float32Array): number => signal.reduce((sum, x) => sum + x * x, 0);

function runningEnergy(signal: Float32Array): (from: number, to: number) => number {
  const sums = new Float64Array(signal.length + 1);
  for (let i = 0; i < signal.length; i++) sums[i + 1] = (sums[i] as number) + (signal[i] as number) ** 2;
  return (from, to) => (sums[to] as number) - (sums[from] as number);
}
