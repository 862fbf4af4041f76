/** Sound does not wait for a disk that hangs. */
import type { Millis } from '@loa-lang/schemas/units';
import type { Clock } from '../ports/clock.ts';

/** Flash may pause for some hundred milliseconds to tidy itself up; what hangs longer is not waited for. */
const DISK_PATIENCE_MS: Millis = 1000;

/** Resolves when the write is done, or after a second of waiting, having told `hangs`. The write must not reject. */
export async function unlessHanging(clock: Clock, write: Promise<void>, hangs: () => void): Promise<void> {
  await new Promise<void>((resolve) => {
    const patience = clock.at(clock.monotonicNow() + DISK_PATIENCE_MS, () => {
      hangs();
      resolve();
    });
    void write.then(() => {
      patience.cancel();
      resolve();
    });
  });
}
