/** Marks that are spoken are found where they are, through a codec, at any level, and nothing else is taken for one. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { HeardMarks } from '../../bench/marks/heard-marks.ts';
import { type FoundMark, MarkFinder } from '../../bench/marks/mark-finder.ts';
import { firstSampleOf, MARKS, markedTurn, SAMPLES_PER_MS, TURN_SAMPLES } from '../../bench/marks/mark-signal.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const STARTS_AT = 5000;

function find(samples: ArrayLike<number>, blockSamples: number): { found: FoundMark[]; damaged: number } {
  const found: FoundMark[] = [];
  const finder = new MarkFinder((mark) => found.push(mark));
  const all = Float64Array.from(samples, (value) => value / 32768);
  for (let from = 0; from < all.length; from += blockSamples)
    finder.push(all.subarray(from, from + blockSamples), STARTS_AT + from / SAMPLES_PER_MS);
  return { found, damaged: finder.damaged };
}

const errorsMs = (found: readonly FoundMark[], shiftMs = 0): number[] =>
  found.map(({ index, atMs }) => atMs - shiftMs - STARTS_AT - firstSampleOf(index) / SAMPLES_PER_MS);

const everyIndex = Array.from({ length: MARKS }, (_, i) => i);
const largest = (values: readonly number[]): number => Math.max(...values.map(Math.abs));

describe('marks', () => {
  it.each([960, 480, 777])('are found, every one at its place, in blocks of %i samples', (blockSamples) => {
    const { found, damaged } = find(markedTurn(), blockSamples);
    expect(found.map(({ index }) => index)).toEqual(everyIndex);
    expect(largest(errorsMs(found))).toBeLessThan(0.02);
    expect(damaged).toBe(0);
  });

  it('are found at a twentieth of the level, upside down, in noise', () => {
    const random = seededRandom(3);
    const quiet = Float64Array.from(markedTurn(), (value) => -value / 20 + (random() - 0.5) * 100);
    const { found } = find(quiet, 960);
    expect(found.map(({ index }) => index)).toEqual(everyIndex);
    expect(largest(errorsMs(found))).toBeLessThan(0.1);
  });

  it.each([
    ['opus', ['-c:a', 'libopus', '-b:a', '24k', '-f', 'ogg']],
    ['mp3', ['-c:a', 'libmp3lame', '-b:a', '64k', '-f', 'mp3']],
  ])('are found through %s', async (codec, options) => {
    const folder = await mkdtemp(join(tmpdir(), 'loa-marks-'));
    const run = promisify(execFile);
    const pcm = ['-f', 's16le', '-ar', '48000', '-ac', '1'];
    const [spoken, coded, heard] = ['spoken', `coded.${codec}`, 'heard'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    try {
      await writeFile(spoken, Buffer.from(markedTurn().buffer));
      await run('ffmpeg', ['-v', 'error', ...pcm, '-i', spoken, ...options, coded]);
      await run('ffmpeg', ['-v', 'error', '-i', coded, ...pcm, heard]);
      const bytes = await readFile(heard);
      const { found } = find(new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1), 960);
      expect(found.map(({ index }) => index)).toEqual(everyIndex);
      // a codec may shift all by its own delay; among each other they stay
      const errors = errorsMs(found);
      expect(Math.max(...errors) - Math.min(...errors)).toBeLessThan(0.3);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('count as damaged when a block is missing in the middle, and are not told with a wrong number', () => {
    const turn = Array.from(markedTurn());
    // between the two chirps of mark 10
    turn.splice(firstSampleOf(10) + 25 * SAMPLES_PER_MS, 11 * SAMPLES_PER_MS);
    const { found, damaged } = find(turn, 960);
    expect(found.map(({ index }) => index)).toEqual(everyIndex.filter((index) => index !== 10));
    expect(damaged).toBe(1);
  });

  it('of which a piece of two steps is missing are not taken for their neighbours', () => {
    const turn = Array.from(markedTurn());
    turn.splice(firstSampleOf(10) + 25 * SAMPLES_PER_MS, 4 * SAMPLES_PER_MS);
    const { found, damaged } = find(turn, 960);
    expect(found.map(({ index }) => index)).toEqual(everyIndex.filter((index) => index !== 10));
    expect(damaged).toBe(1);
  });

  it('are not heard in noise or in a tone', () => {
    const random = seededRandom(4);
    const noise = Float64Array.from({ length: TURN_SAMPLES / 4 }, () => (random() - 0.5) * 20_000);
    const tone = Float64Array.from({ length: TURN_SAMPLES / 4 }, (_, i) => 9000 * Math.sin(i / 9));
    expect(find(noise, 960).found).toEqual([]);
    expect(find(tone, 960).found).toEqual([]);
  });
});

describe('delays', () => {
  const spokenAt = (mark: number): number => 1000 + firstSampleOf(mark) / SAMPLES_PER_MS;

  it('belong to the last mark with that number that had been spoken', () => {
    const marks = new HeardMarks(spokenAt);
    for (const mark of [0, 63, 64, 130]) marks.add('one', { index: mark % MARKS, atMs: spokenAt(mark) + 300 });
    marks.add('one', { index: 5, atMs: spokenAt(5) + 30_000 });
    expect(marks.heard.map(({ mark, delayMs }) => [mark, Math.round(delayMs)])).toEqual([
      [0, 300],
      [63, 300],
      [64, 300],
      [130, 300],
      [5, 30_000],
    ]);
  });

  it('of a listener that hears before it is spoken are negative', () => {
    const marks = new HeardMarks(spokenAt);
    marks.add('one', { index: 3, atMs: spokenAt(3) - 40 });
    expect(marks.heard).toEqual([{ listener: 'one', mark: 3, delayMs: -40 }]);
  });
});
