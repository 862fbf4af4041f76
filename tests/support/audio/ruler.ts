/**
 * A sound that is alike to itself at one place only, so that any tenth of a second of a recording tells which part of
 * the content it is: noise in the band of speech, louder and softer like syllables, from a seed.
 */
import { seededRandom } from '../seeded-random.ts';

export const RULER_RATE_HZ = 48_000;
/**
 * One-pole filters, the low pass twice: between 300 Hz and 1.7 kHz, where a speech codec is at its best, and where a
 * tenth of a second stays alike to itself when a device bends its pace by a tenth of a per cent.
 */
const LOW_PASS = 0.2;
const HIGH_PASS = 0.96;
const SYLLABLES_HZ = 4;

/** A mono 16-bit WAV file. */
export function rulerWav(seconds: number, seed: number): Buffer {
  const random = seededRandom(seed);
  const samples = Buffer.alloc(Math.round(seconds * RULER_RATE_HZ) * 2);
  let [once, low, before, high] = [0, 0, 0, 0];
  for (let k = 0; k < samples.length / 2; k++) {
    once += LOW_PASS * (random() * 2 - 1 - once);
    low += LOW_PASS * (once - low);
    high = HIGH_PASS * (high + low - before);
    before = low;
    const syllable = 0.7 + 0.3 * Math.sin((2 * Math.PI * SYLLABLES_HZ * k) / RULER_RATE_HZ);
    samples.writeInt16LE(Math.round(Math.max(-1, Math.min(1, 1.2 * high * syllable)) * 32_767), 2 * k);
  }
  return Buffer.concat([wavHeader(samples.length), samples]);
}

/** RIFF header of 16-bit mono PCM (Microsoft, 1994). */
function wavHeader(dataBytes: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RULER_RATE_HZ, 24);
  header.writeUInt32LE(RULER_RATE_HZ * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
