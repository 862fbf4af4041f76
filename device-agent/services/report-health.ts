/** Samples the agent's health now and then, for the controller's picture of the device. */
import type { Millis } from '@loa-lang/schemas/units';
import type { Health } from '@loa-lang/schemas/wire/health';
import type { Clock } from '../ports/clock.ts';
import { Alarm } from './alarm.ts';
import type { Speaker } from './identity.ts';

/** Often enough to see a trend, a few hundred bytes each: nothing on a metered SIM. */
const EVERY_MS: Millis = 5 * 60_000;

export class ReportHealth {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #speaker: Speaker;
  readonly #sample: () => Promise<Health>;
  readonly #everyMs: Millis;
  readonly #next: Alarm;

  constructor(
    clock: Clock,
    random: () => number,
    speaker: Speaker,
    sample: () => Promise<Health>,
    everyMs: Millis = EVERY_MS,
  ) {
    this.#clock = clock;
    this.#random = random;
    this.#speaker = speaker;
    this.#sample = sample;
    this.#everyMs = everyMs;
    this.#next = new Alarm(clock, () => void this.#report());
  }

  connected(isConnected: boolean): void {
    if (isConnected) this.#next.after(1000 + 9000 * this.#random());
    else this.#next.cancel();
  }

  stop(): void {
    this.#next.end();
  }

  async #report(): Promise<void> {
    this.#next.set(this.#clock.monotonicNow() + this.#everyMs * (0.9 + 0.2 * this.#random()));
    if (this.#speaker.connected) await this.#speaker.say('health', await this.#sample());
  }
}
