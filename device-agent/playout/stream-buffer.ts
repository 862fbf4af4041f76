/**
 * Packets of one stream that one device has: a jitter buffer on controller time, since each packet says when it is to be
 * heard. Samples are counted from 1970 at 48 kHz. Nothing is decoded here, and memory is bounded.
 */
import { SAMPLES_PER_MS } from '../ports/audio-sink.ts';

export interface StreamPacket {
  sequence: number;
  /** sample at which it begins */
  start: number;
  /** its length */
  samples: number;
  frames: readonly Uint8Array[];
}

/** Controller time to samples; whole milliseconds and microseconds come out within a hundredth of a millisecond. */
export const sampleAt = (controllerMs: number): number => Math.round(controllerMs * SAMPLES_PER_MS);
export const msOfSample = (sample: number): number => sample / SAMPLES_PER_MS;
export const sampleOfMicros = (micros: bigint): number => Math.round((Number(micros) * SAMPLES_PER_MS) / 1000);
export const endOf = ({ start, samples }: StreamPacket): number => start + samples;

/** 20 s of packets and a second of what was heard, twice over: packets may be shorter than 100 ms. */
const MAX_PACKETS = 420;
/** Kept behind the reader: a clock that is corrected may go back a little. */
const KEPT_BEHIND = 1000 * SAMPLES_PER_MS;
/** playAt is whole microseconds, and a sample is 21 of them: packets that follow each other may miss by so much. */
const SNAP_SAMPLES = 2;

export class StreamBuffer {
  /** ordered by their starts */
  readonly #packets: StreamPacket[] = [];
  /** nothing before it is read any more */
  #readTo = -Infinity;

  /** `late`: all of it should have been heard by now; `duplicate`: there is another at its place. */
  add(packet: StreamPacket): 'taken' | 'late' | 'duplicate' {
    if (endOf(packet) <= this.#readTo) return 'late';
    const middle = packet.start + packet.samples / 2;
    if (this.at(middle) !== undefined) return 'duplicate';
    const after = this.#packets.findIndex((other) => other.start > packet.start);
    const index = after < 0 ? this.#packets.length : after;
    this.#packets.splice(index, 0, snapped(packet, this.#packets[index - 1], this.#packets[index]));
    if (this.#packets.length > MAX_PACKETS) this.#packets.shift();
    return 'taken';
  }

  /** The packet in which the sample is. */
  at(sample: number): StreamPacket | undefined {
    return this.#packets.findLast((packet) => packet.start <= sample && endOf(packet) > sample);
  }

  /** The first packet that begins after the sample. */
  after(sample: number): StreamPacket | undefined {
    return this.#packets.find((packet) => packet.start > sample);
  }

  /** Where what has begun by the sample ends; `undefined` when nothing has. */
  endedBy(sample: number): number | undefined {
    const packet = this.#packets.findLast(({ start }) => start <= sample);
    return packet && endOf(packet);
  }

  /** Everything before the sample has been read. */
  read(to: number): void {
    this.#readTo = Math.max(this.#readTo, to);
    // the last one is kept: it tells how long nothing has come
    while (this.#packets.length > 1 && endOf(this.#packets[0] as StreamPacket) < to - KEPT_BEHIND) {
      this.#packets.shift();
    }
  }

  /** How far ahead of the reader a packet is that comes now, samples; `undefined` while nobody reads. */
  aheadOf(packet: StreamPacket): number | undefined {
    return Number.isFinite(this.#readTo) ? packet.start - this.#readTo : undefined;
  }
}

/** Moved by a sample or two, so that it touches its neighbours. */
function snapped(
  packet: StreamPacket,
  before: StreamPacket | undefined,
  after: StreamPacket | undefined,
): StreamPacket {
  if (before?.sequence === packet.sequence - 1 && Math.abs(endOf(before) - packet.start) <= SNAP_SAMPLES) {
    return { ...packet, start: endOf(before) };
  }
  if (after?.sequence === packet.sequence + 1 && Math.abs(endOf(packet) - after.start) <= SNAP_SAMPLES) {
    return { ...packet, start: after.start - packet.samples };
  }
  return packet;
}
