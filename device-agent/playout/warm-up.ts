/**
 * The first blocks of a program's life are rendered by code that the JavaScript engine has not compiled yet, some ten
 * times slower: a millisecond here, ten on a small board, all of it late sound. So the program plays to itself first.
 */
import type { Clock } from '../ports/clock.ts';
import { PlayoutSource } from './playout-source.ts';
import type { SoundReader } from './segment.ts';

const BLOCK_SAMPLES = 960;
const BLOCK_MS = 20;
/** Enough calls for the engine's last stage of compilation; about a tenth of a second once. */
const BLOCKS = 1500;

/** Renders half a minute of made-up sound into nothing. */
export async function warmUpPlayout(): Promise<void> {
  let now = 0;
  const clock: Clock = {
    monotonicNow: () => now,
    wallNow: () => 0,
    hasBatteryClock: false,
    at: (_instant, call) => {
      const timer = setImmediate(call);
      return { cancel: () => clearImmediate(timer) };
    },
  };
  const startAt = 1000.5;
  // a map with a slope, so that the interpolating path is compiled too
  const timeMap = { toController: (at: number) => at * 1.00001, toMonotonic: (at: number) => at / 1.00001 };
  const source = new PlayoutSource({ clock, timeMap: () => timeMap });
  source.setSegments([
    {
      key: 'warm-up',
      broadcastId: 'warm-up',
      run: 1,
      itemIndex: 0,
      assetId: 'warm-up',
      startAt,
      endAt: startAt + BLOCKS * BLOCK_MS,
      assetOffsetMs: 0,
      gainDb: -1,
      open: async () => ({ ok: true, reader: new Hum() }),
    },
  ]);
  await source.prime();
  const block = new Float32Array(BLOCK_SAMPLES);
  for (let i = 0; i < BLOCKS; i++, now += BLOCK_MS) {
    source.render(block, now, { basis: 'estimated', uncertaintyMs: 0, lateMs: 0 });
  }
  source.stop();
}

class Hum implements SoundReader {
  readonly durationSamples = BLOCKS * BLOCK_SAMPLES;
  #position = 0;

  seek(sample: number): void {
    this.#position = sample;
  }

  read(into: Float32Array): number {
    for (let i = 0; i < into.length; i++) into[i] = 0.3 * Math.sin((this.#position + i) / 20);
    this.#position += into.length;
    return into.length;
  }

  free(): void {}
}
