/** Whether a relay is to be had: when what it sends ends, or is nothing to be heard, and when it is back for good. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { BufferedFrame } from './relay-buffer.ts';
import {
  BACK_AFTER_MS,
  DEAD_WITH_MS,
  FIRST_SOUND_MS,
  FLAPPING_MS,
  MOST_BACK_AFTER_MS,
  RETURN_AHEAD_MS,
  SILENT_DBFS,
  SILENT_MS,
  TELL_AHEAD_MS,
} from './relay-rules.ts';
import { FRAME_MS } from './samples.ts';

export type GapNews =
  | { kind: 'opened'; from: EpochMillis; reason: 'dead' | 'silent' }
  /** the stream is back at `to` */
  | { kind: 'closed'; to: EpochMillis };

export class RelayHealth {
  readonly #startedAt: EpochMillis;
  #gap: { from: EpochMillis; reason: 'dead' | 'silent' } | undefined;
  /** frames from here on are heard again */
  #backAt: EpochMillis | undefined;
  #heard = false;
  #silentFrom: EpochMillis | undefined;
  #silentMs: Millis = 0;
  /** the sound that is good now: where it begins, and since when it has been coming */
  #good: { from: EpochMillis; since: EpochMillis } | undefined;
  #gaps: EpochMillis[] = [];

  /** @param openSince a gap of this stream that is open from before, which ends when it sounds */
  constructor(now: EpochMillis, openSince?: EpochMillis) {
    this.#startedAt = now;
    if (openSince !== undefined) this.#gap = { from: openSince, reason: 'dead' };
  }

  /** The gap that is open. */
  get gap(): Readonly<{ from: EpochMillis; reason: 'dead' | 'silent' }> | undefined {
    return this.#gap;
  }

  /** Whether something has come and has not ended. */
  get alive(): boolean {
    return this.#heard && this.#gap?.reason !== 'dead';
  }

  /** Whether a frame at this instant is to be sent. */
  sends(at: EpochMillis): boolean {
    if (this.#gap !== undefined && at >= this.#gap.from) return false;
    return this.#backAt === undefined || at >= this.#backAt;
  }

  /** Each frame that has come, in order. */
  hear({ at, levelDb }: BufferedFrame, now: EpochMillis): void {
    if (levelDb <= SILENT_DBFS) {
      this.#silentFrom ??= at;
      this.#silentMs += FRAME_MS;
      // no pause of speech lasts so long
      if (this.#silentMs >= SILENT_MS) this.#good = undefined;
      return;
    }
    this.#silentFrom = undefined;
    this.#silentMs = 0;
    this.#heard = true;
    this.#good ??= { from: at, since: now };
  }

  /** @param endAt where what has come ends */
  look(now: EpochMillis, endAt: EpochMillis | undefined): GapNews | undefined {
    const runsOut = endAt !== undefined && endAt - now < DEAD_WITH_MS;
    if (runsOut || endAt === undefined) this.#good = undefined;
    if (this.#gap !== undefined) return this.#lookForReturn(now);
    if (runsOut) return this.#open(Math.max(endAt, now), 'dead');
    if (endAt === undefined && now - this.#startedAt >= FIRST_SOUND_MS) return this.#open(now, 'dead');
    if (this.#silentMs < SILENT_MS || this.#silentFrom === undefined) return undefined;
    return this.#open(Math.max(this.#silentFrom, now + TELL_AHEAD_MS), 'silent');
  }

  #open(from: EpochMillis, reason: 'dead' | 'silent'): GapNews {
    this.#gap = { from, reason };
    this.#gaps = [...this.#gaps.filter((at) => at > from - FLAPPING_MS), from];
    return { kind: 'opened', from, reason };
  }

  #lookForReturn(now: EpochMillis): GapNews | undefined {
    const good = this.#good;
    const after = Math.min(MOST_BACK_AFTER_MS, BACK_AFTER_MS * 2 ** Math.max(0, this.#gaps.length - 1));
    if (good === undefined || now - good.since < after) return undefined;
    const to = Math.max(good.from, now + RETURN_AHEAD_MS);
    this.#gap = undefined;
    this.#backAt = to;
    return { kind: 'closed', to };
  }
}
