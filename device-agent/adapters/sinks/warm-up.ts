/**
 * The first blocks of a program's life are rendered by code that the JavaScript engine has not compiled yet, some ten
 * times slower: a millisecond here, ten on a small board, all of it late sound. So the program plays to itself first.
 */
import { setImmediate } from 'node:timers/promises';
import { PlayoutSource } from '../../playout/playout-source.ts';
import type { SoundReader } from '../../playout/segment.ts';
import { StreamBuffer, sampleAt } from '../../playout/stream-buffer.ts';
import { StreamWindow } from '../../playout/stream-window.ts';
import { SAMPLES_PER_MS } from '../../ports/audio-sink.ts';
import type { Clock } from '../../ports/clock.ts';
import { toS16 } from './pcm.ts';
import { RealTimePump } from './real-time-pump.ts';

const BLOCK_MS = 20;
/** Enough calls in all for the engine's last stage of compilation; about a tenth of a second once. */
const ROUNDS = 6;
const SOUNDS = 10;
const BLOCKS = 25;
const PAUSE_MS = 100;

/**
 * Plays half a minute of made-up sounds, with starts and ends, into nothing. Every round brings objects of another
 * shape, and whole numbers take turns with fractions: code that has only ever seen one kind is thrown away, and runs
 * slowly again, when the first real sound brings another.
 */
export async function warmUpPlayout(): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) await playRound(round);
}

async function playRound(round: number): Promise<void> {
  const strange = <T extends object>(object: T): T => ({ [`kind${round}`]: round, ...object });
  const clock: HurriedClock = new (class extends HurriedClock {})();
  const pace = round % 2 === 0 ? 1 : 1.00001;
  const timeMap = strange({ toController: (at: number) => at * pace, toMonotonic: (at: number) => at / pace });
  const source = new PlayoutSource({ clock, timeMap: () => timeMap });
  const output = strange({ write: (block: Float32Array) => void toS16(block), idle: () => undefined });
  const pump = new RealTimePump({ clock, output });
  pump.start(source);
  for (let i = 0; i < SOUNDS; i++) {
    const startAt = timeMap.toController(Math.ceil(clock.monotonicNow()) + PAUSE_MS) + (i % 3) / 3;
    const endAt = startAt + BLOCKS * BLOCK_MS - i;
    const segment = strange({
      ...{ key: `warm-up/${i}`, broadcastId: 'warm-up', run: i, itemIndex: 0 },
      ...(i % 3 === 2 ? { streamId: 'warm-up' } : { assetId: 'warm-up' }),
      ...{ startAt, endAt, assetOffsetMs: i * 10, gainDb: i % 2 === 0 ? 0 : -1.5 },
      ...(i % 4 === 3 && { fadeOutMs: 50 }),
      open: async () =>
        i % 3 === 2
          ? { ok: true as const, window: hummingStream(startAt) }
          : { ok: true as const, reader: new (class extends Hum {})() },
    });
    source.setSegments([segment]);
    await source.prime();
    pump.changed();
    await clock.runUntil(timeMap.toMonotonic(endAt) + PAUSE_MS);
  }
  pump.stop();
  source.stop();
}

/** Time that passes as fast as its calls are done. */
class HurriedClock implements Clock {
  readonly hasBatteryClock = false;
  readonly #calls = new Map<() => void, number>();
  #now = 1000;

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

  async runUntil(end: number): Promise<void> {
    for (;;) {
      let next: [() => void, number] | undefined;
      for (const entry of this.#calls) if (next === undefined || entry[1] < next[1]) next = entry;
      if (next === undefined || next[1] > end) break;
      this.#calls.delete(next[0]);
      this.#now = Math.max(this.#now, next[1]);
      next[0]();
      // what waits for the next turn of the loop
      await setImmediate();
    }
    this.#now = end;
  }
}

/** With a hole in it, as a stream has them. */
function hummingStream(startAt: number): StreamWindow {
  const buffer = new StreamBuffer();
  const start = sampleAt(startAt);
  const samples = 100 * SAMPLES_PER_MS;
  for (const sequence of [0, 1, 3, 4, 5]) {
    buffer.add({ sequence, start: start + sequence * samples, samples, frames: [] });
  }
  const pcm = Float32Array.from({ length: samples }, (_, i) => 0.3 * Math.sin(i / 20));
  return new StreamWindow({
    ...{ buffer, origin: start },
    decoder: { decode: () => pcm, free: () => undefined },
    listener: { heard: () => undefined, lost: () => undefined, concealed: () => undefined },
    freed: () => undefined,
  });
}

class Hum implements SoundReader {
  readonly durationSamples = 48_000;
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
