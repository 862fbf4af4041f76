/**
 * What was heard is told apart on the corpus' spoken Vietnamese in rooms made by formula: gain loss, noise, echoes, a
 * horn, another programme, silence. The table that this prints is where the thresholds come from.
 */
import { BandFrames } from '@loa-lang/device-agent/domain/hearing/band-frames';
import { Decimator } from '@loa-lang/device-agent/domain/hearing/decimator';
import { decibels } from '@loa-lang/device-agent/domain/hearing/frame-levels';
import { judgeHeard } from '@loa-lang/device-agent/domain/hearing/judge-heard';
import {
  AFTER_FRAMES,
  BEFORE_FRAMES,
  type Compared,
  Likeness,
  WINDOW_FRAMES,
} from '@loa-lang/device-agent/domain/hearing/likeness';
import { expect, it } from 'vitest';
import { corpusSpeech } from '../../../support/audio/corpus-speech.ts';
import { heardIn, levelOf, noise, type Room } from './rooms.ts';

const SECONDS = 7;
const RATE = 48_000;
const voices = corpusSpeech();
if (voices.length === 0) console.warn('SKIPPED: the corpus of speech is not there');

function framesOf(samples: Float32Array): BandFrames {
  const [decimator, frames] = [new Decimator(), new BandFrames()];
  for (let i = 0; i < samples.length; i += 4800) frames.push(decimator.push(samples.subarray(i, i + 4800)));
  return frames;
}

function compare(played: BandFrames, recorded: BandFrames): Compared & { levelDbfs: number } {
  const likeness = new Likeness();
  likeness.add(
    played.bands(BEFORE_FRAMES, WINDOW_FRAMES),
    recorded.bands(0, BEFORE_FRAMES + WINDOW_FRAMES + AFTER_FRAMES),
  );
  return { ...likeness.result(), levelDbfs: decibels(recorded.power(BEFORE_FRAMES, WINDOW_FRAMES)) };
}

const from = (samples: Float32Array, startS: number): Float32Array =>
  Float32Array.from({ length: SECONDS * RATE }, (_, i) => samples[(i + startS * RATE) % samples.length] as number);

/** [room, verdicts that are right where the usual coupling of −20 dB is known, and where nothing is known yet] */
const ROOMS: Record<string, [room: Room, known: string, fresh: string]> = {
  'well, 80 ms away': [{ delayMs: 80, gainDb: -20, noiseDbfs: -75 }, 'heard', 'heard'],
  'a horn between houses': [
    {
      delayMs: 210,
      gainDb: -22,
      echoes: [
        [60, -5],
        [150, -8],
      ],
      highPassHz: 400,
      lowPassHz: 4000,
      noiseDbfs: -70,
    },
    'heard',
    'heard',
  ],
  'rain 10 dB under it': [{ delayMs: 100, gainDb: -20, noiseDbfs: -46 }, 'heard', 'heard'],
  'rain as loud': [{ delayMs: 100, gainDb: -20, noiseDbfs: -36 }, 'heard', 'heard'],
  'rain 5 dB above it': [{ delayMs: 100, gainDb: -20, noiseDbfs: -31 }, 'heard', 'heard'],
  'rain 25 dB above it': [{ delayMs: 100, gainDb: -20, noiseDbfs: -11 }, 'uncertain', 'uncertain'],
  '15 dB less': [{ delayMs: 100, gainDb: -35, noiseDbfs: -75 }, 'weak', 'heard'],
  '30 dB less': [{ delayMs: 100, gainDb: -50, noiseDbfs: -90 }, 'weak', 'heard'],
  'almost nothing': [{ delayMs: 100, gainDb: -65, noiseDbfs: -100 }, 'weak', 'weak'],
};
const USUAL_DB = -20;

it.skipIf(voices.length === 0)('heard, weak, not heard and uncertain are told apart', () => {
  const table = new Map<string, { cases: number; wrong: string[]; least: number; most: number }>();
  const enter = (row: string, compared: Compared & { levelDbfs: number }, usual: number | undefined, right: string) => {
    const { verdict } = judgeHeard(compared, compared.levelDbfs, usual);
    const entry = table.get(row) ?? { cases: 0, wrong: [], least: 1, most: -1 };
    table.set(row, entry);
    entry.cases++;
    entry.least = Math.min(entry.least, compared.likeness);
    entry.most = Math.max(entry.most, compared.likeness);
    if (!right.split('|').includes(verdict)) entry.wrong.push(verdict);
  };
  const both = (row: string, compared: Compared & { levelDbfs: number }, known: string, fresh = known) => {
    enter(row, compared, USUAL_DB, known);
    enter(row, compared, undefined, fresh);
  };
  for (const [index, { samples }] of voices.entries()) {
    const played = from(samples, 0);
    const frames = framesOf(played);
    for (const [name, [room, known, fresh]] of Object.entries(ROOMS)) {
      const compared = compare(frames, framesOf(heardIn(played, room)));
      both(name, compared, known, fresh);
      if (known === 'heard') expect(Math.abs(compared.delayMs - (room.delayMs ?? 0)), name).toBeLessThanOrEqual(20);
    }
    for (const [other, voice] of voices.entries()) {
      if (other === index) continue;
      for (const startS of [0, 0.7, 1.9]) {
        const elsewhere = heardIn(from(voice.samples, startS), { gainDb: -20, noiseDbfs: -70 });
        // whoever else speaks may also hide ours: both words are true
        both('another voice, as loud', compare(frames, framesOf(elsewhere)), 'not-heard|uncertain');
      }
    }
    for (const [name, level] of [
      ['a quiet yard', -78],
      ['a silent microphone', -110],
    ] as const) {
      both(name, compare(frames, framesOf(noise(played.length, level, index + 3))), 'not-heard');
    }
    both('a pump', compare(frames, framesOf(noise(played.length, -12, index + 9))), 'uncertain');
    expect(levelOf(played)).toBeGreaterThan(-25);
  }
  let [cases, wrongs] = [0, 0];
  for (const [row, { cases: count, wrong, least, most }] of table) {
    console.log(
      `${row.padEnd(24)} ${String(count).padStart(3)} cases, ${wrong.length} wrong ${wrong.join()}; likeness ${least.toFixed(2)} to ${most.toFixed(2)}`,
    );
    cases += count;
    wrongs += wrong.length;
  }
  console.log(`heard or not: ${cases} cases, ${wrongs} wrong`);
  // what was heard is never called not heard, nor the other way round
  expect(wrongs).toBe(0);
});
