/**
 * Drives outputs that have no clock of their own from the monotonic clock: asleep while nothing sounds, awake a little
 * before sound starts, then block by block. A block that comes late carries its true instant and nothing is lost.
 */
import type { MonotonicMillis } from '@loa-lang/schemas/units';
import { type AudioSource, SAMPLES_PER_MS } from '../../ports/audio-sink.ts';
import type { Clock } from '../../ports/clock.ts';

export interface TimedOutput {
  /** Sound is expected within a second or so: what takes time is done now. May be called many times, and in vain. */
  prepare?(): void;
  /** A block whose first sample is heard at the instant; `lateMs` after it. */
  write(block: Float32Array, heardAt: MonotonicMillis, lateMs: number): void;
  /** Silence begins. */
  idle(): void;
}

export interface RealTimePumpOptions {
  clock: Clock;
  output: TimedOutput;
  /** 20 ms: as often as a busy small board is happy to wake */
  blockMs?: number;
}

/** Timers fire up to a millisecond or two late: wake so much before a start, and wait the rest in short turns. */
const EARLY_MS = 2;
/** The next sound may move without notice as the time estimate improves. */
const LOOK_EVERY_MS = 1000;
const PREPARE_WITHIN_MS = 1500;
/** After a longer stall (a stopped process) the past is not played: those who listen have heard the rest of the world go on. */
const MAX_CATCH_UP_MS = 5000;

export class RealTimePump {
  readonly #clock: Clock;
  readonly #output: TimedOutput;
  readonly #blockMs: number;
  readonly #block: Float32Array;
  #source: AudioSource | undefined;
  /** instant of the next block while sounding */
  #next: MonotonicMillis | undefined;
  /** waiting in short turns for the first block of an interval; later blocks may be a timer's lateness late */
  #opening = false;
  #timer: { cancel(): void } | undefined;
  /** the next sound as known when the pump went to sleep */
  #due: MonotonicMillis | undefined;
  #frames = 0;

  constructor(options: RealTimePumpOptions) {
    this.#clock = options.clock;
    this.#output = options.output;
    this.#blockMs = options.blockMs ?? 20;
    this.#block = new Float32Array(this.#blockMs * SAMPLES_PER_MS);
  }

  /** frames written since start */
  get frames(): number {
    return this.#frames;
  }

  start(source: AudioSource): void {
    this.#source = source;
    this.#look(this.#clock.monotonicNow());
  }

  changed(): void {
    // while sounding the next block sees the change by itself
    if (this.#source === undefined || this.#next !== undefined) return;
    const now = this.#clock.monotonicNow();
    // a start that this wakes too late for is still due from its first sample
    this.#look(this.#due === undefined ? now : Math.min(now, this.#due));
  }

  stop(): void {
    this.#source = undefined;
    this.#timer?.cancel();
    if (this.#next !== undefined) this.#output.idle();
    this.#next = undefined;
  }

  /** @param from nothing before this instant is asked for: it has been rendered */
  #look(from: MonotonicMillis): void {
    this.#timer?.cancel();
    const now = this.#clock.monotonicNow();
    const at = this.#source?.nextSoundAt(from);
    this.#due = at;
    if (at !== undefined && at - now <= EARLY_MS) {
      this.#next = at;
      this.#opening = true;
      // not yet: other pumps of this process look first, so that nothing but rendering is left to do at the instant
      this.#later();
    } else {
      if (at !== undefined && at - now <= PREPARE_WITHIN_MS) this.#output.prepare?.();
      const wake = Math.min(now + LOOK_EVERY_MS, at === undefined ? Infinity : at - EARLY_MS);
      // from the instant it meant to wake at, not from now: a late timer must not cost the first samples
      this.#timer = this.#clock.at(wake, () => this.#look(Math.max(from, wake)));
    }
  }

  #later(): void {
    const soon = setImmediate(this.#turn);
    this.#timer = { cancel: () => clearImmediate(soon) };
  }

  readonly #turn = (): void => {
    if (this.#source === undefined || this.#next === undefined) return;
    if (this.#opening) this.#clock.pauseUntil?.(this.#next);
    const now = this.#clock.monotonicNow();
    if (now < this.#next && this.#opening) {
      this.#later();
      return;
    }
    if (now - this.#next > MAX_CATCH_UP_MS) this.#next = now;
    this.#opening = false;
    while (this.#next <= now) {
      const heardAt: MonotonicMillis = this.#next;
      const lateMs = now - heardAt;
      const sounding = this.#source.render(this.#block, heardAt, { basis: 'measured', uncertaintyMs: 0.1, lateMs });
      this.#next = heardAt + this.#blockMs;
      if (sounding) {
        this.#output.write(this.#block, heardAt, lateMs);
        this.#frames += this.#block.length;
        continue;
      }
      const from = this.#next;
      this.#next = undefined;
      this.#output.idle();
      this.#look(from);
      return;
    }
    this.#timer = this.#clock.at(this.#next, this.#turn);
  };
}
