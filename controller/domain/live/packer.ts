/** Gathers frames that are heard one after another into packets of a tenth of a second. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import { LIVE_FRAME_MS, LIVE_PACKET_FRAMES } from '@loa-lang/schemas/wire/live';

export interface Packed {
  playAt: EpochMillis;
  frames: Uint8Array[];
}

export class Packer {
  #open: Packed | undefined;

  /** When the first frame that waits is heard. */
  get waitingSince(): EpochMillis | undefined {
    return this.#open?.playAt;
  }

  /** What is whole by now: a hole before the frame ends the packet before it. */
  add(playAt: EpochMillis, frame: Uint8Array): Packed[] {
    const open = this.#open;
    const follows = open !== undefined && open.playAt + open.frames.length * LIVE_FRAME_MS === playAt;
    const broken = follows ? [] : this.flush();
    const packet = follows ? open : { playAt, frames: [] };
    packet.frames.push(frame);
    this.#open = packet;
    return packet.frames.length >= LIVE_PACKET_FRAMES ? [...broken, ...this.flush()] : broken;
  }

  flush(): Packed[] {
    const open = this.#open;
    this.#open = undefined;
    return open === undefined ? [] : [open];
  }
}
