/** A voice of harmonics, for the microphone of a browser: what suppresses noise takes a steady tone for noise. */
import { writeFile } from 'node:fs/promises';
import { toneLevel } from '../audio/tone-level.ts';

const RATE_HZ = 48_000;
const PITCH_HZ = 150;
const HARMONICS = [2, 3, 4, 5, 6, 8, 10];
const SYLLABLES_A_SECOND = 4;

/** 2 s, 16 bit mono; begins and ends in silence, so that it may be played over and over */
export async function writeVoice(path: string): Promise<void> {
  const samples = Int16Array.from({ length: 2 * RATE_HZ }, (_, at) => {
    const seconds = at / RATE_HZ;
    const syllable = Math.max(0, Math.sin(2 * Math.PI * SYLLABLES_A_SECOND * seconds)) ** 2;
    const tones = HARMONICS.map((n) => Math.sin(2 * Math.PI * n * PITCH_HZ * seconds) / n);
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

/** By how much its harmonics stand above what lies between them, dB. */
export function voiceAboveRest(samples: Float32Array): number {
  const heard = HARMONICS.map((n) => toneLevel(samples, n * PITCH_HZ));
  const rest = HARMONICS.map((n) => toneLevel(samples, (n + 0.5) * PITCH_HZ));
  const sum = (levels: number[]): number => levels.reduce((total, each) => total + each ** 2, 0);
  return 10 * Math.log10(sum(heard) / Math.max(1e-12, sum(rest)));
}
