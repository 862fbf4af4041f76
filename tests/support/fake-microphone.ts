/** A microphone before an agent's loudspeaker on virtual time: what left the program, later and quieter, over a little noise. */
import type { Clock } from '@loa-lang/device-agent/ports/clock';
import type { Microphone } from '@loa-lang/device-agent/ports/microphone';
import { seededRandom } from './seeded-random.ts';

const PIECE_MS = 20;
const KEPT = 20 * 48_000;

export class FakeMicrophone implements Microphone {
  readonly name = 'fake';
  /** from the loudspeaker to the microphone; what virtual time renders late has left by then */
  delayMs = 300;
  gain = 0.1;
  /** digital silence, whatever sounds */
  isDead = false;
  /** the program that records cannot be started, or dies when it is told to */
  isBroken = false;
  opened = 0;
  isOpen = false;
  readonly #clock: Clock;
  readonly #left = new Float32Array(KEPT);
  readonly #random = seededRandom(11);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What leaves the program. */
  readonly hear = (block: Float32Array, heardAt: number): void => {
    const first = Math.round(heardAt * 48);
    for (let i = 0; i < block.length; i++) this.#left[(first + i) % KEPT] = block[i] as number;
    // nothing that was left there a round ago
    this.#left.fill(0, (first + block.length) % KEPT, Math.min(KEPT, ((first + block.length) % KEPT) + 9600));
  };

  open({ samples, ended }: Parameters<Microphone['open']>[0]): { close(): Promise<void> } {
    this.opened++;
    if (this.isBroken) {
      this.#clock.at(this.#clock.monotonicNow() + 5, () => ended('arecord: no such device'));
      return { close: async () => undefined };
    }
    this.isOpen = true;
    const next = (): void => {
      if (!this.isOpen) return;
      const now = this.#clock.monotonicNow();
      if (this.isBroken) {
        ended('arecord: pulled out');
        return;
      }
      const first = Math.round((now - PIECE_MS - this.delayMs) * 48);
      samples(Float32Array.from({ length: PIECE_MS * 48 }, (_, i) => this.#at(first + i)));
      this.#clock.at(now + PIECE_MS, next);
    };
    this.#clock.at(this.#clock.monotonicNow() + PIECE_MS, next);
    return {
      close: async () => {
        this.isOpen = false;
      },
    };
  }

  #at(sample: number): number {
    if (this.isDead) return 0;
    return this.gain * (this.#left[sample % KEPT] as number) + 0.0002 * (this.#random() - 0.5);
  }
}
