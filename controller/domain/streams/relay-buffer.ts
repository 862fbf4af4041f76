/**
 * What of a source is still to be heard, each frame with its instant. Instants follow our clock, frames the source's:
 * what the two differ by is left out, or put in, a frame of 20 ms at a time where it is quietest.
 */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { RELAY_DELAY_MS } from './relay-rules.ts';
import { between, FRAME_MS, joined, levelOf, type Samples } from './samples.ts';

export interface BufferedFrame {
  /** when it is to be heard */
  at: EpochMillis;
  samples: Samples;
  levelDb: number;
}

/** How a source sends: as it sounds, or in pieces of several seconds (HLS). */
export type Pace = 'steady' | 'pieces';

/** Servers send some seconds at once to whoever connects. So long we wait for what they send so. */
const SETTLING_MS: Millis = 500;
/** More is not kept: whoever sends faster than it sounds waits (`full`). */
const MOST_AHEAD_MS: Millis = 60_000;
/** Pieces come less often than this. */
const WINDOW_MS: Millis = 20_000;
/** One frame a second at most: 2 %, in quiet places, is not noticed. */
const ADJUST_EVERY_MS: Millis = 1_000;
const TOLERANCE_MS: Millis = 3 * FRAME_MS;

export class RelayBuffer {
  #frames: BufferedFrame[] = [];
  #endAt: EpochMillis | undefined;
  #pace: Pace = 'steady';
  /** what has come since the connection was made, until it is known where it belongs */
  #settling: { since: EpochMillis; frames: Samples[] } | undefined;
  #connected = false;
  /** how far ahead of now the end was, at most, in each of the latest seconds */
  #ahead = new Map<number, Millis>();
  #aheadSince = 0;
  #targetMs: Millis | undefined;
  #adjustedAt = 0;
  /** frames that were left out (negative) or put in since the beginning, net */
  adjustedFrames = 0;

  /** Where what is there ends; `undefined` when nothing has come yet. */
  get endAt(): EpochMillis | undefined {
    return this.#endAt;
  }

  leftMs(now: EpochMillis): Millis {
    return Math.max(0, (this.#endAt ?? now) - now);
  }

  /** Whether the source is to be kept waiting. */
  full(now: EpochMillis): boolean {
    return this.leftMs(now) >= MOST_AHEAD_MS;
  }

  /** A new connection: what comes now does not continue what was. */
  begin(pace: Pace): void {
    this.#pace = pace;
    this.#connected = false;
    this.#settling = undefined;
    this.#ahead.clear();
  }

  /** @param alive whether what comes next follows on what is there, or begins anew @returns frames that have a place now */
  push(frames: readonly Samples[], now: EpochMillis, alive: boolean): BufferedFrame[] {
    if (this.#connected) return this.#append(frames, now, alive);
    this.#settling ??= { since: now, frames: [] };
    this.#settling.frames.push(...frames);
    return this.settle(now, alive);
  }

  /** Gives what came with the connection its place, once there has been time for it to come. */
  settle(now: EpochMillis, alive: boolean): BufferedFrame[] {
    const settling = this.#settling;
    if (settling === undefined || now - settling.since < SETTLING_MS) return [];
    this.#settling = undefined;
    this.#connected = true;
    this.#aheadSince = now;
    const { frames, since } = settling;
    if (this.#pace === 'pieces' && !alive) {
      // all of it is needed until the next piece comes
      this.#endAt = since + RELAY_DELAY_MS;
      return this.#append(frames, now, true);
    }
    const endsAt = now + (this.#targetMs ?? RELAY_DELAY_MS);
    const before = this.#endAt ?? 0;
    const startsAt = alive ? before : Math.max(before, endsAt - frames.length * FRAME_MS);
    const room = Math.max(0, Math.floor((endsAt - startsAt) / FRAME_MS));
    // what came first is oldest
    const kept = frames.slice(Math.max(0, frames.length - room));
    if (!alive) this.#endAt = endsAt - kept.length * FRAME_MS;
    return this.#append(kept, now, true);
  }

  /** What is to be heard before this instant; it is gone from here then. */
  take(before: EpochMillis): BufferedFrame[] {
    const count = this.#frames.findIndex(({ at }) => at >= before);
    return this.#frames.splice(0, count === -1 ? this.#frames.length : count);
  }

  /** The first that was not taken. */
  get next(): BufferedFrame | undefined {
    return this.#frames[0];
  }

  #append(frames: readonly Samples[], now: EpochMillis, alive: boolean): BufferedFrame[] {
    const endAt = alive ? (this.#endAt ?? now + RELAY_DELAY_MS) : now + RELAY_DELAY_MS;
    const added = frames.map((samples, i) => ({ at: endAt + i * FRAME_MS, samples, levelDb: levelOf(samples) }));
    this.#frames.push(...added);
    this.#endAt = endAt + added.length * FRAME_MS;
    this.#followClock(now);
    return added;
  }

  #followClock(now: EpochMillis): void {
    const second = Math.floor(now / 1000);
    this.#ahead.set(second, Math.max(this.#ahead.get(second) ?? 0, this.leftMs(now)));
    for (const each of this.#ahead.keys()) if (each * 1000 < now - WINDOW_MS) this.#ahead.delete(each);
    if (now - this.#aheadSince < WINDOW_MS) return;
    const ahead = Math.max(...this.#ahead.values());
    if (this.#targetMs === undefined) {
      this.#targetMs = this.#pace === 'steady' ? RELAY_DELAY_MS : ahead;
    }
    const off = ahead - this.#targetMs;
    if (Math.abs(off) <= TOLERANCE_MS || now - this.#adjustedAt < ADJUST_EVERY_MS) return;
    if (!this.#adjust(off > 0 ? -1 : 1)) return;
    this.#adjustedAt = now;
    const byMs = off > 0 ? -FRAME_MS : FRAME_MS;
    for (const [key, value] of this.#ahead) this.#ahead.set(key, value + byMs);
  }

  #adjust(by: 1 | -1): boolean {
    const place = this.#quietest();
    if (place === undefined) return false;
    const first = this.#frames[place] as BufferedFrame;
    const second = this.#frames[place + 1] as BufferedFrame;
    const made = by < 0 ? joined(first.samples, second.samples) : between(first.samples, second.samples);
    const frame = { at: by < 0 ? first.at : second.at, samples: made, levelDb: levelOf(made) };
    const later = this.#frames.slice(place + 2).map((each) => ({ ...each, at: each.at + by * FRAME_MS }));
    const head = this.#frames.slice(0, place);
    this.#frames =
      by < 0 ? [...head, frame, ...later] : [...head, first, frame, { ...second, at: second.at + FRAME_MS }, ...later];
    this.#endAt = (this.#endAt as EpochMillis) + by * FRAME_MS;
    this.adjustedFrames += by;
    return true;
  }

  /** Index of the quieter half of the two quietest frames that follow each other without a break. */
  #quietest(): number | undefined {
    let best: number | undefined;
    let bestLevel = Number.POSITIVE_INFINITY;
    for (const [i, frame] of this.#frames.entries()) {
      const next = this.#frames[i + 1];
      if (next === undefined || next.at !== frame.at + FRAME_MS) continue;
      const level = Math.max(frame.levelDb, next.levelDb);
      if (level < bestLevel) [best, bestLevel] = [i, level];
    }
    return best;
  }
}
