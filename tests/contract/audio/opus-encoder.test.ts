/** Frames in, frames out, one for one and where they were: on the system's ffmpeg and on the shipped one of 2018. */
import { FfmpegOpusEncoder } from '@loa-lang/controller/adapters/audio/ffmpeg-opus-encoder';
import { findShippedFfmpeg, findSystemFfmpeg } from '@loa-lang/controller/embedded/ffmpeg';
import type { OpusEncoding } from '@loa-lang/controller/ports/opus-encoder';
import { OpusDecoder } from 'opus-decoder';
import { describe, expect, it } from 'vitest';
import { eventually, sleep } from '../../support/eventually.ts';

const FRAME = 960;
const MICROS_PER_SAMPLE = 1e6 / 48_000;

const tools = await Promise.all([findSystemFfmpeg(), findShippedFfmpeg()]);

/** Silence with one loud sample, `clickAt` from the beginning. */
function framesWithClick(count: number, clickAt: number): Buffer[] {
  const samples = Buffer.alloc(count * FRAME * 2);
  for (let i = clickAt - 4; i <= clickAt + 4; i++)
    samples.writeInt16LE(Math.round(24_000 / (1 + (i - clickAt) ** 2)), i * 2);
  return Array.from({ length: count }, (_, n) => samples.subarray(n * FRAME * 2, (n + 1) * FRAME * 2));
}

async function loudestSample(frames: Uint8Array[]): Promise<number> {
  const decoder = new OpusDecoder({ channels: 1, sampleRate: 48_000, preSkip: 0 } as never);
  await decoder.ready;
  const decoded = frames.flatMap((frame) => [...(decoder.decodeFrame(frame).channelData[0] ?? [])]);
  decoder.free();
  return decoded.reduce((best, sample, index) => (Math.abs(sample) > Math.abs(decoded[best] ?? 0) ? index : best), 0);
}

for (const found of tools) {
  if (!found.ok) console.warn(`SKIPPED: an ffmpeg that this machine lacks: ${found.detail}`);
  describe.skipIf(!found.ok)(`frames of Opus by ffmpeg ${found.ok ? found.tool.version : ''}`, () => {
    if (!found.ok) return;
    const started: OpusEncoding[] = [];
    const encode = (settings: Parameters<FfmpegOpusEncoder['start']>[0]) => {
      const frames: Uint8Array[] = [];
      const leads = new Set<number>();
      const ends: string[] = [];
      const encoding = new FfmpegOpusEncoder(found.tool).start(settings, {
        onFrame: (frame, lead) => {
          frames.push(frame);
          leads.add(lead);
        },
        onEnd: (detail) => ends.push(detail),
      });
      started.push(encoding);
      return { encoding, frames, leads, ends };
    };

    it.each(['voice', 'any', 'low-delay'] as const)('sound at sample n is heard at sample n: %s', async (sound) => {
      const { encoding, frames, leads } = encode({ bitRate: 32_000, sound });
      const clickAt = 30 * FRAME + 100;
      for (const samples of framesWithClick(60, clickAt)) expect(encoding.write(samples)).toBe(true);
      await eventually('all frames but the last one', () => frames.length === 59);
      encoding.stop();
      expect(leads.size).toBe(1);
      const lead = [...leads][0] ?? Number.NaN;
      const heardAt = (await loudestSample(frames)) - lead / MICROS_PER_SAMPLE;
      expect(Math.abs(heardAt - clickAt)).toBeLessThanOrEqual(1);
    });

    it('keeps one frame, also when what comes comes in real time', async () => {
      const { encoding, frames } = encode({ bitRate: 32_000, sound: 'voice' });
      for (const samples of framesWithClick(40, 500)) encoding.write(samples);
      await eventually('it works', () => frames.length > 30);
      for (let n = 0; n < 25; n++) {
        encoding.write(Buffer.alloc(FRAME * 2));
        await sleep(20);
      }
      await eventually('one frame is inside', () => frames.length === 64);
      encoding.stop();
    });

    it('says that it is gone, once, and takes nothing more', async () => {
      const { encoding, ends, frames } = encode({ bitRate: 32_000, sound: 'voice' });
      encoding.stop();
      expect(ends).toEqual(['stopped']);
      expect(encoding.write(Buffer.alloc(FRAME * 2))).toBe(false);
      await sleep(50);
      expect([ends.length, frames.length]).toEqual([1, 0]);
    });
  });
}
