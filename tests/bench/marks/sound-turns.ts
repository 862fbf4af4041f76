/**
 * Tells marked sound, a high tone that stands for what comes after it, and silence apart, and when one turns into the
 * other, to 2.5 ms. Marks lie far below the tone.
 */
import { RATE_HZ, SAMPLES_PER_MS } from './mark-signal.ts';

export type SoundKind = 'silence' | 'marks' | 'tone';

export interface Turn {
  kind: SoundKind;
  /** first window of the kind, ms */
  atMs: number;
}

export const TONE_HZ = 5000;
const WINDOW_MS = 2.5;
const WINDOW = WINDOW_MS * SAMPLES_PER_MS;
/** 1 in 16 bits is 0.00003: dither and a decoder’s noise stay below, the soft tone of marks is ten times as loud. */
const AUDIBLE = 0.001;
/** Of the window’s loudness the tone must explain. */
const TONE_SHARE = 0.5;
/** Shorter is a zero crossing of a soft low tone, or a codec between two frames. */
const LEAST_WINDOWS = 8;

/** An output that says nothing for longer is asleep; for less it was late. */
const ASLEEP_MS = 60;

const COSINE = 2 * Math.cos((2 * Math.PI * TONE_HZ) / RATE_HZ);

export class SoundTurns {
  readonly #turned: (turn: Turn) => void;
  readonly #window = new Float64Array(WINDOW);
  #filled = 0;
  #kind: SoundKind = 'silence';
  #candidate: { kind: SoundKind; atMs: number; windows: number } | undefined;
  #windowAt = 0;
  #lastEnd: number | undefined;

  constructor(turned: (turn: Turn) => void) {
    this.#turned = turned;
  }

  /** @param atMs when the first sample of the block is heard; nothing comes while it is silent, or zeros do */
  push(block: ArrayLike<number>, atMs: number): void {
    // an output that sleeps through silence says nothing of it
    if (this.#lastEnd !== undefined && atMs - this.#lastEnd > ASLEEP_MS) {
      this.#filled = 0;
      this.#turnTo('silence', this.#lastEnd);
    }
    for (let i = 0; i < block.length; i++) {
      if (this.#filled === 0) this.#windowAt = atMs + i / SAMPLES_PER_MS;
      this.#window[this.#filled++] = block[i] as number;
      if (this.#filled < WINDOW) continue;
      this.#filled = 0;
      this.#take(kindOf(this.#window), this.#windowAt);
    }
    this.#lastEnd = atMs + block.length / SAMPLES_PER_MS;
  }

  #take(kind: SoundKind, atMs: number): void {
    if (kind === this.#kind) {
      this.#candidate = undefined;
      return;
    }
    if (this.#candidate?.kind !== kind) this.#candidate = { kind, atMs, windows: 0 };
    this.#candidate.windows++;
    if (this.#candidate.windows >= LEAST_WINDOWS) this.#turnTo(kind, this.#candidate.atMs);
  }

  #turnTo(kind: SoundKind, atMs: number): void {
    this.#candidate = undefined;
    if (kind === this.#kind) return;
    this.#kind = kind;
    this.#turned({ kind, atMs });
  }
}

function kindOf(window: Float64Array): SoundKind {
  let [one, two, energy, peak] = [0, 0, 0, 0];
  for (const value of window) {
    [one, two] = [value + COSINE * one - two, one];
    energy += value * value;
    peak = Math.max(peak, Math.abs(value));
  }
  if (peak < AUDIBLE) return 'silence';
  const power = one * one + two * two - COSINE * one * two;
  // a pure tone of n samples and energy e has the power n·e/2
  return power / ((window.length * energy) / 2) > TONE_SHARE ? 'tone' : 'marks';
}
