/** A window of a held tone fits at each of its periods: its place is told by what surrounds it. */

import { describe, expect, it } from 'vitest';
import { track } from '#deploy/listening/track';
import { rulerWav } from '../../support/audio/ruler.ts';

const PER_MS = 48;
const WINDOW = 9600;
const REACH = 60 * PER_MS;

const wav = rulerWav(2, 1);
const speech = Float32Array.from({ length: (wav.length - 44) / 2 }, (_, i) => wav.readInt16LE(44 + 2 * i) / 32_768);
/** Some waves of a bell that fades: nearly the same after each period, so that no place in it is its own. */
const chime = Float32Array.from({ length: 5 * WINDOW }, (_, i) => {
  const s = i / 48_000;
  return Math.exp(-s / 20) * (0.3 * Math.sin(2 * Math.PI * 440 * s) + 0.2 * Math.sin(2 * Math.PI * 660 * s));
});
const reference = joined(chime, speech, chime);

function joined(...parts: Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** What a device so late wrote down: softer, with the noise of a codec. */
function recordedLate(samples: number, from = reference): Float32Array {
  const out = new Float32Array(from.length + REACH);
  for (let i = 0; i < from.length; i++) out[i + samples] = 0.7 * (from[i] ?? 0) + 0.01 * Math.sin(i * i);
  return out;
}

const lagsOf = (recording: Float32Array): number[] =>
  track(reference, recording, 0, REACH).map(({ lagSamples }) => lagSamples);

describe('a chime, speech and a chime', () => {
  it.each([3.1, 4.7, 25, 47.8])('of a device that is %f ms late all lies there', (ms) => {
    const late = Math.round(ms * PER_MS);
    const lags = lagsOf(recordedLate(late));
    expect(lags).toHaveLength(20);
    for (const lag of lags) expect(Math.abs(lag - late)).toBeLessThanOrEqual(1);
  });

  it('a chime that begins late after what is in time is told late', () => {
    const late = 30 * PER_MS + 11;
    const broken = joined(chime, speech, new Float32Array(late), chime);
    const lags = lagsOf(recordedLate(0, broken));
    expect(Math.max(...lags.slice(-5))).toBeGreaterThan(20 * PER_MS);
    for (const lag of lags.slice(0, 14)) expect(Math.abs(lag)).toBeLessThanOrEqual(1);
  });
});
