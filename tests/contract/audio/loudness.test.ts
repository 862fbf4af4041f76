/** The rules of loudness (see levelling.ts), each on sound that needs it, and that they hold for every format and rate. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_ENCODING } from '@loa-lang/controller/adapters/audio/encoding-settings';
import { FfmpegTranscoder } from '@loa-lang/controller/adapters/audio/ffmpeg-transcoder';
import { findShippedFfmpeg } from '@loa-lang/controller/embedded/ffmpeg';
import type { EncodingSettings } from '@loa-lang/controller/ports/audio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixture, sine, wavOf } from '../../support/audio/broken-files.ts';
import { decodeByFfmpeg } from '../../support/audio/decode.ts';
import { ffmpegTools } from '../../support/audio/ffmpeg-tools.ts';
import { assetFaults } from '../../support/audio/judge-intake.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const speech = Float64Array.from(await decodeByFfmpeg(fixture('speech.mp3'), 'other'));
const scaled = (samples: Float64Array, gainDb: number): Float64Array =>
  samples.map((sample) => sample * 10 ** (gainDb / 20));

const SLAM_EVERY = 2.5 * 48_000;
/** A slammed door now and then: loud at once, gone in a tenth of a second. */
function withSlams(samples: Float64Array): Float64Array {
  const random = seededRandom(1);
  return samples.map((sample, index) => {
    const since = (index % SLAM_EVERY) / 48_000;
    return sample + (since < 0.1 ? (random() - 0.5) * 1.2 * Math.exp(-since * 50) : 0);
  });
}

/** Encoded by the shipped ffmpeg, which has an encoder for each of them. */
const FORMATS: readonly [string, string[]][] = [
  ['MP3', ['-c:a', 'libmp3lame', '-f', 'mp3']],
  ['AAC in M4A', ['-c:a', 'aac', '-f', 'ipod']],
  ['AAC as a stream', ['-c:a', 'aac', '-f', 'adts']],
  ['WAV of 24 bits at 96 kHz', ['-c:a', 'pcm_s24le', '-ar', '96000', '-f', 'wav']],
  ['WAV of 8 bits at 8 kHz', ['-c:a', 'pcm_u8', '-ar', '8000', '-f', 'wav']],
  ['WAV of six channels', ['-c:a', 'pcm_s16le', '-ac', '6', '-f', 'wav']],
  ['FLAC at 11.025 kHz', ['-c:a', 'flac', '-ar', '11025', '-f', 'flac']],
  ['Ogg Vorbis', ['-c:a', 'libvorbis', '-f', 'ogg']],
  ['Opus', ['-c:a', 'libopus', '-f', 'ogg']],
  ['AMR narrow band', ['-c:a', 'libopencore_amrnb', '-ar', '8000', '-ac', '1', '-b:a', '12.2k', '-f', 'amr']],
  ['AMR wide band in 3GP', ['-c:a', 'libvo_amrwbenc', '-ar', '16000', '-ac', '1', '-b:a', '23.85k', '-f', '3gp']],
  ['WebM with Opus', ['-c:a', 'libopus', '-f', 'webm']],
];
/** Containers that need to seek are written to a file. */
const VIDEOS: readonly [string, string[], string][] = [
  ['MP4 video', ['-c:v', 'mpeg4', '-c:a', 'aac', '-f', 'mp4'], 'film.mp4'],
  ['WebM video', ['-c:v', 'libvpx', '-c:a', 'libvorbis', '-f', 'webm'], 'film.webm'],
];

