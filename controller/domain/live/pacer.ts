/**
 * When the frames of a live are heard. They come over a network that holds them up and lets them go in bursts, from a
 * microphone whose clock is not ours; they are heard 20 ms after one another, at a delay that stays what it was at the
 * start. Pure: the clock is the caller's, and the same arrivals come to the same instants.
 *
 * The slack of a frame is the time from its arrival until it is to be heard. The largest slack of a second is that of a
 * frame the network did not hold up: it is kept at the delay. Where it is more for long, the microphone is fast or the
 * first frame was late, and frames are left out, at pauses first; where it is less, the microphone is slow or the way has
 * become longer, and a hole is left that devices conceal.
 */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { LIVE_FRAME_MS } from '@loa-lang/schemas/wire/live';

/** A frame that arrives with less left cannot be packed, sent, verified and decoded in time. */
export const LEAST_SLACK_MS: Millis = 100;
/** What comes further ahead than this is left out at once: the delay is bounded, whatever arrives. */
export const MOST_EXCESS_MS: Millis = 60;
/** A microphone is off by a frame in minutes; jitter shows its best within a second. */
const LOOK_MS: Millis = 1_000;
const LEAST_LOOKED_AT = 25;
/** A burst catches up while it comes; who has not come nearer in this time will not. */
const CATCH_UP_MS: Millis = 200;

export interface PacerCounts {
  /** frames of voice that were given an instant */
  voice: number;
  /** frames of silence while nobody spoke into the open line */
  silence: number;
  /** came too late to be heard */
  late: number;
  /** left out, because more had come than there is time for */
  leftOut: number;
  /** milliseconds left empty, to be concealed */
  holesMs: Millis;
}

export interface Paced {
  /** frames of silence that come before, and when the first of them is heard */
  silence: { playAt: EpochMillis; frames: number } | undefined;
  /** when the frame is heard; `undefined`: it is not */
  playAt: EpochMillis | undefined;
}

export class Pacer {
  readonly delayMs: Millis;
  readonly #counts: PacerCounts = { voice: 0, silence: 0, late: 0, leftOut: 0, holesMs: 0 };
  /** when the next frame is heard */
  #next: EpochMillis | undefined;
  #isMuted = true;
  /** largest slack since, and how many frames were looked at */
  #look: { since: number; best: Millis; frames: number } | undefined;
  #lateSince: { at: number; slack: Millis; best: Millis } | undefined;
  #surplus = 0;

  /** @param delayMs from arrival to sound, at least {@link LEAST_SLACK_MS} */
  constructor(delayMs: Millis) {
    this.delayMs = Math.max(Math.round(delayMs), LEAST_SLACK_MS);
  }

  get counts(): Readonly<PacerCounts> {
    return { ...this.#counts };
  }

  /** When what was given an instant last is over; `undefined` before the first frame. */
  get until(): EpochMillis | undefined {
    return this.#next;
  }

  /**
   * A frame of voice has arrived.
   * @param at controller time, fractions allowed; never earlier than before
   * @param isPause nothing is lost with it
   */
  voice(at: number, isPause = false): Paced {
    const silence = this.#isMuted ? this.#fill(at) : undefined;
    this.#isMuted = false;
    const next = this.#next ?? this.#due(at);
    this.#next = next;
    const slack = next - at;
    this.#observe(at, slack);
    const place = this.#next;
    const left = place - at;
    if (left < LEAST_SLACK_MS) {
      this.#counts.late++;
      this.#next = place + LIVE_FRAME_MS;
      return { silence, playAt: undefined };
    }
    const isSurplus = this.#surplus > 0 && isPause;
    if (left > this.delayMs + MOST_EXCESS_MS || isSurplus) {
      this.#counts.leftOut++;
      this.#surplus = Math.max(0, this.#surplus - 1);
      return { silence, playAt: undefined };
    }
    this.#counts.voice++;
    this.#next = place + LIVE_FRAME_MS;
    return { silence, playAt: place };
  }

  /** The line is open and nobody speaks. */
  muted(at: number): Paced {
    this.#isMuted = true;
    this.#look = undefined;
    this.#lateSince = undefined;
    this.#surplus = 0;
    this.#next ??= this.#due(at) - LIVE_FRAME_MS;
    return { silence: this.#fill(at), playAt: undefined };
  }

  #due(at: number): EpochMillis {
    return Math.round(at) + this.delayMs;
  }

  /** Silence as far as the delay reaches: voice that comes next is heard after just that. */
  #fill(at: number): Paced['silence'] {
    if (this.#next === undefined) return undefined;
    const soonest = Math.ceil(at) + LEAST_SLACK_MS;
    if (this.#next < soonest) this.#leave(Math.ceil((soonest - this.#next) / LIVE_FRAME_MS));
    const playAt = this.#next;
    const frames = Math.floor((this.#due(at) - playAt) / LIVE_FRAME_MS);
    if (frames <= 0) return undefined;
    this.#next = playAt + frames * LIVE_FRAME_MS;
    this.#counts.silence += frames;
    return { playAt, frames };
  }

  #leave(frames: number): void {
    this.#next = (this.#next ?? 0) + frames * LIVE_FRAME_MS;
    this.#counts.holesMs += frames * LIVE_FRAME_MS;
  }

  #observe(at: number, slack: Millis): void {
    const look = this.#look ?? { since: at, best: slack, frames: 0 };
    this.#look = look;
    look.best = Math.max(look.best, slack);
    look.frames++;
    if (this.#hasFallenBehind(at, slack)) return;
    if (at - look.since < LOOK_MS || look.frames < LEAST_LOOKED_AT) return;
    this.#look = undefined;
    const excess = look.best - this.delayMs;
    this.#surplus = excess > LIVE_FRAME_MS ? Math.floor(excess / LIVE_FRAME_MS) : 0;
    if (excess < -LIVE_FRAME_MS) this.#leave(Math.floor(-excess / LIVE_FRAME_MS));
  }

  /** All that comes is late, and stays so: what is heard goes on from here. */
  #hasFallenBehind(at: number, slack: Millis): boolean {
    if (slack >= LEAST_SLACK_MS) {
      this.#lateSince = undefined;
      return false;
    }
    const late = this.#lateSince ?? { at, slack, best: slack };
    this.#lateSince = late;
    late.best = Math.max(late.best, slack);
    const lasted = at - late.at;
    if (lasted < CATCH_UP_MS || slack - late.slack > lasted / 2) return false;
    this.#leave(Math.max(0, Math.floor((this.delayMs - late.best) / LIVE_FRAME_MS)));
    this.#lateSince = undefined;
    this.#look = undefined;
    return true;
  }
}
