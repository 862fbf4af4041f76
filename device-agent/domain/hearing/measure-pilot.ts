/** Finds the pilot in a recording: how late, how surely, how loud in each third octave. Pure. */
import type { Dbfs, Millis } from '@loa-lang/schemas/units';
import { HEARING_PER_MS, HEARING_RATE_HZ } from './decimator.ts';
import { Fourier, PowerSpectrum } from './fourier.ts';
import { PILOT_MS, passesAt, pilotAt } from './pilot.ts';
import { BandSums, THIRD_OCTAVES } from './third-octaves.ts';

export interface PilotMeasurement {
  /** from when it was played to when it was recorded */
  delayMs: Millis;
  /** 0 to 1: height of the pilot above everything else in the correlation, {@link SURE_DB} or more is 1 */
  confidence: number;
  /** of the pilot while it is in the band, and of what was there without it */
  bands: { hz: number; levelDbfs: Dbfs; noiseDbfs: Dbfs }[];
}

/** A loudspeaker is not heard before it plays, but its account of when it does may be off by so much. */
const EARLIEST_MS = -200;
/** Sound goes 300 m in so long, and buffers take their share. */
const LATEST_MS = 1200;
/** Echoes that follow the pilot are part of it. */
const ECHOES_MS = 250;
/** Highest of 20,000 values of noise over its effective value; a pilot must stand out from that. */
const CHANCE_DB = 13;
const SURE_DB = 33;

const FRAME = 2048;
const HOP = 256;
/** The sweep is in each third octave for so long. */
const IN_BAND_MS = PILOT_MS / THIRD_OCTAVES.length;
/** Frames whose middle lies so long before it enters a band, and after it has left it, have something of it. */
const ENTERS_MS = 32;
const LEAVES_MS = 100;
const QUIETEST = 1e-16;

/**
 * @param recording at 16 kHz, from at least {@link QUIET_MS} before the pilot until {@link LATEST_MS} after its end
 * @param playedAt sample of the recording at which the pilot began to be heard by the output's account
 * @param breathe called between steps that take some ten milliseconds on a small board
 */
export async function measurePilot(
  recording: Float32Array,
  playedAt: number,
  breathe: () => Promise<void>,
): Promise<PilotMeasurement> {
  const correlation = await correlate(recording, breathe);
  const first = Math.max(0, Math.round(playedAt + EARLIEST_MS * HEARING_PER_MS));
  const last = Math.min(recording.length - 1, Math.round(playedAt + LATEST_MS * HEARING_PER_MS));
  let at = first;
  for (let i = first; i <= last; i++) {
    if (Math.abs(correlation[i] as number) > Math.abs(correlation[at] as number)) at = i;
  }
  await breathe();
  return {
    delayMs: (at - playedAt) / HEARING_PER_MS,
    confidence: confidenceAt(correlation, at, first, last),
    bands: bandLevels(recording, at),
  };
}

/** What is recorded before the pilot, to know the noise. */
export const QUIET_MS: Millis = 800;
export const AFTER_MS: Millis = LATEST_MS;

/** At each sample of the recording: how like the pilot it goes on from there. */
async function correlate(recording: Float32Array, breathe: () => Promise<void>): Promise<Float64Array> {
  const pilot = pilotAt(HEARING_RATE_HZ, 0);
  let length = 2;
  while (length < recording.length + pilot.length) length *= 2;
  const fourier = new Fourier(length);
  const [re, im] = [new Float64Array(length), new Float64Array(length)];
  const [pilotRe, pilotIm] = [new Float64Array(length), new Float64Array(length)];
  re.set(recording);
  pilotRe.set(pilot);
  await breathe();
  fourier.forward(re, im);
  await breathe();
  fourier.forward(pilotRe, pilotIm);
  await breathe();
  for (let i = 0; i < length; i++) {
    const [a, b, c, d] = [re[i], im[i], pilotRe[i], pilotIm[i]] as [number, number, number, number];
    re[i] = a * c + b * d;
    im[i] = b * c - a * d;
  }
  fourier.inverse(re, im);
  return re;
}

function confidenceAt(correlation: Float64Array, at: number, first: number, last: number): number {
  let [sum, count] = [0, 0];
  for (let i = first; i <= last; i++) {
    if (i >= at - 30 * HEARING_PER_MS && i < at + ECHOES_MS * HEARING_PER_MS) continue;
    sum += (correlation[i] as number) ** 2;
    count++;
  }
  const height = (correlation[at] as number) ** 2;
  if (height === 0) return 0;
  const heightDb = 10 * Math.log10(height / Math.max(sum / Math.max(1, count), height * 1e-9));
  return Math.max(0, Math.min(1, (heightDb - CHANCE_DB) / (SURE_DB - CHANCE_DB)));
}

/** Each band is looked at while the sweep passes it: the noise of the rest of the time does not count. */
function bandLevels(recording: Float32Array, at: number): PilotMeasurement['bands'] {
  const noise = meanOf(framesOf(recording, Math.max(0, at - QUIET_MS * HEARING_PER_MS), at - FRAME));
  const pilot = framesOf(recording, at - FRAME, at + (PILOT_MS + ECHOES_MS) * HEARING_PER_MS);
  return THIRD_OCTAVES.map(({ hz, fromHz, toHz }, band) => {
    let energy = 0;
    for (const { at: frameAt, bands } of pilot) {
      const middleMs = (frameAt + FRAME / 2 - at) / HEARING_PER_MS;
      if (middleMs < passesAt(fromHz) - ENTERS_MS || middleMs > passesAt(toHz) + LEAVES_MS) continue;
      energy += (bands[band] as number) - (noise[band] as number);
    }
    // what varies about nothing is nothing
    const level = Math.max(0, energy * HOP) / (IN_BAND_MS * HEARING_PER_MS);
    return { hz, levelDbfs: decibels(level), noiseDbfs: decibels(noise[band] as number) };
  });
}

interface Frame {
  at: number;
  bands: Float64Array;
}

function framesOf(recording: Float32Array, from: number, to: number): Frame[] {
  const spectrum = new PowerSpectrum(FRAME);
  const sums = new BandSums(FRAME, HEARING_RATE_HZ);
  const frames: Frame[] = [];
  for (let at = Math.max(0, Math.round(from)); at + FRAME <= recording.length && at <= to; at += HOP) {
    const bands = new Float64Array(THIRD_OCTAVES.length);
    sums.sum(spectrum.measure(recording, at), bands);
    frames.push({ at, bands });
  }
  return frames;
}

const meanOf = (frames: readonly Frame[]): number[] =>
  THIRD_OCTAVES.map(
    (_, band) => frames.reduce((sum, { bands }) => sum + (bands[band] as number), 0) / Math.max(1, frames.length),
  );

const decibels = (meanSquare: number): Dbfs => 10 * Math.log10(Math.max(QUIETEST, meanSquare));
