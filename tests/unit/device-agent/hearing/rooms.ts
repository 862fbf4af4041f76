/** Rooms and roads made by formula: what a microphone hears of a loudspeaker. Samples at 48 kHz. */
import { seededRandom } from '../../../support/seeded-random.ts';

export interface Room {
  /** from the loudspeaker to the microphone */
  delayMs?: number;
  gainDb?: number;
  /** houses that answer: after so long, so much quieter */
  echoes?: readonly [delayMs: number, gainDb: number][];
  /** one pole each: what a horn does not carry */
  highPassHz?: number;
  lowPassHz?: number;
  /** white, RMS */
  noiseDbfs?: number;
  seed?: number;
}

const RATE = 48_000;
const gainOf = (db: number): number => 10 ** (db / 20);

export const noise = (length: number, levelDbfs: number, seed = 1): Float32Array => {
  const random = seededRandom(seed);
  const gain = gainOf(levelDbfs) * Math.sqrt(12 / 4);
  // the sum of four is nearly normal
  return Float32Array.from({ length }, () => gain * (random() + random() + random() + random() - 2));
};

export const levelOf = (samples: Float32Array): number =>
  10 * Math.log10(Math.max(1e-16, samples.reduce((sum, value) => sum + value * value, 0) / samples.length));

/** As long as what is played, with what is delayed beyond that cut off. */
export function heardIn(played: Float32Array, room: Room): Float32Array {
  const { delayMs = 0, gainDb = 0, echoes = [], highPassHz, lowPassHz, noiseDbfs, seed } = room;
  const out = new Float32Array(played.length);
  for (const [extraMs, extraDb] of [[0, 0] as const, ...echoes]) {
    const shift = Math.round(((delayMs + extraMs) * RATE) / 1000);
    const gain = gainOf(gainDb + extraDb);
    for (let i = Math.max(0, shift); i < out.length; i++) {
      out[i] = (out[i] as number) + gain * (played[i - shift] ?? 0);
    }
  }
  if (highPassHz !== undefined) pass(out, highPassHz, (value, low) => value - low);
  if (lowPassHz !== undefined) pass(out, lowPassHz, (_, low) => low);
  if (noiseDbfs !== undefined) {
    const there = noise(out.length, noiseDbfs, seed);
    for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) + (there[i] as number);
  }
  return out;
}

function pass(samples: Float32Array, hz: number, choose: (value: number, low: number) => number): void {
  const share = 1 - Math.exp((-2 * Math.PI * hz) / RATE);
  let low = 0;
  for (let i = 0; i < samples.length; i++) {
    low += ((samples[i] as number) - low) * share;
    samples[i] = choose(samples[i] as number, low);
  }
}

/** Words and breaths: syllables of noise, with the places where there are none. */
export function babble(seconds: number, seed = 1): Float32Array {
  const samples = noise(seconds * RATE, -20, seed);
  for (let i = 0; i < samples.length; i++) {
    const t = i / RATE;
    const envelope = Math.max(0, Math.sin(2 * Math.PI * (3.1 + 0.7 * Math.sin(t)) * t) + 0.4 * Math.sin(1.3 * t));
    samples[i] = (samples[i] as number) * envelope;
  }
  return samples;
}
