/** Judgements on what a cluster sounded of one broadcast, from its recordings alone. */
import { expect } from 'vitest';
import { audibleSpan, type PlacedWindow, placeWindows, WINDOW_MS } from './placed-sound.ts';
import type { Recording } from './recordings.ts';

export interface Planned {
  /** mono, 48 kHz, as ffmpeg decodes the asset */
  content: Float32Array;
  startAtMs: number;
  endsAtMs: number;
}

export interface Sounded {
  /** share of what is audible of the content, 0 to 1 */
  share: number;
  audibleMs: number;
  windows: PlacedWindow[];
  stretches: { fromMs: number; toMs: number }[];
}

/** Two poles are farther apart than the 7 m that sound travels in this time. */
export const MOST_LATE_MS = 20;
/** Sound of one stretch may bend by this much where the common time is estimated better. */
const SEAM_MS = 20;
/** Sinks round to 16 bits and blocks of 20 ms. */
const END_MARGIN_MS = 25;

export function soundOf(recordings: readonly Recording[], { content, startAtMs }: Planned): Sounded {
  const windows = recordings.flatMap((recording) => placeWindows(recording, content, startAtMs));
  const stretches = recordings.map(audibleSpan).filter((span) => span !== undefined);
  const audibleMs = stretches.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  const whole = audibleSpan({ file: '', fromMs: 0, samples: content });
  if (whole === undefined) throw new RangeError('the content is silent');
  return { share: audibleMs / (whole.toMs - whole.fromMs), audibleMs, windows, stretches };
}

/**
 * Every tenth of a second is the content, at its moment, none of it twice, and none past the end.
 * @param lateMs bound on the distance from the common position
 */
export function expectInPlace(what: string, sounded: Sounded, planned: Planned, lateMs = MOST_LATE_MS): void {
  for (const window of sounded.windows) {
    const where = `${what}: sound of ${Math.round(window.atMs - planned.startAtMs)} ms after the start`;
    expect(window.correlation, `${where} is the content`).toBeGreaterThan(0.8);
    expect(Math.abs(window.lateMs), `${where} is in its place`).toBeLessThanOrEqual(lateMs);
  }
  const positions = sounded.windows.map(({ positionMs }) => positionMs).sort((a, b) => a - b);
  for (let i = 1; i < positions.length; i++) {
    const [before = 0, position = 0] = [positions[i - 1], positions[i]];
    expect(position - before, `${what}: ${position} ms of the content sounds once`).toBeGreaterThan(
      WINDOW_MS - SEAM_MS,
    );
  }
  for (const { toMs } of sounded.stretches) {
    expect(toMs, `${what}: silent after the end`).toBeLessThanOrEqual(planned.endsAtMs + END_MARGIN_MS);
  }
}

/** All of it, in place, at its level within 1 dB. @param gainDb planned gain */
export function expectWhole(what: string, sounded: Sounded, planned: Planned, gainDb = 0): void {
  expectInPlace(what, sounded, planned);
  expect(sounded.stretches, `${what}: one stretch`).toHaveLength(1);
  expect(sounded.share, `${what}: the whole content`).toBeGreaterThan(0.97);
  expect(sounded.share, `${what}: nothing but the content`).toBeLessThan(1.03);
  const levels = sounded.windows.map(({ levelDifferenceDb }) => levelDifferenceDb).sort((a, b) => a - b);
  const median = levels[Math.floor(levels.length / 2)] ?? Number.NaN;
  expect(Math.abs(median - gainDb), `${what}: level within 1 dB`).toBeLessThan(1);
}
