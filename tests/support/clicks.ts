/** Where clicks are in a stream: loud moments after a second of silence, by the instants that its packets say. */
import { OpusDecoder } from 'opus-decoder';
import type { SentPacket } from './relay-stage.ts';

const RATE = 48;
/** A click has a second of silence before it, and half of one behind it. */
const QUIET_MS = 700;
const LOUD = 0.1;

/** @returns ms, with fractions */
export async function clicksIn(packets: readonly SentPacket[]): Promise<number[]> {
  const decoder = new OpusDecoder({ channels: 1, sampleRate: 48_000, preSkip: 0 } as never);
  await decoder.ready;
  const clicks: number[] = [];
  let quietSince = Number.POSITIVE_INFINITY;
  for (const { frames, playAtMicros } of packets) {
    for (const [n, frame] of frames.entries()) {
      const from = Number(playAtMicros) / 1000 + n * 20;
      for (const [i, sample] of (decoder.decodeFrame(frame).channelData[0] ?? []).entries()) {
        const at = from + i / RATE;
        if (Math.abs(sample) < LOUD / 10) quietSince = Math.min(quietSince, at);
        else if (Math.abs(sample) >= LOUD) {
          if (at - quietSince > QUIET_MS) clicks.push(at);
          quietSince = Number.POSITIVE_INFINITY;
        }
      }
    }
  }
  decoder.free();
  return clicks;
}
