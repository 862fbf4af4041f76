import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findShippedFfmpeg } from '@loa-lang/controller/embedded/ffmpeg';
import { OggOpusReader } from '@loa-lang/device-agent/adapters/opus/ogg-opus-reader';
import { SharedSounds } from '@loa-lang/device-agent/adapters/opus/shared-sounds';
import { SoundFault, type SoundReader } from '@loa-lang/device-agent/playout/segment';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { seededRandom } from '../../../support/seeded-random.ts';

let folder: string;
const ASSET = 'f'.repeat(64);
let file: string;
let pcm: Float32Array;

/** Voice-like: a gliding tone with overtones, syllables and breath noise; 12.3456 s, no whole number of frames. */
const voice = (): Float32Array => {
  const random = seededRandom(7);
  let phase = 0;
  return Float32Array.from({ length: 592_589 }, (_, k) => {
    phase += (2 * Math.PI * (140 + 60 * Math.sin(k / 30_000))) / 48_000;
    const syllable = Math.max(0, Math.sin(k / 4000));
    return (
      syllable * (0.3 * Math.sin(phase) + 0.15 * Math.sin(2 * phase) + 0.08 * Math.sin(5 * phase)) +
      0.01 * (random() - 0.5)
    );
  });
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loa-opus-'));
  file = join(folder, 'voice.opus');
  pcm = voice();
  writeFileSync(join(folder, 'voice.f32'), Buffer.from(pcm.buffer));
  const raw = ['-f', 'f32le', '-ar', '48000', '-ac', '1', '-i', join(folder, 'voice.f32')];
  const found = await findShippedFfmpeg();
  if (!found.ok) throw new Error(found.detail);
  const encoded = spawnSync(found.tool.ffmpegPath, [
    '-v',
    'error',
    '-y',
    ...raw,
    '-c:a',
    'libopus',
    '-b:a',
    '32k',
    file,
  ]);
  if (encoded.status !== 0) throw new Error(encoded.stderr.toString());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = async (path: string): Promise<SoundReader> => {
  const opened = await OggOpusReader.open(path);
  if (!opened.ok) throw new Error(opened.detail);
  return opened.reader;
};
const whole = (reader: SoundReader): Float32Array => {
  const all = new Float32Array(reader.durationSamples);
  const block = new Float32Array(960);
  let at = 0;
  for (let got = reader.read(block); got > 0; got = reader.read(block)) {
    all.set(block.subarray(0, got), at);
    at += got;
  }
  return all.subarray(0, at);
};
const rms = (a: Float32Array, b?: Float32Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b?.[i] ?? 0)) ** 2;
  return Math.sqrt(sum / a.length);
};

describe('an Ogg Opus file', () => {
  test('has exactly as many samples as were encoded, at their places', async () => {
    const reader = await open(file);
    expect(reader.durationSamples).toBe(592_589);
    const all = whole(reader);
    expect(all.length).toBe(592_589);
    // a codec is lossy, a shift by a few samples would be far worse than this
    expect(rms(all, pcm)).toBeLessThan(0.25 * rms(pcm));
    expect(rms(all.subarray(20), pcm.subarray(0, -20))).toBeGreaterThan(2 * rms(all, pcm));
    reader.free();
  });

  test('sounds the same from any position as in a straight decode', async () => {
    const reader = await open(file);
    const all = whole(await open(file));
    const random = seededRandom(3);
    const block = new Float32Array(4800);
    for (let i = 0; i < 60; i++) {
      const at = Math.floor(random() * (all.length - 4800));
      reader.seek(at);
      expect(reader.read(block)).toBe(4800);
      expect(rms(block, all.subarray(at, at + 4800))).toBeLessThan(0.004);
    }
    reader.seek(all.length - 10);
    expect(reader.read(block)).toBe(10);
    expect(reader.read(block)).toBe(0);
    reader.free();
  });

  test('shared by two users gives each what it asks for, and closes with the last', async () => {
    const all = whole(await open(file));
    const sounds = new SharedSounds();
    const copy = join(folder, 'copy');
    copyFileSync(file, copy);
    const [a, b] = await Promise.all([sounds.open(file, ASSET), sounds.open(copy, ASSET)]);
    if (!a.ok || !b.ok) throw new Error('not opened');
    b.reader.seek(300_000);
    const block = new Float32Array(960);
    for (let i = 0; i < 100; i++) {
      a.reader.read(block);
      expect(rms(block, all.subarray(i * 960, (i + 1) * 960))).toBeLessThan(0.004);
      b.reader.read(block);
      expect(rms(block, all.subarray(300_000 + i * 960, 300_000 + (i + 1) * 960))).toBeLessThan(0.004);
    }
    a.reader.free();
    a.reader.free();
    expect(b.reader.read(block)).toBe(960);
    b.reader.free();
    expect(() => b.reader.read(block)).toThrow(SoundFault);
  });
});

