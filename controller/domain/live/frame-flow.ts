/** How many frames a microphone may send: 50 a second and some more, and what a network held up at once. */
import { LIVE_FRAME_MS } from '@loa-lang/schemas/wire/live';

/** A clock that is off, and catching up after a stall. */
const MOST_RATE = 1.3;
/** Three seconds: a longer stall ends a live. */
const BURST_FRAMES = 150;
/** So many frames above the rate are no microphone's. */
const MOST_REFUSED = 500;

export class FrameFlow {
  #room = BURST_FRAMES;
  #at: number | undefined;
  #refused = 0;

  /** @param at controller time @returns whether the frame is taken */
  take(at: number): boolean {
    const passed = Math.max(0, at - (this.#at ?? at));
    this.#at = at;
    this.#room = Math.min(BURST_FRAMES, this.#room + (passed / LIVE_FRAME_MS) * MOST_RATE);
    if (this.#room < 1) {
      this.#refused++;
      return false;
    }
    this.#room--;
    return true;
  }

  /** Whoever sends like that is to be cut off. */
  get isFlood(): boolean {
    return this.#refused > MOST_REFUSED;
  }
}
