/** Lays a test's own sound over what playout makes, at an instant of the output's clock. */
import type { MonotonicMillis } from '@loa-lang/schemas/units';
import { Limiter } from '../playout/limiter.ts';
import { type AudioSource, type Hearing, SAMPLES_PER_MS } from '../ports/audio-sink.ts';

/** 20 ms down where it is broken off. */
const FADE = 20 * SAMPLES_PER_MS;

interface Sounding {
  samples: Float32Array;
  startAt: MonotonicMillis;
  /** the next sample, once the first was given */
  position: number | undefined;
  /** nothing sounds from here on */
  end: number;
}

export class TestSound implements AudioSource {
  readonly #source: AudioSource;
  readonly #limiter = new Limiter();
  #sounding: Sounding | undefined;

  constructor(source: AudioSource) {
    this.#source = source;
  }

  /** Takes the place of one that still sounds. */
  play(samples: Float32Array, startAt: MonotonicMillis): void {
    this.#sounding = { samples, startAt, position: undefined, end: samples.length };
  }

  /** Fades at once. */
  stop(): void {
    const sounding = this.#sounding;
    if (sounding?.position === undefined) this.#sounding = undefined;
    else sounding.end = Math.min(sounding.end, sounding.position + FADE);
  }

  nextSoundAt(now: MonotonicMillis): MonotonicMillis | undefined {
    const next = this.#source.nextSoundAt(now);
    if (this.#sounding === undefined) return next;
    return Math.min(next ?? Infinity, Math.max(now, this.#sounding.startAt));
  }

  render(block: Float32Array, heardAt: MonotonicMillis, hearing: Hearing): boolean {
    const any = this.#source.render(block, heardAt, hearing);
    return this.#mix(block, heardAt) || any;
  }

  #mix(block: Float32Array, heardAt: MonotonicMillis): boolean {
    const sounding = this.#sounding;
    if (sounding === undefined) return false;
    const wait = Math.round((sounding.startAt - heardAt) * SAMPLES_PER_MS);
    if (sounding.position === undefined && wait >= block.length) return false;
    const from = sounding.position === undefined ? Math.max(0, wait) : 0;
    let position = sounding.position ?? Math.max(0, -wait);
    for (let i = from; i < block.length && position < sounding.end; i++, position++) {
      const isBrokenOff = sounding.end < sounding.samples.length;
      const gain = isBrokenOff ? Math.min(1, (sounding.end - position) / FADE) : 1;
      block[i] = (block[i] as number) + (sounding.samples[position] as number) * gain;
    }
    this.#limiter.process(block);
    sounding.position = position;
    if (position >= sounding.end) this.#sounding = undefined;
    return true;
  }
}
