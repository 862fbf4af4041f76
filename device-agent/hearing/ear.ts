/** The device's own microphone while something listens: one at a time, at 16 kHz, with the instants of its samples. */
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import { Decimator } from '../domain/hearing/decimator.ts';
import { SAMPLES_PER_MS } from '../ports/audio-sink.ts';
import type { Clock } from '../ports/clock.ts';
import type { Microphone } from '../ports/microphone.ts';
import type { FaultLedger } from '../services/fault-ledger.ts';

export interface EarDeps {
  clock: Clock;
  microphone: Microphone;
  faults: FaultLedger;
}

export interface Listening {
  /** when its first sample was recorded, as well as is known by now */
  readonly startedAt: MonotonicMillis;
  /** it has ended by itself */
  readonly ended: boolean;
  /** Resolves when the microphone is closed; says so as a fault when nothing but digital silence came of it. */
  close(): Promise<void>;
}

/** A sound card answers at once, a sound server within a second or two, or not at all. */
const ANSWERS_WITHIN_MS: Millis = 3000;
/** A microphone hears something, if only itself; equal samples for so long are no microphone. */
const DEAD_SAMPLES = 1000 * SAMPLES_PER_MS;

export class Ear {
  readonly #deps: EarDeps;
  #isOpen = false;

  constructor(deps: EarDeps) {
    this.#deps = deps;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** @param samples takes what is heard, at 16 kHz. @returns `undefined` when it cannot be opened */
  async open(samples: (pcm: Float32Array) => void): Promise<Listening | undefined> {
    if (this.#isOpen) return undefined;
    this.#isOpen = true;
    const { clock, microphone, faults } = this.#deps;
    const decimator = new Decimator();
    const state = { startedAt: Infinity, ended: false, count: 0, steady: 0, last: Number.NaN, isClosed: false };
    let answered = () => {};
    const firstSamples = new Promise<void>((resolve) => {
      answered = resolve;
    });
    const capture = microphone.open({
      samples: (pcm) => {
        if (state.isClosed) return;
        for (let i = 0; i < pcm.length; i++) {
          state.steady = pcm[i] === state.last ? state.steady + 1 : 0;
          state.last = pcm[i] as number;
        }
        state.count += pcm.length;
        // the least delayed piece is nearest to the truth
        state.startedAt = Math.min(state.startedAt, clock.monotonicNow() - state.count / SAMPLES_PER_MS);
        samples(decimator.push(pcm));
        answered();
      },
      ended: (detail) => {
        state.ended = true;
        faults.raise('microphone-failed', detail);
        answered();
      },
    });
    const limit = clock.at(clock.monotonicNow() + ANSWERS_WITHIN_MS, answered);
    await firstSamples;
    limit.cancel();
    const close = async () => {
      if (state.isClosed) return;
      state.isClosed = true;
      await capture.close();
      this.#isOpen = false;
      if (state.count >= DEAD_SAMPLES && state.steady === state.count - 1)
        faults.raise('microphone-failed', `${microphone.name}: digital silence`);
      else if (!state.ended && state.count >= DEAD_SAMPLES) faults.clear('microphone-failed');
    };
    if (state.count === 0) {
      if (!state.ended) faults.raise('microphone-failed', `${microphone.name}: no answer`);
      await close();
      return undefined;
    }
    return {
      get startedAt() {
        return state.startedAt;
      },
      get ended() {
        return state.ended;
      },
      close,
    };
  }
}
