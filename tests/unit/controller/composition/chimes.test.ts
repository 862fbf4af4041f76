import { CHIME_RATE_HZ, chimeSamples } from '@loa-lang/controller/domain/composition/chimes';
import { CHIMES, type Chime } from '@loa-lang/schemas/http/composition';
import { describe, expect, it } from 'vitest';
import { loudnessOf } from '../../../support/audio/loudness.ts';
import { strongestTone, toneLevel } from '../../../support/audio/tone-level.ts';

/** Every semitone from 500 Hz to 1.1 kHz: what a note could be mistaken for. */
const SEMITONES = Array.from({ length: 15 }, (_, index) => 440 * 2 ** ((index + 2) / 12));
const between = (samples: Float32Array, fromSeconds: number, toSeconds: number) =>
  samples.subarray(Math.round(fromSeconds * CHIME_RATE_HZ), Math.round(toSeconds * CHIME_RATE_HZ));
const cents = (hz: number, wanted: number) => Math.abs(1200 * Math.log2(hz / wanted));

/** By the one that is strongest in the middle of each note's own time. */
const notesOf = (name: Chime, count: number, stepSeconds: number, lengthSeconds: number, candidates: number[]) =>
  Array.from({ length: count }, (_, index) =>
    strongestTone(
      between(chimeSamples(name), index * stepSeconds + 0.03, index * stepSeconds + lengthSeconds - 0.03),
      candidates,
    ),
  );

describe('chimes', () => {
  it('before a bulletin it rises, after it it falls, over the same four notes', () => {
    const rising = notesOf('opening', 4, 0.32, 0.32, SEMITONES);
    expect(rising).toEqual([...rising].sort((a, b) => a - b));
    expect(new Set(rising).size).toBe(4);
    for (const [index, wanted] of [523.25, 659.26, 783.99, 1046.5].entries()) {
      expect(cents(rising[index] ?? 0, wanted)).toBeLessThan(1);
    }
    expect(notesOf('closing', 4, 0.32, 0.32, SEMITONES)).toEqual(rising.reverse());
  });

  it('the alarm alternates between two tones that no tune uses', () => {
    expect(notesOf('emergency', 6, 0.3, 0.3, [...SEMITONES, 600, 800])).toEqual([800, 600, 800, 600, 800, 600]);
  });

  it('a test pips three times on one pitch, with silence between', () => {
    expect(notesOf('test', 3, 0.4, 0.2, SEMITONES)).toEqual([880, 880, 880]);
    expect(toneLevel(between(chimeSamples('test'), 0.22, 0.38), 880)).toBe(0);
  });

  it.each(CHIMES)('%s starts and ends in silence and nowhere clicks', (name) => {
    const samples = chimeSamples(name);
    expect(Math.abs(samples[0] ?? 1)).toBeLessThan(1e-4);
    expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(1e-4);
    // a click is a jump: the steepest a sum of these tones can be is its amplitudes times their frequencies
    const peak = Math.max(...samples.map(Math.abs));
    let steepest = 0;
    for (let i = 1; i < samples.length; i++) {
      steepest = Math.max(steepest, Math.abs((samples[i] ?? 0) - (samples[i - 1] ?? 0)));
    }
    expect(steepest).toBeLessThan(peak * 0.35);
    // and there is nothing above the harmonics where only an edge would put energy
    expect(toneLevel(between(samples, 0, 0.02), 9_000)).toBeLessThan(peak * 0.002);
    expect(peak).toBeLessThan(10 ** (-6 / 20));
  });

  it('are as loud as limited speech beside them', async () => {
    for (const name of CHIMES) {
      const { lufs } = await loudnessOf(chimeSamples(name));
      console.info(`${name}: ${lufs} LUFS`);
      expect(Math.abs(lufs + 16.4), name).toBeLessThan(0.3);
    }
  });
});
