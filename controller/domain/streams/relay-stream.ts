/** A relay between its source and the encoder: delayed, levelled, in step with our clock, and known to be there or not. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { FrameCutter } from './frame-cutter.ts';
import { Leveller, type LevelTarget } from './leveller.ts';
import { type BufferedFrame, type Pace, RelayBuffer } from './relay-buffer.ts';
import { type GapNews, RelayHealth } from './relay-health.ts';
import { DEAD_WITH_MS, SEND_AHEAD_MS } from './relay-rules.ts';
import { FRAME_MS, type Samples } from './samples.ts';

export interface OutgoingFrame {
  /** when it is to be heard */
  at: EpochMillis;
  samples: Samples;
}

export interface RelayState {
  gap: { from: EpochMillis; reason: 'dead' | 'silent' } | undefined;
  /** whether anything is coming that can be heard */
  alive: boolean;
  /** what is there and was not heard yet */
  bufferMs: Millis;
  /** of the source */
  lufs: number | undefined;
  /** of what came last */
  levelDbfs: number | undefined;
  adjustedMs: Millis;
}

export class RelayStream {
  readonly #buffer = new RelayBuffer();
  readonly #health: RelayHealth;
  readonly #leveller: Leveller;
  #cutter = new FrameCutter();
  #levelDbfs: number | undefined;

  /** @param openSince a gap of this stream that is open from before */
  constructor(target: LevelTarget, now: EpochMillis, openSince?: EpochMillis) {
    this.#leveller = new Leveller(target);
    this.#health = new RelayHealth(now, openSince);
  }

  /** A new connection to a source: what comes now does not continue what was. */
  begin(pace: Pace): void {
    this.#cutter = new FrameCutter();
    this.#buffer.begin(pace);
  }

  /** What the source has sent, signed 16 bit little-endian. @returns whether there is room for more now */
  push(bytes: Uint8Array, now: EpochMillis): boolean {
    const frames = this.#cutter.cut(bytes);
    for (const frame of frames) this.#leveller.hear(frame);
    this.#hear(this.#buffer.push(frames, now, this.#follows(now)), now);
    return !this.#buffer.full(now);
  }

  hasRoom(now: EpochMillis): boolean {
    return !this.#buffer.full(now);
  }

  /** To be asked every few hundredths of a second: what is to be sent now, and whether the stream went or came back. */
  advance(now: EpochMillis): { frames: OutgoingFrame[]; news: GapNews | undefined } {
    this.#hear(this.#buffer.settle(now, this.#follows(now)), now);
    const news = this.#health.look(now, this.#buffer.endAt);
    const taken = this.#buffer.take(now + SEND_AHEAD_MS);
    const frames = taken.flatMap((frame, i) => {
      if (frame.at < now || !this.#health.sends(frame.at)) return [];
      const next = taken[i + 1] ?? this.#buffer.next;
      const follows = next !== undefined && next.at === frame.at + FRAME_MS;
      return [{ at: frame.at, samples: this.#leveller.level(frame.samples, follows ? next.samples : undefined) }];
    });
    return { frames, news };
  }

  state(now: EpochMillis): RelayState {
    return {
      gap: this.#health.gap,
      alive: this.#health.alive && this.#buffer.leftMs(now) > 0,
      bufferMs: this.#buffer.leftMs(now),
      lufs: this.#leveller.lufs,
      levelDbfs: this.#levelDbfs,
      adjustedMs: this.#buffer.adjustedFrames * FRAME_MS,
    };
  }

  /** Whether what comes next continues what is there without a break. */
  #follows(now: EpochMillis): boolean {
    return this.#buffer.leftMs(now) >= DEAD_WITH_MS;
  }

  #hear(frames: readonly BufferedFrame[], now: EpochMillis): void {
    for (const frame of frames) this.#health.hear(frame, now);
    this.#levelDbfs = frames.at(-1)?.levelDb ?? this.#levelDbfs;
  }
}
