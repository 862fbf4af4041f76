/** Lets one test sound through the output, measured where it leaves, and breaks it off when anything else is due. */
import type { Dbfs, Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import { decibels } from '../domain/hearing/frame-levels.ts';
import { SAMPLES_PER_MS } from '../ports/audio-sink.ts';
import type { Clock } from '../ports/clock.ts';
import type { OutputTap } from './output-tap.ts';
import type { TestSound } from './test-sound.ts';
import type { Warrant } from './warrant.ts';

export interface SoundTestDeps {
  clock: Clock;
  sound: TestSound;
  tap: Pick<OutputTap, 'listen'>;
  warrant: Warrant;
  /** of the amplifier; 0 where it is always on */
  warmUpMs: Millis;
  /** so long before it is heard a sample leaves */
  aheadMs(): Millis;
  /** why a test of so long may not sound from now on */
  refusal(lengthMs: Millis): string | undefined;
  /** the sink may sleep, the amplifier is to be warm */
  changed(): void;
}

export interface Sounded {
  startAt: MonotonicMillis;
  playedMs: Millis;
  /** RMS of what left the output; `undefined` when nothing did */
  levelDbfs: Dbfs | undefined;
  /** why it was broken off */
  interruptedBy: string | undefined;
}

/** The amplifier's keeper looks four times a second. */
const LEAD_MS: Millis = 400;
const LOOK_EVERY_MS: Millis = 40;
/** An output that makes its blocks when they are due makes the last one late. */
const LATE_MS: Millis = 120;
/** Whatever begins has the air to itself. */
const CLEAR_MS: Millis = 300;

export class SoundTest {
  readonly #deps: SoundTestDeps;
  #stopped = false;

  constructor(deps: SoundTestDeps) {
    this.#deps = deps;
  }

  /** From the command until a sound of so long is over, at most. */
  takesMs(soundMs: Millis, quietMs: Millis = 0): Millis {
    return this.#leadMs(quietMs) + soundMs + CLEAR_MS;
  }

  /** @param quietMs nothing sounds so long before it, nor `afterMs` after it */
  async run(samples: Float32Array, quietMs: Millis = 0, afterMs: Millis = LATE_MS): Promise<Sounded> {
    const { clock, sound, tap, warrant, changed } = this.#deps;
    const lengthMs = samples.length / SAMPLES_PER_MS;
    const startAt = clock.monotonicNow() + this.#leadMs(quietMs);
    const endAt = startAt + lengthMs;
    const meter = { squares: 0, count: 0 };
    const unlisten = tap.listen((block) => {
      for (const value of block) meter.squares += value * value;
      for (const value of block) if (value !== 0) meter.count++;
    });
    warrant.permit(startAt, endAt);
    sound.play(samples, startAt);
    changed();
    let interruptedBy: string | undefined;
    while (clock.monotonicNow() < endAt + afterMs) {
      await new Promise<void>((resolve) => clock.at(clock.monotonicNow() + LOOK_EVERY_MS, resolve));
      const leftMs = Math.max(0, endAt - clock.monotonicNow()) + CLEAR_MS;
      interruptedBy = this.#stopped ? 'stopped' : this.#deps.refusal(leftMs);
      if (interruptedBy !== undefined) break;
    }
    sound.stop();
    unlisten();
    return {
      startAt,
      playedMs: Math.min(lengthMs, meter.count / SAMPLES_PER_MS),
      levelDbfs: meter.count === 0 ? undefined : decibels(meter.squares / meter.count),
      interruptedBy,
    };
  }

  /** The program ends: what sounds is broken off. */
  stop(): void {
    this.#stopped = true;
  }

  #leadMs(quietMs: Millis): Millis {
    return Math.max(quietMs, this.#deps.warmUpMs) + this.#deps.aheadMs() + LEAD_MS;
  }
}