let folder: string;
let work: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-loud-'));
  work = mkdtempSync(join(folder, 'work-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each(await ffmpegTools())('loudness on the $name ffmpeg', ({ tool }) => {
  const takePath = async (path: string, settings: EncodingSettings = DEFAULT_ENCODING) => {
    const intake = await new FfmpegTranscoder(tool).makeAsset(path, work, settings, new AbortController().signal);
    if (!intake.ok) throw new Error(`refused: ${intake.fault}: ${intake.detail}`);
    expect(assetFaults(intake)).toEqual([]);
    return intake.asset;
  };
  const take = (samples: Float64Array, settings?: EncodingSettings) => {
    const path = join(folder, 'input.wav');
    writeFileSync(path, wavOf([samples], 48_000));
    return takePath(path, settings);
  };

  it.each([0, -12, -24])('speech at %d dB comes to the target', async (gainDb) => {
    const asset = await take(scaled(speech, gainDb));
    expect(Math.abs((asset.loudness.integratedLufs ?? 0) + 16)).toBeLessThanOrEqual(1);
    expect(asset.warnings).toEqual([]);
  });

  it('soft: what would need more than 34 dB stays below the target and says so', async () => {
    const asset = await take(scaled(speech, -42));
    const gained = (asset.loudness.integratedLufs ?? 0) - (asset.source.loudness.integratedLufs ?? 0);
    expect(gained).toBeGreaterThan(32);
    expect(gained).toBeLessThanOrEqual(34.5);
    expect(asset.warnings).toEqual(['audio-quiet']);
  });

  it('hot: what was clipped is lowered to the target and says so', async () => {
    const asset = await take(speech.map((sample) => Math.max(-1, Math.min(1, sample * 16))));
    expect(Math.abs((asset.loudness.integratedLufs ?? 0) + 16)).toBeLessThanOrEqual(1);
    expect(asset.warnings).toEqual(['audio-clipped']);
  });

  it('spiky: slammed doors are limited, and the voice beside them comes to the target', async () => {
    const asset = await take(withSlams(scaled(speech, -15)));
    expect(asset.source.loudness.truePeakDbtp).toBeGreaterThan(-6);
    expect(Math.abs((asset.loudness.integratedLufs ?? 0) + 16)).toBeLessThanOrEqual(1);
  });

  it('spiky: where there is nothing but clicks, they stay below the target and say so', async () => {
    const clicks = new Float64Array(48_000 * 5).map((_, index) => (index % 24_000 < 2 ? 0.9 : 0));
    expect((await take(clicks)).warnings).toContain('audio-quiet');
  });

  it('short: to the target as if it went on', async () => {
    const click = sine(500, 0.1, 0.3);
    const plain = await take(click);
    expect(Math.abs((plain.loudness.integratedLufs ?? 0) + 16)).toBeLessThanOrEqual(1);
    expect(plain.loudness.truePeakDbtp).toBeLessThanOrEqual(-1);
  });

  it('silent: no gain', async () => {
    expect((await take(new Float64Array(48_000))).loudness.truePeakDbtp).toBeLessThan(-70);
  });

  it('a repair changes neither rate nor channels nor length, whatever rate its filters work at', async () => {
    const plain = { highPassHz: 120, range: { startMs: 1_000, endMs: 3_500 } };
    expect((await take(speech, { ...DEFAULT_ENCODING, repair: plain })).durationMs).toBe(2_500);
    const repair = { highPassHz: 120, denoise: { reductionDb: 12, noiseFloorDbfs: -60 } };
    const asset = await take(speech, { ...DEFAULT_ENCODING, repair });
    // The noise reduction may end with a tenth of a second of silence; it never takes anything away.
    const expectLength = (actualMs: number, expectedMs: number) => {
      expect(actualMs).toBeGreaterThanOrEqual(expectedMs);
      expect(actualMs).toBeLessThanOrEqual(expectedMs + 101);
    };
    expectLength(asset.durationMs, speech.length / 48);
    const cut = { ...DEFAULT_ENCODING, repair: { ...repair, range: { startMs: 1_000, endMs: 3_500 } } };
    expectLength((await take(speech, cut)).durationMs, 2_500);
  });

  it.each([...FORMATS.map(([name, options]) => [name, options, 'ảnh.png'] as const), ...VIDEOS])(
    '%s is known by its content and comes out as 48 kHz mono at the target',
    async (_name, options, fileName) => {
      const encoder = await findShippedFfmpeg();
      if (!encoder.ok) throw new Error(encoder.detail);
      const [source, path] = [join(folder, 'source.wav'), join(folder, fileName)];
      writeFileSync(source, wavOf([speech, speech], 48_000));
      const picture = options.includes('-c:v') ? ['-f', 'lavfi', '-i', 'color=green:size=64x64:rate=5'] : [];
      execFileSync(encoder.tool.ffmpegPath, ['-v', 'error', ...picture, '-i', source, '-t', '5', ...options, path]);
      const asset = await takePath(path);
      expect(Math.abs((asset.loudness.integratedLufs ?? 0) + 16)).toBeLessThanOrEqual(1);
      expect(Math.abs(asset.durationMs - 5_000)).toBeLessThanOrEqual(100);
      expect(asset.analysis).toMatchObject({ speech: 'speech', leadingSilenceMs: expect.any(Number) });
    },
  );
});
