import { VirtualSink } from '@loa-lang/device-agent/adapters/sinks/virtual-sink';
import { PlayoutSource } from '@loa-lang/device-agent/playout/playout-source';
import { StreamBuffer, sampleAt } from '@loa-lang/device-agent/playout/stream-buffer';
import { StreamWindow } from '@loa-lang/device-agent/playout/stream-window';
import type { StreamDecoder } from '@loa-lang/device-agent/ports/stream-decoder';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const PACKET_MS = 100;
const PACKET = 4800;
/** From a packet's arrival to its first sample. */
const AHEAD_MS = 300;
const START = 1_800_000_000_000;
const ORIGIN = sampleAt(START);

interface Listening {
  forMs: number;
  sample(k: number): number;
  gainDb?: number;
  /** the device's clock is wrong by so much, as its time map knows; its output's crystal too, which nobody tells */
  clockPpm?: number;
  sinkPpm?: number;
  onBlock(block: Float32Array, heardAt: number): void;
}

/** Hears a stream from its start on, packets coming in time. @returns how far ahead of the reader they came, ms */
async function hear({ forMs, sample, onBlock, gainDb = 0, clockPpm = 0, sinkPpm = 0 }: Listening): Promise<number[]> {
  const rate = 1 + clockPpm * 1e-6;
  const map = {
    toController: (at: number) => START - 1000 + at / rate,
    toMonotonic: (at: number) => (at - START + 1000) * rate,
  };
  const clock = new VirtualClock({ now: 0 });
  const playout = new PlayoutSource({ clock, timeMap: () => map });
  const buffer = new StreamBuffer();
  let last: { start: number; pcm: Float32Array } | undefined;
  const decoder: StreamDecoder = {
    decode: ({ start }) => {
      if (last?.start !== start) {
        const pcm = new Float32Array(PACKET);
        for (let i = 0; i < PACKET; i++) pcm[i] = sample(start - ORIGIN + i);
        last = { start, pcm };
      }
      return last.pcm;
    },
    free: () => undefined,
  };
  const listener = { heard: () => undefined, lost: () => undefined, concealed: () => undefined };
  playout.setSegments([
    {
      ...{ key: 'l:1:1:0', broadcastId: 'l', run: 1, itemIndex: 0, streamId: 'voice' },
      ...{ startAt: START, endAt: START + forMs, assetOffsetMs: 0, gainDb },
      open: async () => ({
        ok: true,
        window: new StreamWindow({ buffer, decoder, origin: ORIGIN, listener, freed: () => undefined }),
      }),
    },
  ]);
  const sink = new VirtualSink({ skewPpm: sinkPpm, onBlock: (block, at) => onBlock(block, map.toController(at)) });
  sink.startAt(0);
  await sink.start(playout);
  await playout.prime();
  const ahead: number[] = [];
  for (let sequence = 0; sequence < forMs / PACKET_MS + 5; sequence++) {
    const playAt = START + sequence * PACKET_MS;
    sink.playUntil(map.toMonotonic(playAt - AHEAD_MS));
    const packet = { sequence, start: sampleAt(playAt), samples: PACKET, frames: [] };
    ahead.push((buffer.aheadOf(packet) ?? NaN) / 48);
    expect(buffer.add(packet)).toBe('taken');
    if (sequence % 100 === 0) await clock.advanceTo(map.toMonotonic(playAt - AHEAD_MS));
  }
  playout.stop();
  return ahead;
}

describe('a stream in playout', () => {
  // an hour of it says the same and takes four times as long
  it('a quarter of an hour with a clock and a crystal that are wrong by 100 ppm is heard at its instants, and its delay does not grow', async () => {
    // a ramp of ten seconds: the value is the place
    const ramp = 480_000;
    let [worstMs, settledWorstMs] = [0, 0];
    const ahead = await hear({
      ...{ forMs: 900_000, clockPpm: 100, sinkPpm: -100 },
      sample: (k) => ((k % ramp) + 1) / 2 ** 20,
      onBlock: (block, at) => {
        const value = (block[480] as number) * 2 ** 20;
        if (value < 100 || value > ramp - 2000) return;
        const due = ((at - START) * 48 + 480) % ramp;
        const errorMs = Math.abs(value - 1 - due) / 48;
        if (at < START + 20) return;
        worstMs = Math.max(worstMs, errorMs);
        if (at > START + 300_000) settledWorstMs = Math.max(settledWorstMs, errorMs);
      },
    });
    const margin = (from: number) => Math.min(...ahead.slice(from, from + 600).filter(Number.isFinite));
    console.log(
      `15 min at ±100 ppm: off by up to ${worstMs.toFixed(3)} ms, after five minutes ${settledWorstMs.toFixed(4)} ms; ` +
        `packets ${margin(600).toFixed(1)} ms ahead in the second minute, ${margin(8400).toFixed(1)} in the last`,
    );
    expect(worstMs).toBeLessThan(1);
    expect(settledWorstMs).toBeLessThan(0.1);
    expect(Math.abs(margin(600) - margin(8400))).toBeLessThan(1);
  });

  it('at full scale and with gain on top never leaves above the ceiling', async () => {
    let peak = 0;
    await hear({
      ...{ forMs: 3000, gainDb: 12 },
      // square waves and clicks, as loud as they can be and louder
      sample: (k) => (k % 997 === 0 ? 8 : Math.floor(k / 60) % 2 === 0 ? 1 : -1),
      onBlock: (block) => {
        for (const x of block) peak = Math.max(peak, Math.abs(x));
      },
    });
    expect(peak).toBeGreaterThan(0.9);
    expect(peak).toBeLessThanOrEqual(0.966 + 1e-6);
  });
});
