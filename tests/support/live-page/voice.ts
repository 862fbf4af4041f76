/**
 * A voice of harmonics, for the microphone of a browser: what suppresses noise takes a steady tone for noise. Its pitch
 * goes up and down, since one that stays is a howl.
 */
import { writeFile } from 'node:fs/promises';
import { toneLevel } from '../audio/tone-level.ts';

const RATE_HZ = 48_000;
const PITCHES_HZ = [150, 180];
/** At a distance from all of its tones. */
const BETWEEN_HZ = [330, 405, 495, 650, 810, 1000, 1330, 1640];
const HARMONICS = [2, 3, 4, 5, 6, 8, 10];
const SYLLABLES_A_SECOND = 4;

/** 2 s, 16 bit mono; begins and ends in silence, so that it may be played over and over */
export async function writeVoice(path: string): Promise<void> {
  const samples = Int16Array.from({ length: 2 * RATE_HZ }, (_, at) => {
    const seconds = at / RATE_HZ;
    const syllable = Math.max(0, Math.sin(2 * Math.PI * SYLLABLES_A_SECOND * seconds)) ** 2;
    const pitchHz = PITCHES_HZ[Math.floor(seconds * SYLLABLES_A_SECOND) % 2] ?? 0;
    const tones = HARMONICS.map((n) => Math.sin(2 * Math.PI * n * pitchHz * seconds) / n);
    return 8_000 * syllable * tones.reduce((sum, each) => sum + each, 0);
  });
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE_HZ, 24);
  header.writeUInt32LE(2 * RATE_HZ, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.byteLength, 40);
  await writeFile(path, Buffer.concat([header, Buffer.from(samples.buffer)]));
}

/** By how much its tones stand above what lies between them, dB. */
export function voiceAboveRest(samples: Float32Array): number {
  const power = (hz: readonly number[]): number =>
    hz.reduce((sum, each) => sum + toneLevel(samples, each) ** 2, 0) / hz.length;
  const tones = PITCHES_HZ.flatMap((pitch) => HARMONICS.map((n) => n * pitch));
  return 10 * Math.log10(power(tones) / Math.max(1e-12, power(BETWEEN_HZ)));
}
