/** Keeps the amplifier on from its warm-up before each sound until it has been silent for a while. */
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { Amplifier } from '../ports/amplifier.ts';
import type { AudioSource } from '../ports/audio-sink.ts';
import type { Clock } from '../ports/clock.ts';

export interface AmplifierKeeperOptions {
  clock: Clock;
  amplifier: Amplifier;
  source: Pick<AudioSource, 'nextSoundAt'>;
  onFault: (detail: string) => void;
  /** switched off after so much silence; relays and valves do not like to be switched between two items */
  holdMs?: Millis;
}

const HOLD_MS = 10_000;
/** Sound may be announced at any moment and the time estimate moves. */
const LOOK_EVERY_MS = 250;
/** Timers are late by a little; the warm-up must not be. */
const MARGIN_MS = 30;

export class AmplifierKeeper {
  readonly #options: AmplifierKeeperOptions;
  readonly #holdMs: Millis;
  /** since when the key is on */
  #onAt: MonotonicMillis | undefined;
  /** not switched off for certain: an earlier life may have left it on, and an attempt that failed may have worked */
  #mayBeOn = true;
  #switching = 0;
  #neededAt: MonotonicMillis = -Infinity;
  #timer: { cancel(): void } | undefined;
  #stopped = false;

  constructor(options: AmplifierKeeperOptions) {
    this.#options = options;
    this.#holdMs = options.holdMs ?? HOLD_MS;
  }

  start(): void {
    this.#look();
  }

  /** What should sound has changed. */
  changed(): void {
    if (!this.#stopped) this.#look();
  }

  /** Whether the amplifier is warm at the instant: for counting what was really heard. */
  isWarm(at: MonotonicMillis): boolean {
    return this.#onAt !== undefined && at >= this.#onAt + this.#options.amplifier.warmUpMs;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#onAt = undefined;
    await this.#options.amplifier.release();
  }

  #look(): void {
    this.#timer?.cancel();
    const { clock, source, amplifier } = this.#options;
    const now = clock.monotonicNow();
    const next = source.nextSoundAt(now);
    const switchAt = next === undefined ? undefined : next - amplifier.warmUpMs - MARGIN_MS;
    if (switchAt !== undefined && switchAt <= now) {
      this.#neededAt = now;
      if (this.#onAt === undefined) this.#switch(true, now);
    } else if (this.#mayBeOn && this.#switching === 0 && now - this.#neededAt > this.#holdMs) this.#switch(false, now);
    const wake =
      switchAt !== undefined && switchAt > now ? Math.min(switchAt, now + LOOK_EVERY_MS) : now + LOOK_EVERY_MS;
    this.#timer = clock.at(wake, () => this.#look());
  }

  /** What fails is tried again at a later look. */
  #switch(on: boolean, now: MonotonicMillis): void {
    this.#onAt = on ? now : undefined;
    this.#mayBeOn = true;
    this.#switching++;
    void this.#options.amplifier.set(on).then((done) => {
      this.#switching--;
      if (!done.ok) {
        this.#options.onFault(done.detail);
        if (on) this.#onAt = undefined;
      } else if (!on && this.#onAt === undefined) this.#mayBeOn = false;
    });
  }
}