test('a shared sound that broke is opened anew, from the file that has taken its place', async () => {
  const path = join(folder, 'bad-sector.opus');
  const bytes = readFileSync(file);
  const broken = Buffer.from(bytes);
  broken.fill(0x55, broken.length - 200, broken.length - 100);
  writeFileSync(path, broken);
  const sounds = new SharedSounds();
  const readAll = async (): Promise<number> => {
    const opened = await sounds.open(path, ASSET);
    if (!opened.ok) throw new Error(opened.detail);
    const { reader } = opened;
    try {
      let samples = 0;
      for (const block = new Float32Array(9600); ; ) {
        const got = reader.read(block);
        if (got === 0) return samples;
        samples += got;
      }
    } finally {
      reader.free();
    }
  };
  await expect(readAll()).rejects.toThrow(SoundFault);
  writeFileSync(`${path}.new`, bytes);
  renameSync(`${path}.new`, path);
  expect(await readAll()).toBe(pcm.length);
});

test('a sound that could not be opened for want of memory is tried again', async () => {
  const sounds = new SharedSounds();
  vi.spyOn(OggOpusReader, 'open').mockRejectedValueOnce(new RangeError('WebAssembly: out of memory'));
  await expect(sounds.open(file, ASSET)).rejects.toThrow(RangeError);
  const again = await sounds.open(file, ASSET);
  expect(again.ok).toBe(true);
  if (again.ok) again.reader.free();
});

describe('a broken file is refused with a reason', () => {
  const damaged = (name: string, change: (bytes: Buffer) => Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, change(readFileSync(file)));
    return path;
  };

  test.each([
    { name: 'missing', reason: 'missing', make: () => join(folder, 'nowhere') },
    { name: 'empty', reason: 'corrupt', make: () => damaged('empty', () => Buffer.alloc(0)) },
    { name: 'zeros', reason: 'corrupt', make: () => damaged('zeros', (bytes) => Buffer.alloc(bytes.length)) },
    {
      name: 'cut short',
      reason: 'corrupt',
      make: () => damaged('cut', (bytes) => bytes.subarray(0, bytes.length / 2)),
    },
    {
      name: 'cut at a page',
      reason: 'corrupt',
      make: () => damaged('cut-page', (bytes) => bytes.subarray(0, bytes.lastIndexOf('OggS'))),
    },
    { name: 'another codec', reason: 'corrupt', make: () => damaged('text', () => Buffer.from('hello'.repeat(1000))) },
  ])('$name', async ({ reason, make }) => {
    expect(await OggOpusReader.open(make())).toMatchObject({ ok: false, reason });
  });

  test('a flipped bit is found when its page is read', async () => {
    const reader = await open(
      damaged('flipped', (bytes) => {
        bytes[Math.floor(bytes.length * 0.7)] = (bytes[Math.floor(bytes.length * 0.7)] as number) ^ 4;
        return bytes;
      }),
    );
    expect(() => whole(reader)).toThrow(SoundFault);
    reader.free();
  });
});
