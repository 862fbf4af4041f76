/** From samples that know when they are to be heard to packets that say so: encoded once, five frames together. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { LIVE_FRAME_MS, LIVE_PACKET_FRAMES } from '@loa-lang/schemas/wire/live';
import type { OpusEncoder, OpusEncoding, OpusSettings } from '../../ports/opus-encoder.ts';
import type { StreamSender } from './stream-sender.ts';

const FRAME_BYTES = 1_920;
/** What it takes to push out what the encoder and a packet hold. */
const FLUSHING_FRAMES = LIVE_PACKET_FRAMES + 1;

/** One that dies as soon as it is started would be started for each frame. */
export const ENCODER_AGAIN_MS: Millis = 1_000;

export interface PacketFlowDeps {
  encoder: OpusEncoder;
  settings: OpusSettings;
  sender: Pick<StreamSender, 'send'>;
  onProblem: (problem: string, cause: unknown) => void;
}

export class PacketFlow {
  readonly #deps: PacketFlowDeps;
  #encoding: OpusEncoding | undefined;
  /** instants of the frames that are inside the encoder */
  #inside: EpochMillis[] = [];
  #packet: { at: EpochMillis; leadMicros: number; frames: Uint8Array[] } | undefined;
  #lastAt: EpochMillis | undefined;
  #flushed = true;
  /** instant of the latest frame, whatever became of it */
  #at: EpochMillis = 0;
  /** no encoder is started for frames before */
  #againAt: EpochMillis = 0;

  constructor(deps: PacketFlowDeps) {
    this.#deps = deps;
  }

  /** Takes some tenths of a second to work: begun ahead, nothing of the first sound is late. */
  open(): void {
    this.#encoding ??= this.#start();
  }

  /** @param samples 20 ms of signed 16 bit little-endian @param at when they are to be heard */
  write(samples: Uint8Array, at: EpochMillis): void {
    this.#at = at;
    if (this.#encoding === undefined && at < this.#againAt) return;
    this.#encoding ??= this.#start();
    if (!this.#encoding.write(samples)) return;
    this.#inside.push(at);
    this.#lastAt = at;
    this.#flushed = false;
  }

  /** Nothing follows for the time being: what is inside goes out, with a little silence behind it. */
  flush(): void {
    if (this.#flushed || this.#lastAt === undefined) return;
    const from = this.#lastAt;
    for (let n = 1; n <= FLUSHING_FRAMES; n++) this.write(new Uint8Array(FRAME_BYTES), from + n * LIVE_FRAME_MS);
    this.#flushed = true;
  }

  close(): void {
    const encoding = this.#encoding;
    this.#encoding = undefined;
    encoding?.stop();
  }

  #start(): OpusEncoding {
    this.#inside = [];
    this.#packet = undefined;
    const encoding: OpusEncoding = this.#deps.encoder.start(this.#deps.settings, {
      onFrame: (frame, leadMicros) => this.#take(frame, leadMicros),
      onEnd: (detail) => {
        if (this.#encoding !== encoding) return;
        // a later frame starts another one
        this.#encoding = undefined;
        this.#againAt = this.#at + ENCODER_AGAIN_MS;
        this.#deps.onProblem('an encoder of a stream has ended', detail);
      },
    });
    return encoding;
  }

  #take(frame: Uint8Array, leadMicros: number): void {
    const at = this.#inside.shift();
    if (at === undefined) return;
    const open = this.#packet;
    if (open !== undefined && at !== open.at + open.frames.length * LIVE_FRAME_MS) this.#send();
    this.#packet ??= { at, leadMicros, frames: [] };
    this.#packet.frames.push(frame);
    if (this.#packet.frames.length === LIVE_PACKET_FRAMES) this.#send();
  }

  #send(): void {
    const packet = this.#packet;
    this.#packet = undefined;
    if (packet === undefined) return;
    this.#deps.sender.send(packet.frames, BigInt(packet.at) * 1000n - BigInt(packet.leadMicros));
  }
}
