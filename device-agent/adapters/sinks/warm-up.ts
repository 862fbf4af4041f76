/**
 * The first blocks of a program's life are rendered by code that the JavaScript engine has not compiled yet, some ten
 * times slower: a millisecond here, ten on a small board, all of it late sound. So the program plays to itself first.
 */
import { PlayoutSource } from '../../playout/playout-source.ts';
import type { SoundReader } from '../../playout/segment.ts';
import type { Clock } from '../../ports/clock.ts';
import { toS16 } from './pcm.ts';
import { RealTimePump } from './real-time-pump.ts';

const BLOCK_MS = 20;
const SAMPLES_PER_BLOCK = 960;
/** Enough calls for the engine's last stage of compilation; about a tenth of a second once. */
const BLOCKS = 1500;
/** Starts are code of their own, and the most urgent of all. */
const SOUNDS = 50;
const SOUND_MS = (BLOCKS / SOUNDS) * BLOCK_MS;
const PAUSE_MS = 100;

/** Plays half a minute of made-up sounds, with starts and ends, into nothing. */
export async function warmUpPlayout(): Promise<void> {
  const clock = new HurriedClock();
  // a map with a slope, so that the interpolating path is compiled too
  const timeMap = { toController: (at: number) => at * 1.00001, toMonotonic: (at: number) => at / 1.00001 };
  const source = new PlayoutSource({ clock, timeMap: () => timeMap });
  const output = { write: (block: Float32Array) => void toS16(block), idle: () => undefined };
  const pump = new RealTimePump({ clock, output });
  pump.start(source);
  for (let i = 0; i < SOUNDS; i++) {
    const startAt = clock.monotonicNow() + PAUSE_MS;
    source.setSegments([
      {
        ...{ key: `warm-up/${i}`, broadcastId: 'warm-up', run: i, itemIndex: 0, assetId: 'warm-up' },
        ...{ startAt, endAt: startAt + SOUND_MS, assetOffsetMs: 0, gainDb: -1 },
        open: async () => ({ ok: true, reader: new Hum() }),
      },
    ]);
    await source.prime();
    pump.changed();
    clock.runUntil(startAt + SOUND_MS + PAUSE_MS);
  }
  pump.stop();
  source.stop();
}

/** Time that passes as fast as its calls are done. */
class HurriedClock implements Clock {
  readonly hasBatteryClock = false;
  readonly #calls = new Map<() => void, number>();
  #now = 1000.5;

  monotonicNow(): number {
    return this.#now;
  }

  wallNow(): number {
    return 0;
  }

  pauseUntil(instant: number): void {
    this.#now = Math.max(this.#now, instant);
  }

  at(instant: number, call: () => void): { cancel(): void } {
    const own = () => call();
    this.#calls.set(own, instant);
    return { cancel: () => this.#calls.delete(own) };
  }

  runUntil(end: number): void {
    for (;;) {
      let next: [() => void, number] | undefined;
      for (const entry of this.#calls) if (next === undefined || entry[1] < next[1]) next = entry;
      if (next === undefined || next[1] > end) break;
      this.#calls.delete(next[0]);
      this.#now = Math.max(this.#now, next[1]);
      next[0]();
    }
    this.#now = end;
  }
}

class Hum implements SoundReader {
  readonly durationSamples = BLOCKS * SAMPLES_PER_BLOCK;
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
