/** Looks at all sensors, each in its own time: one that hangs or fails keeps nobody waiting but itself. */
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import { joinReadings, type Readings } from '../domain/readings.ts';
import type { Clock } from '../ports/clock.ts';
import type { Sensor } from '../ports/sensor.ts';
import { Alarm } from '../services/alarm.ts';

export interface SensorBoardDeps {
  clock: Clock;
  sensors: readonly Sensor[];
  log(text: string): void;
  /** somebody has been looked at */
  looked(): void;
}

/** A look that takes longer is told of. */
const ANSWER_WITHIN_MS: Millis = 5000;
/** So many looks without an answer, and what was seen before is forgotten; so many with one, and its trouble is over. */
const LOOKS = 3;

export class SensorBoard {
  readonly #deps: SensorBoardDeps;
  readonly #watched: WatchedSensor[];

  constructor(deps: SensorBoardDeps) {
    this.#deps = deps;
    this.#watched = deps.sensors.map((sensor) => new WatchedSensor(sensor, deps));
  }

  /** Looks at all now, and from then on. */
  look(): void {
    for (const watched of this.#watched) watched.look();
  }

  /** What is known now; never waits. */
  readings(): Readings {
    const now = this.#deps.clock.monotonicNow();
    return joinReadings(this.#watched.map((watched) => watched.known(now)));
  }

  stop(): void {
    for (const watched of this.#watched) watched.stop();
  }
}

class WatchedSensor {
  readonly #sensor: Sensor;
  readonly #deps: SensorBoardDeps;
  readonly #next: Alarm;
  readonly #deadline: Alarm;
  #readings: Readings = {};
  #readAt: MonotonicMillis = -Infinity;
  #isLooking = false;
  #isStopped = false;
  #problem = '';
  /** in a row */
  #answers = 0;

  constructor(sensor: Sensor, deps: SensorBoardDeps) {
    this.#sensor = sensor;
    this.#deps = deps;
    this.#next = new Alarm(deps.clock, () => this.look());
    this.#deadline = new Alarm(deps.clock, () => this.#say('does not answer'));
  }

  /** Not while the last look is under way: a sensor that hangs holds one thread, not more and more of them. */
  look(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    this.#next.after(this.#sensor.everyMs);
    this.#deadline.after(ANSWER_WITHIN_MS);
    void this.#read();
  }

  known(now: MonotonicMillis): Readings {
    const isFresh = now - this.#readAt <= LOOKS * this.#sensor.everyMs;
    return isFresh ? this.#readings : {};
  }

  stop(): void {
    this.#isStopped = true;
    this.#next.end();
    this.#deadline.end();
    this.#sensor.stop?.();
  }

  async #read(): Promise<void> {
    try {
      this.#readings = await this.#sensor.read();
      this.#readAt = this.#deps.clock.monotonicNow();
      // one that fails every other time is told of once
      if (++this.#answers >= LOOKS) this.#problem = '';
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error));
    }
    this.#isLooking = false;
    this.#deadline.cancel();
    // of one that took its time the next look was due meanwhile and could not be taken
    if (this.#next.at === undefined) this.#next.after(this.#sensor.everyMs);
    if (!this.#isStopped) this.#deps.looked();
  }

  #say(problem: string): void {
    this.#answers = 0;
    if (problem !== this.#problem) this.#deps.log(`sensor ${this.#sensor.name}: ${problem}`);
    this.#problem = problem;
  }
}
