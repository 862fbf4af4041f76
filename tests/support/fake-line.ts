/** A socket into which somebody counts: sample by sample one more, so that what is heard tells when it was said. */
import type { AuxInput } from '@loa-lang/device-agent/ports/aux-input';
import type { Clock } from '@loa-lang/device-agent/ports/clock';
import { POSITION_SCALE } from './audio/synthetic-sound.ts';

const PIECE_MS = 20;

export class FakeLine {
  /** nothing comes out of the cable while it is pulled */
  isPulled = false;
  /** programs that record now, and how often one was started */
  open = 0;
  opened = 0;
  /** samples a second of its crystal for each of the clock's */
  pace = 1;

  input(clock: Clock): AuxInput {
    return {
      name: 'fake',
      gainDb: 0,
      open: ({ samples }) => {
        this.open++;
        this.opened++;
        let isOpen = true;
        let said = 0;
        const begunAt = clock.monotonicNow();
        const next = (): void => {
          if (!isOpen) return;
          const due = Math.floor((clock.monotonicNow() - begunAt) * 48 * this.pace);
          const pcm = Float32Array.from({ length: due - said }, () => ++said / POSITION_SCALE);
          if (!this.isPulled) samples(pcm);
          clock.at(clock.monotonicNow() + PIECE_MS, next);
        };
        clock.at(begunAt + PIECE_MS, next);
        return {
          close: async () => {
            if (isOpen) this.open--;
            isOpen = false;
          },
        };
      },
    };
  }
}
