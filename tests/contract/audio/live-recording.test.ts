/** A live on the disk: what was spoken can be read by anybody's decoder, also when the process that wrote it was killed. */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FfmpegOpusEncoder } from '@loa-lang/controller/adapters/audio/ffmpeg-opus-encoder';
import { LiveRecordingFolder } from '@loa-lang/controller/adapters/live/live-recording-folder';
import { SILENT_FRAME } from '@loa-lang/controller/domain/live/opus-frame';
import { findFfmpeg } from '@loa-lang/controller/embedded/ffmpeg';
import { OpusDecoder } from 'opus-decoder';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';

const found = await findFfmpeg();
if (!found.ok) throw new Error(found.detail);
const { tool } = found;
const run = promisify(execFile);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-live-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Seconds that ffmpeg decodes of a file, and its loudest sample, dBFS. */
async function decoded(path: string): Promise<{ seconds: number; peakDbfs: number; complaints: string }> {
  const decoding = ['-v', 'error', '-i', path, '-f', 's16le', '-ac', '1', '-ar', '48000', '-'];
  const options = { encoding: 'buffer', maxBuffer: 1 << 26 } as const;
  const { stdout, stderr } = await run(tool.ffmpegPath, decoding, options);
  const samples = new Int16Array(stdout.buffer, stdout.byteOffset, stdout.length / 2);
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1);
  return { seconds: samples.length / 48_000, peakDbfs: 20 * Math.log10(peak / 32_768), complaints: String(stderr) };
}

/** Opus frames of a tone. */
async function tone(count: number): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = [];
  const encoding = new FfmpegOpusEncoder(tool).start(
    { bitRate: 32_000, sound: 'voice' },
    { onFrame: (frame) => frames.push(frame), onEnd: () => undefined },
  );
  for (let index = 0; index < count + 4; index++) {
    const samples = Buffer.alloc(1920);
    for (let at = 0; at < 960; at++) {
      samples.writeInt16LE(Math.round(8_000 * Math.sin((2 * Math.PI * 440 * (index * 960 + at)) / 48_000)), at * 2);
    }
    // it takes no more than somebody would wait for
    await eventually('the encoder takes it', () => encoding.write(samples));
  }
  await eventually('the frames are encoded', () => frames.length >= count);
  encoding.stop();
  return frames.slice(0, count);
}

describe('the recording of a live', () => {
  it('is an Ogg Opus file of all frames', async () => {
    const recordings = new LiveRecordingFolder(folder);
    const recorder = recordings.begin('a', (cause) => expect(cause).toBeUndefined());
    const frames = await tone(190);
    for (const frame of frames) recorder.add(frame);
    await recorder.close();
    expect(await recordings.left()).toEqual(['a']);
    const { path = '' } = (await recordings.find('a')) ?? {};
    const { seconds, peakDbfs, complaints } = await decoded(path);
    expect(complaints).toBe('');
    expect(seconds).toBeGreaterThan(3.78);
    expect(seconds).toBeLessThanOrEqual(3.8);
    expect(peakDbfs).toBeGreaterThan(-14);
    expect((await readFile(path)).subarray(28, 36).toString('latin1')).toBe('OpusHead');
    await recordings.remove('a');
    expect(await recordings.find('a')).toBeUndefined();
  });

  it('has all but the last half second when its process is killed', async () => {
    const frames = (await tone(25)).map((frame) => Buffer.from(frame).toString('base64'));
    const script = `
      import { LiveRecordingFolder } from '@loa-lang/controller/adapters/live/live-recording-folder';
      const frames = ${JSON.stringify(frames)}.map((frame) => Buffer.from(frame, 'base64'));
      const recorder = new LiveRecordingFolder(${JSON.stringify(folder)}).begin('b', (cause) => { throw cause; });
      let count = 0;
      setInterval(() => {
        recorder.add(frames[count % 25]);
        process.stdout.write(String(++count) + ' ');
      }, 5);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (piece) => {
      said += piece;
    });
    const countOf = () => Number(said.trim().split(' ').at(-2) ?? 0);
    await eventually('two seconds were spoken', () => countOf() >= 110);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    const spoken = countOf() * 0.02;
    const { path = '' } = (await new LiveRecordingFolder(folder).find('b')) ?? {};
    const { seconds } = await decoded(path);
    console.log(`${spoken.toFixed(2)} s spoken, ${seconds.toFixed(2)} s on the disk`);
    // a page that was being written when it was killed counts as well
    expect(seconds).toBeGreaterThan(spoken - 0.5 - 0.12);
  });

  it('says so once when the disk takes no more, and never holds the speaker up', async () => {
    const problems: unknown[] = [];
    const recorder = new LiveRecordingFolder(join(folder, 'nowhere\0')).begin('c', (cause) => problems.push(cause));
    for (let index = 0; index < 100; index++) recorder.add(SILENT_FRAME);
    await recorder.close();
    expect(problems).toHaveLength(1);
  });
});

describe('the frame of silence', () => {
  it('is decoded to 20 ms of nothing, also in the midst of speech', async () => {
    const decoder = new OpusDecoder({ channels: 1, sampleRate: 48_000, preSkip: 0 } as never);
    await decoder.ready;
    const speech = await tone(50);
    const played = [...speech, ...Array.from({ length: 10 }, () => SILENT_FRAME)].map((frame) => {
      const [samples = new Float32Array()] = decoder.decodeFrame(frame).channelData;
      return { count: samples.length, peak: samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) };
    });
    decoder.free();
    expect(played.every(({ count }) => count === 960)).toBe(true);
    expect(Math.max(...played.slice(10, 50).map(({ peak }) => peak))).toBeGreaterThan(0.2);
    // the first one fades out what was before
    expect(Math.max(...played.slice(53).map(({ peak }) => peak))).toBeLessThan(0.001);
  });
});
