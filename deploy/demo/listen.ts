/** Listens to what the clusters played: every WAV against the sound that was broadcast. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OggOpusReader } from '@loa-lang/device-agent/adapters/opus/ogg-opus-reader';
import { SOUNDED_FILE, type SoundedLine } from '@loa-lang/device-agent/adapters/sinks/wav-output';
import { SAMPLE_RATE_HZ } from '@loa-lang/device-agent/ports/audio-sink';
import { align } from '../listening/align.ts';
import { readWav } from '../listening/read-wav.ts';
import { track } from '../listening/track.ts';

export interface Heard {
  /** right content, start, length and level */
  ok: boolean;
  /** right content, length and level, but not at its time: a computer that is too busy to be eighteen loudspeakers at once */
  late: boolean;
  /** where the content's beginning lies against the planned instant, ms, by the device's account of the file's origin */
  startLagMs: number;
  /** furthest it was from the common position at any time, ms */
  worstLagMs: number;
  /** of windows of 200 ms, the one that only a twentieth is worse than; 0 to 1 */
  correlation: number;
  /** recording against the asset at the planned gain, dB */
  levelErrorDb: number;
  /** recorded length beyond the content's, ms */
  lengthErrorMs: number;
  file: string;
}

/** What makes a recording right. */
const LEAST_CORRELATION = 0.9;
/** Two poles are farther apart than the 7 m that sound travels in this time. */
const MOST_LAG_MS = 20;
const MOST_LEVEL_ERROR_DB = 1;
const MOST_LENGTH_ERROR_MS = 100;
/** Windows are looked for within ±60 ms of where they should be. */
const REACH_SAMPLES = 0.06 * SAMPLE_RATE_HZ;
/** A file that starts this long before the broadcast belongs to another one. */
const NEAR_MS = 2000;

/** Decoded parts one after the other, each at its place in the plan. @throws {Error} when one cannot be decoded. */
export async function referenceOf(parts: { path: string; durationMs: number }[]): Promise<Float32Array> {
  const perMs = SAMPLE_RATE_HZ / 1000;
  const whole = new Float32Array(Math.round(parts.reduce((sum, { durationMs }) => sum + durationMs, 0) * perMs));
  let at = 0;
  for (const { path, durationMs } of parts) {
    const opened = await OggOpusReader.open(path);
    if (!opened.ok) throw new Error(`${path}: ${opened.detail}`);
    const { reader } = opened;
    reader.read(whole.subarray(Math.round(at * perMs), Math.round((at + durationMs) * perMs)));
    reader.free();
    at += durationMs;
  }
  return whole;
}

/**
 * Compares the recording of a broadcast in a `wav` sink's folder with the reference.
 * @param startAtMs planned start, controller time
 * @param gainDb planned gain
 * @returns `undefined` when the folder holds no recording of that time
 */
export function listenTo(
  folder: string,
  reference: Float32Array,
  startAtMs: number,
  gainDb: number,
): Heard | undefined {
  const list = join(folder, SOUNDED_FILE);
  if (!existsSync(list)) return undefined;
  const endMs = startAtMs + (1000 * reference.length) / SAMPLE_RATE_HZ;
  const line = readFileSync(list, 'utf8')
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => JSON.parse(text) as SoundedLine)
    .find(({ firstSampleAt: at }) => at !== undefined && at >= startAtMs - NEAR_MS && at < endMs);
  if (line?.firstSampleAt === undefined) return undefined;
  const file = join(folder, line.file);
  const { samples } = readWav(file);
  const found = align(reference, samples);
  const expected = ((startAtMs - line.firstSampleAt) * SAMPLE_RATE_HZ) / 1000;
  const windows = track(reference, samples, Math.round(expected), REACH_SAMPLES);
  const lagsMs = windows.map(({ lagSamples }) => (1000 * (lagSamples - expected)) / SAMPLE_RATE_HZ);
  const correlations = windows.map((window) => window.correlation).sort((x, y) => x - y);
  const startLagMs = lagsMs[0] ?? Number.NaN;
  const worstLagMs = lagsMs.reduce((worst, lag) => (Math.abs(lag) > Math.abs(worst) ? lag : worst), 0);
  const correlation = correlations[Math.floor(correlations.length / 20)] ?? 0;
  const levelErrorDb = found.levelDifferenceDb - gainDb;
  const lengthErrorMs = (1000 * (samples.length - reference.length)) / SAMPLE_RATE_HZ;
  const isRight =
    correlation >= LEAST_CORRELATION &&
    Math.abs(levelErrorDb) <= MOST_LEVEL_ERROR_DB &&
    Math.abs(lengthErrorMs) <= MOST_LENGTH_ERROR_MS;
  const isInTime = Math.abs(worstLagMs) <= MOST_LAG_MS;
  const [ok, late] = [isRight && isInTime, isRight && !isInTime];
  return { ok, late, startLagMs, worstLagMs, correlation, levelErrorDb, lengthErrorMs, file };
}
