/** Which part of the content each tenth of a second of a recording is, and whether that was its moment. */
import { align, compareAt } from '#deploy/listening/align';
import type { Recording } from './recordings.ts';

export interface PlacedWindow {
  /** controller time of its first sample, ms */
  atMs: number;
  /** place in the content of its first sample, ms */
  positionMs: number;
  /** how much later it sounded than planned, ms */
  lateMs: number;
  correlation: number;
  /** recording against the content, dB */
  levelDifferenceDb: number;
}

const PER_MS = 48;
export const WINDOW_MS = 100;
const WINDOW = WINDOW_MS * PER_MS;
/** Where it is looked for first. */
const REACH = 30 * PER_MS;
/** Enough for a band up to 4 kHz; each hit is refined sample by sample. */
const STEP = 4;
/** Less than this is not the content at that place. */
const ALIKE = 0.8;
/** Box of two passes, −3 dB at about 650 Hz: see `voiced`. */
const BOX = 24;
/** Softer than any syllable, louder than the rounding of 16 bits. */
const SILENT_RMS = 10 ** (-60 / 20);

/**
 * Windows in which something sounds. One that is not where it belongs is looked for in the whole content, so that a
 * repeated or displaced stretch is found at its true position.
 * @param content mono, 48 kHz
 * @param startAtMs controller time at which the content's first sample was due
 */
export function placeWindows(recording: Recording, content: Float32Array, startAtMs: number): PlacedWindow[] {
  const placed: PlacedWindow[] = [];
  const reference = voiced(content);
  const heard = voiced(recording.samples);
  // a device that joins in mid-sound opens its file some blocks before
  const first = Math.max(0, recording.samples.findIndex(isAudible));
  for (let at = first; at + WINDOW <= recording.samples.length; at += WINDOW) {
    if (rms(recording.samples.subarray(at, at + WINDOW)) < SILENT_RMS) continue;
    const window = heard.subarray(at, at + WINDOW);
    const atMs = recording.fromMs + at / PER_MS;
    const due = Math.round((atMs - startAtMs) * PER_MS);
    // the first and the last window may reach beyond the content
    const near = due > -WINDOW && due < content.length ? nearest(window, reference, due) : undefined;
    const found = near !== undefined && near.correlation >= ALIKE ? near : align(window, reference);
    placed.push({
      atMs,
      positionMs: found.lagSamples / PER_MS,
      lateMs: (due - found.lagSamples) / PER_MS,
      correlation: found.correlation,
      // here the content was searched for the window
      levelDifferenceDb: -found.levelDifferenceDb,
    });
  }
  return placed;
}

function nearest(window: Float32Array, content: Float32Array, due: number) {
  const best = (middle: number, reach: number, step: number) => {
    let found = compareAt(window, content, middle);
    for (let lag = middle - reach; lag <= middle + reach; lag += step) {
      const candidate = compareAt(window, content, lag);
      if (candidate.correlation > found.correlation) found = candidate;
    }
    return found;
  };
  const exact = compareAt(window, content, due);
  if (exact.correlation > 0.99) return exact;
  return best(best(due, REACH, STEP).lagSamples, STEP, 1);
}

/**
 * The voice without its hiss. Where the common time becomes known better, sound bends by up to a fifth of a per cent: a
 * quarter of a millisecond over a window, which leaves vowels alike and turns an S into another noise.
 */
const voiced = (samples: Float32Array): Float32Array => box(box(samples));

function box(samples: Float32Array): Float32Array {
  const smooth = new Float32Array(samples.length);
  let sum = 0;
  for (let i = 0; i < samples.length; i++) {
    sum += (samples[i] as number) - (samples[i - BOX] ?? 0);
    smooth[i] = sum / BOX;
  }
  return smooth;
}

/** From the first to the last audible sample, ms of controller time; `undefined` when all is silent. */
export function audibleSpan({ fromMs, samples }: Recording): { fromMs: number; toMs: number } | undefined {
  const first = samples.findIndex(isAudible);
  if (first < 0) return undefined;
  return { fromMs: fromMs + first / PER_MS, toMs: fromMs + (samples.findLastIndex(isAudible) + 1) / PER_MS };
}

const isAudible = (sample: number): boolean => Math.abs(sample) > SILENT_RMS;

const rms = (samples: Float32Array): number =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
