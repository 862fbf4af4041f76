/**
 * The last thing before the output: it measures every sample that leaves, and lets nothing pass for which nobody has a
 * warrant. It lies behind everything that makes sound and asks nothing of it.
 */
import type { Dbfs, Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import { decibels, FrameLevels } from '../domain/hearing/frame-levels.ts';
import { type AudioSource, type Hearing, SAMPLES_PER_MS } from '../ports/audio-sink.ts';

export interface OutputTapDeps {
  source: AudioSource;
  covers(from: MonotonicMillis, to: MonotonicMillis): boolean;
  /** told of what was not let pass, once a second at most */
  unexplained(levelDbfs: Dbfs): void;
  bug(error: unknown): void;
}

/** Half of the last bit of what outputs take: what is smaller is nothing there. */
const AUDIBLE = 0.5 / 32_768;
/** Longer than the readings of an output can be wrong, and short beside a shout. */
const TOLERATED_MS: Millis = 500;
/** What begins again within it is silenced from its first sample. */
export const UNEXPLAINED_QUIET_MS: Millis = 60_000;
/** Clicks that are so far apart do not add up. */
const FORGOTTEN_AFTER_MS: Millis = 10_000;
const TELL_EVERY_MS: Millis = 1000;
const SECOND_FRAMES = 100;

export class OutputTap implements AudioSource {
  readonly levels = new FrameLevels();
  readonly #deps: OutputTapDeps;
  readonly #listeners = new Set<(block: Float32Array, heardAt: MonotonicMillis) => void>();
  #wasAsked = false;
  #unexplainedMs: Millis = 0;
  #unexplainedAt: MonotonicMillis = -Infinity;
  #mutesUntil: MonotonicMillis = -Infinity;
  #toldAt: MonotonicMillis = -Infinity;

  constructor(deps: OutputTapDeps) {
    this.#deps = deps;
  }

  /** An output has asked for sound. */
  get wasAsked(): boolean {
    return this.#wasAsked;
  }

  nextSoundAt(now: MonotonicMillis): MonotonicMillis | undefined {
    return this.#deps.source.nextSoundAt(now);
  }

  render(block: Float32Array, heardAt: MonotonicMillis, hearing: Hearing): boolean {
    this.#wasAsked = true;
    const sounding = this.#deps.source.render(block, heardAt, hearing);
    if (!sounding && isSilent(block)) return false;
    try {
      this.#judge(block, heardAt);
      this.levels.push(block, heardAt);
      for (const listen of this.#listeners) listen(block, heardAt);
    } catch (error) {
      // who checks must not silence the horns by being wrong itself
      this.#deps.bug(error);
    }
    return sounding;
  }

  /** Hands over everything that leaves, until the answer is called. */
  listen(listener: (block: Float32Array, heardAt: MonotonicMillis) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** RMS of the last second that sounded; `undefined` when nothing has. */
  outputDbfs(): Dbfs | undefined {
    const power = this.levels.lastLoud(SECOND_FRAMES);
    return power === undefined ? undefined : decibels(power);
  }

  #judge(block: Float32Array, heardAt: MonotonicMillis): void {
    if (isSilent(block)) return;
    const lengthMs = block.length / SAMPLES_PER_MS;
    if (this.#deps.covers(heardAt, heardAt + lengthMs)) {
      this.#unexplainedMs = 0;
      return;
    }
    if (heardAt - this.#unexplainedAt > FORGOTTEN_AFTER_MS) this.#unexplainedMs = 0;
    this.#unexplainedAt = heardAt;
    this.#unexplainedMs += lengthMs;
    if (this.#unexplainedMs <= TOLERATED_MS && heardAt > this.#mutesUntil) return;
    this.#mutesUntil = heardAt + UNEXPLAINED_QUIET_MS;
    const level = decibels(block.reduce((sum, value) => sum + value * value, 0) / block.length);
    block.fill(0);
    if (Math.abs(heardAt - this.#toldAt) < TELL_EVERY_MS) return;
    this.#toldAt = heardAt;
    this.#deps.unexplained(level);
  }
}

function isSilent(block: Float32Array): boolean {
  for (let i = 0; i < block.length; i++) if (!(Math.abs(block[i] as number) < AUDIBLE)) return false;
  return true;
}
