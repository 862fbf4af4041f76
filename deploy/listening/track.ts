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
/** A coarse peak may lose this much to its neighbours because its middle lies between two steps. */
const COARSE_LOSS = 0.1;
/** Peaks this near to the best are as good: a bent pace and a coded sound take as much from the right one. */
const AS_GOOD = 0.01;

interface Fit {
  lagSamples: number;
  /** −1 to 1 */
  correlation: number;
}

/**
 * Mono floats at 48 kHz. Searches each window of 200 ms within ±`reach` samples of `expectedLag`.
 * Windows of near silence are left out. A held tone fits again at each of its periods: such a window is taken to lie
 * where the nearest windows lie that fit at one place only, and never nearer to `expectedLag` for its own sake.
 */
export function track(
  reference: Float32Array,
  recording: Float32Array,
  expectedLag: number,
  reach: number,
): TrackedWindow[] {
  const coarse = { reference: smooth(reference), recording: smooth(recording) };
  const energies: number[] = [];
  for (let at = 0; at + WINDOW <= reference.length; at += WINDOW) energies.push(energy(reference, at, at + WINDOW));
  const loudest = energies.reduce((most, value) => Math.max(most, value), 0);
  const middle = Math.round(expectedLag / STEP) * STEP;
  const found: { at: number; fits: Fit[] }[] = [];
  for (const [index, value] of energies.entries()) {
    if (value < loudest * QUIET_RATIO) continue;
    const at = index * WINDOW;
    const near = peaks(coarse.reference, coarse.recording, at, middle, reach);
    const fine = near.map(({ lagSamples }) => best(fitsOf(reference, recording, at, lagSamples, STEP, 1)));
    const { correlation } = best(fine);
    found.push({ at, fits: fine.filter((fit) => fit.correlation >= correlation - AS_GOOD) });
  }
  const clear = found
    .filter(({ fits }) => fits.length === 1)
    .map(({ at, fits }) => ({ at, lag: best(fits).lagSamples }));
  return found.map(({ at, fits }) => {
    const guide = nearest(clear, (one) => Math.abs(one.at - at));
    const fit = guide && nearest(fits, ({ lagSamples }) => Math.abs(lagSamples - guide.lag));
    return { at, ...(fit ?? best(fits)) };
  });
}

/** The best places of a coarse search, one for each hill. */
function peaks(reference: Float32Array, recording: Float32Array, at: number, middle: number, reach: number): Fit[] {
  const fits = fitsOf(reference, recording, at, middle, reach, STEP);
  const least = best(fits).correlation - COARSE_LOSS;
  const height = (index: number): number => fits[index]?.correlation ?? Number.NEGATIVE_INFINITY;
  const tops = fits.filter((fit, i) => {
    return fit.correlation >= least && fit.correlation > height(i - 1) && fit.correlation >= height(i + 1);
  });
  return tops.length > 0 ? tops : [best(fits)];
}

function fitsOf(
  reference: Float32Array,
  recording: Float32Array,
  at: number,
  middle: number,
  reach: number,
  step: number,
): Fit[] {
  const fits: Fit[] = [{ lagSamples: middle, correlation: -1 }];
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
    fits.push({ lagSamples: lag, correlation: a > 0 && b > 0 ? cross / Math.sqrt(a * b) : 0 });
  }
  return fits;
}

const best = (fits: readonly Fit[]): Fit => fits.reduce((top, fit) => (fit.correlation > top.correlation ? fit : top));

function nearest<T>(all: readonly T[], distance: (one: T) => number): T | undefined {
  let found: T | undefined;
  for (const one of all) if (found === undefined || distance(one) < distance(found)) found = one;
  return found;
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
