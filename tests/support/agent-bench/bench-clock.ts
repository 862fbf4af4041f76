/** The clocks of one life of a device: counting from its boot, with a wall clock that may say anything. */
import type { Clock } from '@loa-lang/device-agent/ports/clock';
import type { WorldTime } from './world-time.ts';

/** The wall clock of a board; outlives its boots when a battery keeps it. */
export interface Wall {
  hasBattery: boolean;
  /** what it shows minus the true time, ms */
  offsetMs: number;
}

export class BenchClock implements Clock {
  readonly hasBatteryClock: boolean;
  readonly #time: WorldTime;
  readonly #wall: Wall;
  /** true time at which the monotonic clock stood at zero */
  readonly #zero: number;
  /** false once the machine is off: what was to be called is not called any more */
  alive = true;

  constructor(time: WorldTime, wall: Wall) {
    this.#time = time;
    this.#wall = wall;
    this.hasBatteryClock = wall.hasBattery;
    this.#zero = time.now - 5000;
  }

  monotonicNow = (): number => this.#time.now - this.#zero;
  wallNow = (): number => this.#time.now + this.#wall.offsetMs;
  toTrue = (monotonic: number): number => monotonic + this.#zero;
  at = (instant: number, call: () => void): { cancel(): void } =>
    this.#time.at(this.toTrue(instant), () => this.alive && call());
}
