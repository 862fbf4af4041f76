/** Follows a reference through a recording window by window, since a device may bend its pace to keep the common time. */

export interface TrackedWindow {
  /** sample of the reference that the window begins with */
  at: number;
  /** samples by which the recording is late there */
  lagSamples: number;
  /** −1 to 1 */
  correlation: number;
}

/** Shorter than any bending can blur, longer than a glottal period by far. */
const WINDOW = 9600;
/** The coarse search runs on every fourth sample of a smoothed signal. */
const STEP = 4;
/** Windows this far below the loudest say nothing. */
const QUIET_RATIO = 1e-3;

/**
 * Mono floats at 48 kHz. Searches each window of 200 ms within ±`reach` samples of `expectedLag`.
 * Windows of near silence are left out.
 */
export function track(
  reference: Float32Array,
  recording: Float32Array,
  expectedLag: number,
  reach: number,
): TrackedWindow[] {
  const coarseReference = smooth(reference);
  const coarseRecording = smooth(recording);
  const energies: number[] = [];
  for (let at = 0; at + WINDOW <= reference.length; at += WINDOW) energies.push(energy(reference, at, at + WINDOW));
  const loudest = energies.reduce((most, value) => Math.max(most, value), 0);
  const windows: TrackedWindow[] = [];
  for (const [index, value] of energies.entries()) {
    if (value < loudest * QUIET_RATIO) continue;
    const at = index * WINDOW;
    const coarse = search(coarseReference, coarseRecording, at, Math.round(expectedLag / STEP) * STEP, reach, STEP);
    const fine = search(reference, recording, at, coarse.lagSamples, STEP, 1);
    windows.push({ at, ...fine });
  }
  return windows;
}

function search(
  reference: Float32Array,
  recording: Float32Array,
  at: number,
  middle: number,
  reach: number,
  step: number,
): { lagSamples: number; correlation: number } {
  let best = { lagSamples: middle, correlation: -1 };
  for (let lag = middle - reach; lag <= middle + reach; lag += step) {
    const from = at + lag;
    if (from < 0 || from + WINDOW > recording.length) continue;
    let cross = 0;
    let a = 0;
    let b = 0;
    for (let i = 0; i < WINDOW; i += step) {
      const x = reference[at + i] as number;
      const y = recording[from + i] as number;
      cross += x * y;
      a += x * x;
      b += y * y;
    }
    const correlation = a > 0 && b > 0 ? cross / Math.sqrt(a * b) : 0;
    if (correlation > best.correlation) best = { lagSamples: lag, correlation };
  }
  return best;
}

/** Moving mean over `STEP` samples, so that taking every `STEP`th does not fold high tones onto low ones. */
function smooth(signal: Float32Array): Float32Array {
  const out = new Float32Array(signal.length);
  let sum = 0;
  for (let i = 0; i < signal.length; i++) {
    sum += (signal[i] as number) - (signal[i - STEP] ?? 0);
    out[i] = sum / STEP;
  }
  return out;
}

function energy(signal: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += (signal[i] as number) ** 2;
  return sum;
}
