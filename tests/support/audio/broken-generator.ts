/**
 * Broken recordings from a seed: cut off, with flipped bits, with headers that lie, and bombs of some megabytes that
 * decode to hours. The same seed and count give the same files on every machine with the same ffmpeg.
 */
import { execFileSync } from 'node:child_process';
import { seededRandom } from '../seeded-random.ts';
import { fixture, sine, wavOf } from './broken-files.ts';

export interface BrokenFile {
  /** what was done to what; also a file name that lies */
  name: string;
  bytes: Buffer;
}

type Random = () => number;
type Base = { format: string; bytes: Buffer };

/** One second of speech-like sound in each container and codec that telephones and recorders make. */
const FORMATS: readonly { format: string; options: string[] }[] = [
  { format: 'mp3', options: ['-c:a', 'libmp3lame', '-b:a', '64k', '-f', 'mp3'] },
  { format: 'aac', options: ['-c:a', 'aac', '-b:a', '48k', '-f', 'adts'] },
  { format: 'flac', options: ['-c:a', 'flac', '-f', 'flac'] },
  { format: 'ogg', options: ['-c:a', 'libvorbis', '-f', 'ogg'] },
  { format: 'opus', options: ['-c:a', 'libopus', '-b:a', '24k', '-f', 'ogg'] },
  { format: 'webm', options: ['-c:a', 'libopus', '-b:a', '24k', '-f', 'webm'] },
  { format: 'aiff', options: ['-c:a', 'pcm_s16be', '-f', 'aiff'] },
  { format: 'wma', options: ['-c:a', 'wmav2', '-b:a', '64k', '-f', 'asf'] },
];

const run = (ffmpegPath: string, args: string[], input?: Buffer): Buffer =>
  execFileSync(ffmpegPath, ['-v', 'error', ...args, 'pipe:1'], {
    input,
    maxBuffer: 2 ** 28,
    stdio: ['pipe', 'pipe', 'ignore'],
  });

/** @param ffmpegPath the one that encodes, whatever decodes later */
function basesBy(ffmpegPath: string): Base[] {
  const made = FORMATS.map(({ format, options }) => ({
    format,
    bytes: run(ffmpegPath, ['-i', 'pipe:0', '-ar', '48000', '-fflags', '+bitexact', ...options], fixture('speech.mp3')),
  }));
  const tones = wavOf([sine(300, 0.3, 3, 16_000), sine(500, 0.3, 3, 16_000)], 16_000);
  const given = ['speech.mp3', 'speech.m4a'].map((name) => ({ format: name.slice(-3), bytes: fixture(name) }));
  return [...made, ...given, { format: 'wav', bytes: tones }];
}

const below = (random: Random, limit: number): number => Math.floor(random() * limit);
const pick = <T>(random: Random, values: readonly T[]): T => values[below(random, values.length)] as T;

function truncated(random: Random, { bytes }: Base): Buffer {
  return Buffer.from(bytes.subarray(0, below(random, bytes.length)));
}

function flipped(random: Random, { bytes }: Base): Buffer {
  const broken = Buffer.from(bytes);
  // Half of them near the start, where headers lie: a flip there hurts more.
  const reach = random() < 0.5 ? Math.min(512, broken.length) : broken.length;
  for (let flips = 1 + below(random, 200); flips > 0; flips--) {
    const at = below(random, reach);
    broken[at] = (broken[at] ?? 0) ^ (1 << below(random, 8));
  }
  return broken;
}

/** Stretches that are zero, repeated or missing, as a bad card or a wrong copy leaves them. */
function torn(random: Random, { bytes }: Base): Buffer {
  const [from, length] = [below(random, bytes.length), below(random, bytes.length / 2)];
  const [head, middle, tail] = [
    bytes.subarray(0, from),
    bytes.subarray(from, from + length),
    bytes.subarray(from + length),
  ];
  const way = pick(random, ['zero', 'twice', 'gone', 'swapped'] as const);
  if (way === 'zero') return Buffer.concat([head, Buffer.alloc(middle.length), tail]);
  if (way === 'twice') return Buffer.concat([head, middle, middle, tail]);
  return way === 'gone' ? Buffer.concat([head, tail]) : Buffer.concat([tail, head, middle]);
}

/** Numbers in the headers that no honest file has. */
const LIES = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 1_000_000_000];

function lying(random: Random, { bytes }: Base): Buffer {
  const broken = Buffer.from(bytes);
  for (let lies = 1 + below(random, 4); lies > 0; lies--) {
    const value = pick(random, LIES);
    const [width, at] = [value > 0xffff ? 4 : value > 0xff ? 2 : pick(random, [1, 2, 4]), 4 + below(random, 120)];
    if (at + width > broken.length) continue;
    if (random() < 0.5) broken.writeUIntLE(value, at, width);
    else broken.writeUIntBE(value, at, width);
  }
  return broken;
}

/** Nothing for four to twelve hours, in a few megabytes. */
function bomb(random: Random, silence: Buffer): Buffer {
  const minutes = 240 + below(random, 480);
  return Buffer.concat(Array(minutes).fill(silence));
}

/** One beginning with another's end. */
function spliced(random: Random, base: Base, other: Base): Buffer {
  const cut = (bytes: Buffer) => below(random, bytes.length);
  return Buffer.concat([base.bytes.subarray(0, cut(base.bytes)), other.bytes.subarray(cut(other.bytes))]);
}

export function brokenFiles(ffmpegPath: string, count: number, seed: number): BrokenFile[] {
  const random = seededRandom(seed);
  const bases = basesBy(ffmpegPath);
  const silence = run(ffmpegPath, [
    ...['-f', 'lavfi', '-i', 'anullsrc=r=8000:cl=mono', '-t', '60', '-c:a', 'aac', '-b:a', '8k', '-f', 'adts'],
  ]);
  const ways: readonly [string, (base: Base) => Buffer][] = [
    ['truncated', (base) => truncated(random, base)],
    ['flipped', (base) => flipped(random, base)],
    ['torn', (base) => torn(random, base)],
    ['lying', (base) => lying(random, base)],
    ['flipped', (base) => flipped(random, base)],
    ['lying', (base) => lying(random, base)],
    ['spliced', (base) => spliced(random, base, pick(random, bases))],
  ];
  return Array.from({ length: count }, (_, index) => {
    // One in twenty-five is a bomb.
    if (index % 25 === 24) return { name: `${index}-bomb.mp3`, bytes: bomb(random, silence) };
    const [way, breaking] = ways[index % ways.length] as (typeof ways)[number];
    const base = pick(random, bases);
    const name = `${index}-${way}-${base.format}.${pick(random, bases).format}`;
    return { name, bytes: breaking(base) };
  });
}
