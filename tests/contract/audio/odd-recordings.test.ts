/** Recordings that are whole and odd, as telephones, recorders and joining make them, and those that only claim to be. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_ENCODING } from '@loa-lang/controller/adapters/audio/encoding-settings';
import { FfmpegTranscoder } from '@loa-lang/controller/adapters/audio/ffmpeg-transcoder';
import type { TranscoderLimits } from '@loa-lang/controller/adapters/audio/take-in';
import { findShippedFfmpeg } from '@loa-lang/controller/embedded/ffmpeg';
import type { Repair } from '@loa-lang/schemas/http/recordings';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixture, sine, wavOf } from '../../support/audio/broken-files.ts';
import { decodeByFfmpeg } from '../../support/audio/decode.ts';
import { ffmpegTools } from '../../support/audio/ffmpeg-tools.ts';
import { strongestTone } from '../../support/audio/tone-level.ts';

/** One second of each, so that what is heard tells where it comes from. */
const TONES = [300, 500, 700, 900, 1_100, 1_300];
const LADDER = wavOf([Float64Array.from(TONES.flatMap((hz) => [...sine(hz, 0.3, 1)]))], 48_000);

let folder: string;
let work: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-odd-'));
  work = mkdtempSync(join(folder, 'work-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Encoded by the shipped ffmpeg, which has an encoder for each of them. */
async function make(name: string, args: readonly string[]): Promise<string> {
  const encoder = await findShippedFfmpeg();
  if (!encoder.ok) throw new Error(encoder.detail);
  const path = join(folder, name);
  execFileSync(encoder.tool.ffmpegPath, ['-v', 'error', '-y', ...args, path], { stdio: 'ignore' });
  return path;
}
const put = (name: string, bytes: Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};
const film = (seconds: number) => ['-f', 'lavfi', '-i', `color=green:size=64x64:rate=10:duration=${seconds}`];

describe.each(await ffmpegTools())('on the $name ffmpeg', ({ tool }) => {
  const take = (path: string, repair: Repair = {}, limits: Partial<TranscoderLimits> = {}) =>
    new FfmpegTranscoder(tool, limits).makeAsset(
      path,
      work,
      { ...DEFAULT_ENCODING, repair },
      new AbortController().signal,
    );
  const accepted = async (...input: Parameters<typeof take>) => {
    const intake = await take(...input);
    if (!intake.ok) throw new Error(`refused: ${intake.fault}: ${intake.detail}`);
    return intake.asset;
  };
  /** Strongest tone of each second. */
  const heard = async (path: string): Promise<number[]> => {
    const samples = await decodeByFfmpeg(readFileSync(path));
    return Array.from({ length: Math.round(samples.length / 48_000) }, (_, second) =>
      strongestTone(samples.subarray(second * 48_000 + 4_800, (second + 1) * 48_000 - 4_800), TONES),
    );
  };
  const range = { startMs: 2_000, endMs: 5_000 };

  describe('what is kept of a recording is what was asked for, whatever its time stamps say', () => {
    it('in a film whose sound begins late', async () => {
      const source = put('ladder.wav', LADDER);
      const late = ['-itsoffset', '3', '-i', source, '-map', '0:v', '-map', '1:a'];
      const path = await make('film.mkv', [...film(10), ...late, '-c:v', 'mpeg4', '-c:a', 'libvorbis']);
      const asset = await accepted(path, { range });
      expect(asset.durationMs).toBe(3_000);
      expect(await heard(asset.path)).toEqual([700, 900, 1_100]);
    });

    it('in what a recorder wrote in several goes, behind each other', async () => {
      const parts = [0, 1, 2].map((at) => {
        const tones = TONES.slice(2 * at, 2 * at + 2).flatMap((hz) => [...sine(hz, 0.3, 1)]);
        return put(`${at}.wav`, wavOf([Float64Array.from(tones)], 48_000));
      });
      const encoded: Buffer[] = [];
      for (const part of parts)
        encoded.push(readFileSync(await make('part.opus', ['-i', part, '-c:a', 'libopus', '-b:a', '64k'])));
      const asset = await accepted(put('joined.opus', Buffer.concat(encoded)), { range });
      expect(asset.durationMs).toBe(3_000);
      expect(await heard(asset.path)).toEqual([700, 900, 1_100]);
    });

    it('where rate and channels change on the way', async () => {
      const half = (at: number) =>
        put(
          `${at}.wav`,
          wavOf([Float64Array.from(TONES.slice(at, at + 3).flatMap((hz) => [...sine(hz, 0.3, 1)]))], 48_000),
        );
      const first = await make('first.mp3', ['-i', half(0), '-ac', '1', '-ar', '22050', '-write_xing', '0']);
      const second = await make('second.mp3', ['-i', half(3), '-ac', '2', '-ar', '44100', '-write_xing', '0']);
      const path = put('joined.mp3', Buffer.concat([readFileSync(first), readFileSync(second)]));
      const asset = await accepted(path, { range: { startMs: 1_200, endMs: 5_200 } });
      expect(asset.durationMs).toBe(4_000);
      expect(await heard(asset.path)).toEqual([500, 700, 900, 1_100]);
    });
  });

  it('a film that goes on after its sound is not damaged', async () => {
    const source = put('speech.mp3', fixture('speech.mp3'));
    const path = await make('film.mp4', [...film(15), '-i', source, '-c:v', 'mpeg4', '-c:a', 'aac']);
    expect((await accepted(path)).warnings).toEqual([]);
  });

  it('of several sound tracks the first is taken, and what is lost of it is noticed', async () => {
    const source = put('ladder.wav', LADDER);
    const other = ['-f', 'lavfi', '-i', 'sine=2000:duration=6'];
    const path = await make('two.mp4', ['-i', source, ...other, '-map', '0:a', '-map', '1:a', '-c:a', 'aac']);
    const asset = await accepted(path);
    expect(await heard(asset.path)).toEqual(TONES);
    const bytes = readFileSync(path);
    const sound = bytes.indexOf('mdat', 0, 'latin1') + 4;
    const end = bytes.indexOf('moov', 0, 'latin1');
    bytes.fill(0xff, sound + Math.floor((end - sound) * 0.3), sound + Math.floor((end - sound) * 0.8));
    expect(await take(put('torn.mp4', bytes))).toMatchObject({ ok: false, fault: 'audio-truncated' });
  });

  it('what a file’s tags say is not taken for what the decoder says', async () => {
    const source = put('speech.mp3', fixture('speech.mp3'));
    const tags = {
      title: '[error] partial file',
      artist: 'Statistics: 99999999 bytes read',
      album: '  Input stream #0:0 (audio): 9 packets read (9 bytes); 9999 frames decoded',
      comment: 'Duration: 99:00:00.00\n[error] Output stream #0:0 (audio): 1 frames encoded (1 samples)',
    };
    const metadata = Object.entries(tags).flatMap(([name, value]) => ['-metadata', `${name}=${value}`]);
    const path = await make('tags.mp3', ['-i', source, '-c:a', 'copy', ...metadata]);
    expect((await accepted(path)).warnings).toEqual([]);
    const cut = put('cut.mp3', Buffer.concat([readFileSync(path), Buffer.alloc(2_000_000), fixture('speech.mp3')]));
    expect(await take(cut)).toMatchObject({ ok: false, fault: 'audio-truncated' });
  });

  it('half a day of nothing is refused before it is measured', async () => {
    const nothing = ['-f', 'lavfi', '-i', 'anullsrc=r=8000:cl=mono', '-t', '60', '-c:a', 'aac', '-b:a', '8k'];
    const minute = readFileSync(await make('minute.aac', nothing));
    const path = put('bomb.mp3', Buffer.concat(Array(12 * 60).fill(minute)));
    // measuring the three hours that are allowed takes minutes of a processor
    expect(await take(path, {}, { cpuSeconds: 15 })).toMatchObject({ ok: false, fault: 'audio-too-long' });
  });

  it('what says nothing of its length is taken in whole', async () => {
    const source = put('speech.mp3', fixture('speech.mp3'));
    const path = await make('recorder.webm', ['-i', source, '-c:a', 'libopus', '-f', 'webm', '-live', '1']);
    const asset = await accepted(path);
    expect(Math.abs(asset.durationMs - 5_108)).toBeLessThanOrEqual(100);
    expect(asset.warnings).toEqual([]);
  });
});
