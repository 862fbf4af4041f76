/** The input while somebody speaks into it: opened when it is needed, taken up again when it breaks, never left open. */
import type { Dbfs, Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import { LineBuffer } from '../playout/line-buffer.ts';
import type { OpenedSegment } from '../playout/segment.ts';
import { SAMPLE_RATE_HZ } from '../ports/audio-sink.ts';
import type { AuxInput } from '../ports/aux-input.ts';
import type { Clock } from '../ports/clock.ts';
import { Alarm } from '../services/alarm.ts';

export interface AuxLineDeps {
  clock: Clock;
  input: AuxInput;
  /** it has ended by itself and is opened again */
  broke(detail: string): void;
  /** nothing has come of it for long: nobody is heard who believes to be */
  dead(): void;
}

/** A sound card answers at once, or not at all. */
const ANSWERS_WITHIN_MS: Millis = 1500;
/** From being tried until it is read. */
const HELD_OPEN_MS: Millis = 10_000;
const REOPENED_AFTER_MS: Millis = 300;
const DEAD_AFTER_MS: Millis = 5000;
const LOOK_EVERY_MS: Millis = 1000;
/** The level is that of the last third of a second. */
const LEVEL_OVER = SAMPLE_RATE_HZ / 3;

export class AuxLine {
  readonly #deps: AuxLineDeps;
  readonly #look: Alarm;
  readonly #buffers = new Set<LineBuffer>();
  readonly #gain: number;
  #capture: { close(): Promise<void> } | undefined;
  #reopen: { cancel(): void } | undefined;
  #lastSamplesAt: MonotonicMillis | undefined;
  #neededUntil: MonotonicMillis = -Infinity;
  #meanSquare = 0;
  #answered: (() => void)[] = [];

  constructor(deps: AuxLineDeps) {
    this.#deps = deps;
    this.#gain = 10 ** (deps.input.gainDb / 20);
    this.#look = new Alarm(deps.clock, () => this.#check());
  }

  /** What comes in now; `undefined` while nothing is listened to. */
  levelDbfs(): Dbfs | undefined {
    return this.#capture === undefined ? undefined : 10 * Math.log10(Math.max(1e-12, this.#meanSquare));
  }

  /** Whether sound comes from it; it stays open a while for what follows. */
  async answers(): Promise<boolean> {
    const { clock } = this.#deps;
    this.#need();
    const since = clock.monotonicNow();
    if ((this.#lastSamplesAt ?? -Infinity) >= since - LOOK_EVERY_MS) return true;
    await new Promise<void>((resolve) => {
      const limit = clock.at(since + ANSWERS_WITHIN_MS, resolve);
      this.#answered.push(() => {
        limit.cancel();
        resolve();
      });
    });
    return (this.#lastSamplesAt ?? -Infinity) >= since;
  }

  /** For a player, who frees it. */
  open(): OpenedSegment {
    this.#need();
    const buffer = new LineBuffer(() => {
      this.#buffers.delete(buffer);
      this.#check();
    });
    this.#buffers.add(buffer);
    this.#lastSamplesAt = this.#deps.clock.monotonicNow();
    return { ok: true, window: buffer };
  }

  async stop(): Promise<void> {
    this.#look.end();
    this.#reopen?.cancel();
    this.#buffers.clear();
    await this.#close();
  }

  #need(): void {
    this.#neededUntil = this.#deps.clock.monotonicNow() + HELD_OPEN_MS;
    this.#start();
    this.#look.after(LOOK_EVERY_MS);
  }

  #start(): void {
    if (this.#capture !== undefined) return;
    this.#reopen?.cancel();
    const { input, clock, broke } = this.#deps;
    const capture = input.open({
      samples: (pcm) => this.#take(pcm),
      ended: (detail) => {
        if (this.#capture !== capture) return;
        this.#capture = undefined;
        broke(detail);
        this.#reopen = clock.at(clock.monotonicNow() + REOPENED_AFTER_MS, () => {
          if (this.#isNeeded()) this.#start();
        });
      },
    });
    this.#capture = capture;
  }

  #take(pcm: Float32Array): void {
    this.#lastSamplesAt = this.#deps.clock.monotonicNow();
    const share = 1 / LEVEL_OVER;
    for (let i = 0; i < pcm.length; i++) {
      const value = (pcm[i] as number) * this.#gain;
      pcm[i] = value;
      this.#meanSquare += (value * value - this.#meanSquare) * share;
    }
    for (const buffer of this.#buffers) buffer.write(pcm);
    for (const answered of this.#answered.splice(0)) answered();
  }

  #isNeeded(): boolean {
    return this.#buffers.size > 0 || this.#deps.clock.monotonicNow() < this.#neededUntil;
  }

  #check(): void {
    const { clock, dead } = this.#deps;
    if (!this.#isNeeded()) {
      void this.#close();
      return;
    }
    this.#look.after(LOOK_EVERY_MS);
    const silentForMs = clock.monotonicNow() - (this.#lastSamplesAt ?? -Infinity);
    if (this.#buffers.size > 0 && silentForMs > DEAD_AFTER_MS) dead();
  }

  async #close(): Promise<void> {
    const capture = this.#capture;
    this.#capture = undefined;
    this.#lastSamplesAt = undefined;
    this.#meanSquare = 0;
    await capture?.close();
  }
}
