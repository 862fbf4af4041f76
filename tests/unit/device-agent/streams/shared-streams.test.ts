import { spawnSync } from 'node:child_process';
import { SharedStreams } from '@loa-lang/device-agent/adapters/opus/shared-streams';
import { OpusDecoder } from 'opus-decoder';
import { describe, expect, it, vi } from 'vitest';
import { ffmpegTools } from '../../../support/audio/ffmpeg-tools.ts';
import { framesOf, inPackets } from '../../../support/audio/opus-frames.ts';

const [found] = await ffmpegTools();
if (found === undefined) console.warn('SKIPPED: shared streams, no ffmpeg to encode with');

/** A tone on the left and another on the right, as frames of 20 ms. */
function encoded(channels: 1 | 2, seconds: number): Uint8Array[][] {
  const pcm = Float32Array.from({ length: seconds * 48_000 * channels }, (_, i) => {
    const isRight = channels === 2 && i % 2 === 1;
    return 0.4 * Math.sin((2 * Math.PI * (isRight ? 700 : 440) * Math.floor(i / channels)) / 48_000);
  });
  const input = ['-v', 'error', '-f', 'f32le', '-ar', '48000', '-ac', String(channels), '-i', 'pipe:0'];
  const output = ['-c:a', 'libopus', '-b:a', '64k', '-frame_duration', '20', '-f', 'ogg', 'pipe:1'];
  const made = spawnSync(found?.tool.ffmpegPath ?? '', [...input, ...output], { input: Buffer.from(pcm.buffer) });
  if (made.status !== 0) throw new Error(made.stderr.toString());
  return inPackets(framesOf(made.stdout));
}

const packetOf = (frames: readonly Uint8Array[], sequence: number) => ({
  ...{ sequence, frames, start: sequence * 4800, samples: 960 * frames.length },
});
/** Level of one frequency over a stretch. */
function levelAt(hz: number, pcm: Float32Array): number {
  let [re, im] = [0, 0];
  for (const [i, x] of pcm.entries()) {
    re += x * Math.cos((2 * Math.PI * hz * i) / 48_000);
    im += x * Math.sin((2 * Math.PI * hz * i) / 48_000);
  }
  return (2 * Math.hypot(re, im)) / pcm.length;
}

describe.skipIf(found === undefined)('streams of one process', () => {
  it('are decoded once, however many listen, each with holes of its own', async () => {
    const packets = encoded(1, 2);
    const streams = new SharedStreams();
    const listeners = await Promise.all(Array.from({ length: 200 }, () => streams.open('voice')));
    const arrays = new Set<Float32Array | undefined>();
    for (const [sequence, frames] of packets.entries()) {
      for (const [i, listener] of listeners.entries()) {
        // one in ten has not received it
        if ((i + sequence) % 10 !== 0) arrays.add(listener.decode(packetOf(frames, sequence)));
      }
    }
    expect(arrays.size).toBe(packets.length);
    for (const listener of listeners) listener.free();
  });

  it('mix stereo to mono', async () => {
    const decoder = await new SharedStreams().open('voice');
    const packets = encoded(2, 1).map((frames, n) => decoder.decode(packetOf(frames, n)));
    expect(packets.every((pcm) => pcm?.length === 4800)).toBe(true);
    const pcm = packets[5] ?? new Float32Array();
    for (const hz of [440, 700]) expect(levelAt(hz, pcm)).toBeCloseTo(0.2, 1);
  });

  it('are opened anew after the last listener has left', async () => {
    const [first = []] = encoded(1, 1);
    const streams = new SharedStreams();
    const one = await streams.open('voice');
    one.free();
    one.free();
    expect(one.decode(packetOf(first, 0))).toBeUndefined();
    const two = await streams.open('voice');
    expect(two.decode(packetOf(first, 0))).toHaveLength(4800);
  });

  it('survive what is no Opus', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const [first = [], second = []] = encoded(1, 1);
    const decoder = await new SharedStreams().open('voice');
    const wild = (length: number) => Uint8Array.from({ length }, (_, i) => (i === 0 ? 19 << 3 : (i * 7919) & 255));
    for (const [n, frames] of [[wild(3)], [wild(2000)], [wild(16_000)], [Uint8Array.of(0xff, 0xff)]].entries()) {
      const pcm = decoder.decode({ sequence: n, start: n, samples: 960, frames });
      expect(pcm === undefined || pcm.length === 960).toBe(true);
    }
    expect(decoder.decode(packetOf(first, 10))).toHaveLength(4800);
    expect(decoder.decode(packetOf(second, 11))).toHaveLength(4800);
  });
});

it('a decoder that could not be had once is asked for again', async () => {
  let asked = 0;
  const streams = new SharedStreams(async () => {
    if (++asked === 1) throw new Error('no memory');
    const decoder = new OpusDecoder<48000>({ channels: 1, sampleRate: 48_000 });
    await decoder.ready;
    return decoder;
  });
  await expect(streams.open('voice')).rejects.toThrow('no memory');
  const decoder = await streams.open('voice');
  // a frame of 20 ms in which nothing is sent
  const silent = Array.from({ length: 5 }, () => Uint8Array.of(0x78));
  expect(decoder.decode(packetOf(silent, 0))?.length).toBe(4800);
  decoder.free();
});
