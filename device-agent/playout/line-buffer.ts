/**
 * Sound that comes in at its own pace and leaves at that of the output: two crystals never agree. What is held between
 * them stays as long as it was at the beginning, since it is read by a hair faster or slower; it never grows.
 */
import { SAMPLE_RATE_HZ, SAMPLES_PER_MS } from '../ports/audio-sink.ts';
import type { SoundWindow } from './sound-window.ts';

/** Bridges the scheduling of a small board: the recorder hands over some 20 ms at a time. */
const HELD = 80 * SAMPLES_PER_MS;
/** A process that stood still catches up at once rather than being late for ever. */
const TOO_MUCH = HELD + 250 * SAMPLES_PER_MS;
const CAPACITY = 2 * SAMPLE_RATE_HZ;
/** Half a percent at most, a twelfth of a semitone; crystals differ by a hundredth of that. */
const MOST_BEND = 0.005;
/** What is held is averaged over so long: it saws with each piece that comes. */
const AVERAGED_OVER = SAMPLE_RATE_HZ;
/** A tenth of the error is worked off in a second. */
const CORRECTED_IN_A_SECOND = 0.1;
const RAMP = 5 * SAMPLES_PER_MS;

export class LineBuffer implements SoundWindow {
  readonly #ring = new Float32Array(CAPACITY);
  readonly #freed: () => void;
  /** samples since the beginning */
  #written = 0;
  #read = 0;
  #held = HELD;
  #isFlowing = false;
  #ramp = 0;

  constructor(freed: () => void) {
    this.#freed = freed;
  }

  /** Samples that wait to be read. */
  get waiting(): number {
    return this.#isFlowing ? this.#written - this.#read : 0;
  }

  write(samples: Float32Array): void {
    for (let i = 0; i < samples.length; i++) this.#ring[this.#written++ % CAPACITY] = samples[i] as number;
  }

  prepare(): void {}

  soundsFrom(from: number): number | undefined {
    return this.#isFlowing || this.#written - this.#read >= HELD ? from : undefined;
  }

  /** What comes next, wherever the reader believes to be: it is live. */
  read(_position: number, _rate: number, out: Float32Array, at: number, count: number): number {
    if (!this.#isFlowing && !this.#begin()) {
      out.fill(0, at, at + count);
      return 0;
    }
    if (this.#written - this.#read > TOO_MUCH) this.#catchUp();
    const there = this.#take(out, at, count);
    if (there < count) {
      // nothing is left: what comes is gathered before it goes on
      out.fill(0, at + there, at + count);
      this.#isFlowing = false;
      this.#read = this.#written;
    }
    return there;
  }

  free(): void {
    this.#freed();
  }

  #begin(): boolean {
    if (this.#written - this.#read < HELD) return false;
    this.#isFlowing = true;
    this.#catchUp();
    return true;
  }

  #catchUp(): void {
    this.#read = this.#written - HELD;
    this.#held = HELD;
    this.#ramp = 0;
  }

  #take(out: Float32Array, at: number, count: number): number {
    this.#held += (this.#written - this.#read - this.#held) * Math.min(1, count / AVERAGED_OVER);
    const error = (this.#held - HELD) / SAMPLE_RATE_HZ;
    const pace = 1 + Math.max(-MOST_BEND, Math.min(MOST_BEND, error * CORRECTED_IN_A_SECOND));
    // one sample behind the place and two before it are looked at
    const there = Math.max(0, Math.min(count, Math.floor((this.#written - 2 - this.#read) / pace)));
    for (let i = 0; i < there; i++) {
      if (this.#ramp < RAMP) this.#ramp++;
      out[at + i] = this.#at(this.#read + i * pace) * (this.#ramp / RAMP);
    }
    this.#read += there * pace;
    return there;
  }

  /** Catmull-Rom cubic. Nothing is allocated here: it is done for every sample. */
  #at(where: number): number {
    const ring = this.#ring;
    const whole = Math.floor(where);
    const x = where - whole;
    const b = ring[whole % CAPACITY] as number;
    if (x === 0) return b;
    const a = ring[(whole + CAPACITY - 1) % CAPACITY] as number;
    const c = ring[(whole + 1) % CAPACITY] as number;
    const d = ring[(whole + 2) % CAPACITY] as number;
    return b + 0.5 * x * (c - a + x * (2 * a - 5 * b + 4 * c - d + x * (3 * (b - c) + d - a)));
  }
}
