/**
 * A stream as its player reads it: packets decoded where they are due, not before, since what comes later may still be
 * in time. Where nothing has come it is concealed for a while and silent after that; what comes when its place is
 * partly over sounds from there on.
 */
import { CONCEALED_SAMPLES, concealment, HISTORY_SAMPLES } from '../domain/concealment.ts';
import { SAMPLES_PER_MS } from '../ports/audio-sink.ts';
import type { StreamDecoder } from '../ports/stream-decoder.ts';
import type { SoundWindow } from './sound-window.ts';
import { endOf, type StreamBuffer, type StreamPacket } from './stream-buffer.ts';
import { BEHIND_SAMPLES, Stretch, samplesNeeded } from './stretch.ts';

/** Back from what was made up, 10 ms; up from silence as short as does not click. */
const CROSSFADE = 10 * SAMPLES_PER_MS;
const LONGEST_BLOCK = 200 * SAMPLES_PER_MS;
/** More than jitter of the reading: a clock that was set. */
const SKIPPED = 1000 * SAMPLES_PER_MS;

/** Told about packets, for the device's health. */
export interface StreamListener {
  heard(): void;
  /** so many packets are missing before the one that is heard now */
  lost(packets: number): void;
  concealed(ms: number): void;
}

/** What is made up until a packet comes. */
interface Hole {
  patch: Float32Array;
  /** samples of it that were used; goes on beyond its end */
  used: number;
  /** samples of a packet that have taken its place */
  back: number;
}

export interface StreamWindowOptions {
  buffer: StreamBuffer;
  decoder: StreamDecoder;
  /** sample of the stream that is position 0 */
  origin: number;
  listener: StreamListener;
  /** the reader is done with it */
  freed(): void;
}

export class StreamWindow implements SoundWindow {
  readonly #options: StreamWindowOptions;
  readonly #made = new Stretch(HISTORY_SAMPLES + 2 * LONGEST_BLOCK);
  /** stretches in which it was there, and not made up, newest last; positions */
  #there: { from: number; to: number }[] = [];
  #hole: Hole | undefined;
  #last: StreamPacket | undefined;
  #begun = false;

  constructor(options: StreamWindowOptions) {
    this.#options = options;
  }

  prepare(): void {}

  soundsFrom(from: number, to: number): number | undefined {
    const { buffer, origin } = this.#options;
    const first = Math.floor(from) + origin;
    if (buffer.at(first) !== undefined) return from;
    const next = buffer.after(first);
    return next !== undefined && next.start - origin < to ? next.start - origin : undefined;
  }

  read(position: number, rate: number, out: Float32Array, at: number, count: number): number {
    let done = 0;
    let there = 0;
    // in pieces, so that memory is bounded whatever a sink asks for
    while (done < count) {
      const piece = Math.min(LONGEST_BLOCK / 2, count - done);
      const from = position + done * rate;
      this.#make(Math.floor(from), samplesNeeded(from, rate, piece));
      this.#made.read(from, rate, out, at + done, piece);
      there += this.#thereWithin(from, from + piece * rate) / rate;
      done += piece;
    }
    this.#options.buffer.read(this.#made.end + this.#options.origin);
    return Math.min(count, Math.round(there));
  }

  free(): void {
    this.#options.freed();
  }

  /** Makes `[first - behind, first + count)`: what is made once is not made anew. */
  #make(first: number, count: number): void {
    const made = this.#made;
    if (!this.#begun || first - BEHIND_SAMPLES < made.start || first > made.end + SKIPPED) {
      this.#begun = true;
      this.#hole = undefined;
      this.#there = [];
      made.restartAt(first - BEHIND_SAMPLES);
    }
    while (made.end < first + count) {
      const keepFrom = Math.min(first - BEHIND_SAMPLES, made.end - HISTORY_SAMPLES);
      const room = made.room(Math.min(LONGEST_BLOCK, first + count - made.end), keepFrom);
      const from = made.end;
      made.length += this.#next(from, room);
    }
  }

  /** Fills `room` from its start with what is at `from`. @returns how much of it */
  #next(from: number, room: Float32Array): number {
    const { buffer, origin } = this.#options;
    const packet = buffer.at(from + origin);
    const pcm = packet && this.#options.decoder.decode(packet);
    if (packet === undefined || pcm === undefined) {
      const until = packet === undefined ? buffer.after(from + origin)?.start : endOf(packet);
      return this.#fill(room.subarray(0, Math.min(room.length, (until ?? Infinity) - origin - from)));
    }
    if (packet !== this.#last) this.#began(packet);
    const offset = from + origin - packet.start;
    // up to where a later one begins, should they overlap
    const end = Math.min(endOf(packet), buffer.after(packet.start)?.start ?? Infinity);
    const count = Math.max(1, Math.min(room.length, end - packet.start - offset, pcm.length - offset));
    room.set(pcm.subarray(offset, offset + count));
    this.#fadeIn(room.subarray(0, count));
    this.#wasThere(from, from + count);
    return count;
  }

  /** Nothing has come for this place. */
  #fill(room: Float32Array): number {
    // one that was lost again while it came back is a new one
    const hole = this.#hole === undefined || this.#hole.back > 0 ? this.#open() : this.#hole;
    const left = Math.max(0, Math.min(room.length, CONCEALED_SAMPLES - hole.used));
    room.set(hole.patch.subarray(hole.used, hole.used + left));
    room.fill(0, left);
    hole.used += room.length;
    if (left > 0) this.#options.listener.concealed(left / SAMPLES_PER_MS);
    return room.length;
  }

  #open(): Hole {
    const { samples, length } = this.#made;
    const history = samples.subarray(Math.max(0, length - HISTORY_SAMPLES), length);
    // before the first packet there is nothing to go on from, and the player has yet to begin
    const isFirst = this.#there.length === 0;
    this.#hole = isFirst
      ? { patch: new Float32Array(0), used: CONCEALED_SAMPLES, back: CROSSFADE }
      : { patch: concealment(history), used: 0, back: 0 };
    return this.#hole;
  }

  /** Out of what was made up, over as much of the packet as there is room for now and in the next call. */
  #fadeIn(room: Float32Array): void {
    const hole = this.#hole;
    if (hole === undefined) return;
    for (let i = 0; i < room.length && hole.back < CROSSFADE; i++, hole.back++, hole.used++) {
      const share = hole.back / CROSSFADE;
      room[i] = (room[i] as number) * share + (hole.patch[hole.used] ?? 0) * (1 - share);
    }
    if (hole.back >= CROSSFADE) this.#hole = undefined;
  }

  #began(packet: StreamPacket): void {
    const { listener } = this.#options;
    const missing = this.#last === undefined ? 0 : packet.sequence - this.#last.sequence - 1;
    // a sender that was started anew counts from 0 again
    if (missing > 0 && missing < 1000) listener.lost(missing);
    this.#last = packet;
    listener.heard();
  }

  #wasThere(from: number, to: number): void {
    const last = this.#there.at(-1);
    if (last?.to === from) last.to = to;
    else this.#there.push({ from, to });
    if (this.#there.length > 8) this.#there.shift();
  }

  #thereWithin(from: number, to: number): number {
    return this.#there.reduce(
      (sum, there) => sum + Math.max(0, Math.min(to, there.to) - Math.max(from, there.from)),
      0,
    );
  }
}
