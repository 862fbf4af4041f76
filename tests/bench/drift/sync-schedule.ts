/** When an agent asks for the time: a burst on connecting, every 10 s until the crystal is known, then seldom. */
import type { VirtualDevice } from './virtual-device.ts';

const BURST = { exchanges: 8, gapMs: 60 };
const SETTLING = { exchanges: 64, gapMs: 10_000 };

export class SyncSchedule {
  readonly #idleEveryMs: number;
  readonly #due = new Map<VirtualDevice, { at: number; count: number }>();

  constructor(idleEveryMs: number) {
    this.#idleEveryMs = idleEveryMs;
  }

  /** Makes the device's exchanges that are due before the instant. */
  runUntil(device: VirtualDevice, untilMs: number): void {
    const due = this.#due.get(device) ?? { at: 0, count: 0 };
    this.#due.set(device, due);
    while (due.at < untilMs) {
      device.sync(due.at);
      due.count++;
      if (due.count < BURST.exchanges) due.at += BURST.gapMs;
      else due.at += due.count < SETTLING.exchanges ? SETTLING.gapMs : this.#idleEveryMs;
    }
  }
}
