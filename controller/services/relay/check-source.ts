/** Tries a source as a relay would, for some seconds, and says what was found. */
import type { Millis } from '@loa-lang/schemas/units';
import { FrameCutter } from '../../domain/streams/frame-cutter.ts';
import { LoudnessMeter } from '../../domain/streams/loudness-meter.ts';
import { SILENT_DBFS, SILENT_MS } from '../../domain/streams/relay-rules.ts';
import type { AddressFault, RelayCheck, RelaySource } from '../../domain/streams/relay-source.ts';
import { FRAME_MS, levelOf } from '../../domain/streams/samples.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PulledSound, StreamPuller } from '../../ports/stream-puller.ts';

export interface CheckSourceDeps {
  puller: StreamPuller;
  clock: Clock;
}

/** A person waits for all of it. */
const ALL_WITHIN_MS: Millis = 12_000;
const ONE_WITHIN_MS: Millis = 8_000;
/** Sound that is enough to say how loud it is. */
const HEARD_MS: Millis = 2_000;

type Heard =
  | { ok: true; sound: PulledSound; lufs: number | undefined; levelDbfs: number }
  | ({ ok: false } & AddressFault);

export class CheckSource {
  readonly #deps: CheckSourceDeps;

  constructor(deps: CheckSourceDeps) {
    this.#deps = deps;
  }

  /** Answers within 12 s. */
  async check({ addresses }: Pick<RelaySource, 'addresses'>): Promise<RelayCheck> {
    const { clock } = this.#deps;
    const endsAt = clock.monotonicNow() + ALL_WITHIN_MS;
    const faults: AddressFault[] = [];
    for (const address of addresses) {
      const leftMs = endsAt - clock.monotonicNow();
      const heard = await this.#hear(address, Math.max(0, Math.min(ONE_WITHIN_MS, leftMs)));
      if (heard.ok) {
        const { sound, lufs, levelDbfs } = heard;
        const level = { ...(lufs !== undefined && { lufs: tenth(lufs) }), levelDbfs: tenth(levelDbfs) };
        return { at: clock.now(), ok: true, ...sound, ...level, faults };
      }
      faults.push({ address, fault: heard.fault, detail: heard.detail });
    }
    return { at: clock.now(), ok: false, faults };
  }

  #hear(address: string, withinMs: Millis): Promise<Heard> {
    return new Promise((resolve) => {
      const cutter = new FrameCutter();
      const meter = new LoudnessMeter();
      let sound: PulledSound | undefined;
      let [frames, audible, loudest] = [0, 0, Number.NEGATIVE_INFINITY];
      const end = (heard: Heard) => {
        clearTimeout(timer);
        pull.stop();
        resolve(heard);
      };
      const fail = (fault: string, detail: string) => end({ ok: false, address, fault, detail });
      const silent = () => fail('silent', `${frames * FRAME_MS} ms`);
      const timer = setTimeout(() => (frames > 0 ? silent() : fail('stalled', 'no sound in time')), withinMs);
      const pull = this.#deps.puller.pull(address, {
        onSound: (found) => {
          sound = found;
        },
        onSamples: (bytes) => {
          for (const frame of cutter.cut(bytes)) {
            const level = levelOf(frame);
            meter.push(frame);
            frames++;
            if (level > SILENT_DBFS) audible++;
            loudest = Math.max(loudest, level);
          }
          const enough = audible * FRAME_MS >= HEARD_MS;
          if (enough && sound !== undefined) end({ ok: true, sound, lufs: meter.lufs, levelDbfs: loudest });
          else if (audible === 0 && frames * FRAME_MS >= SILENT_MS) silent();
          return true;
        },
        onEnd: ({ fault, detail }) => fail(fault, detail),
      });
    });
  }
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
