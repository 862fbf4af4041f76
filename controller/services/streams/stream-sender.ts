/** The last step of every stream, relay or live: packs frames, signs the packet and publishes it, once for all who hear. */
import type { StreamId } from '@loa-lang/schemas/ids';
import { LIVE_FRAME_MS, LIVE_PACKET_FRAMES } from '@loa-lang/schemas/wire/live';
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import type { BroadcastTransport } from '../../ports/broadcast-transport.ts';
import type { PacketSigner } from './sign-packet.ts';

/** Packets that the connection has not taken yet: two seconds of them are late anyway, and memory is not a queue. */
const MOST_IN_FLIGHT = 20;
/** A second of them in a row: nobody hears anything by now. */
const STUCK_AFTER = 10;
const FRAME_MICROS = BigInt(LIVE_FRAME_MS * 1000);
const MAX_SEQUENCE = 0xffff_ffff;

export interface SentCounts {
  packets: number;
  bytes: number;
  frames: number;
  /** packets that the broker was not there for, or whose connection stood still: nobody hears them */
  lost: number;
}

export class StreamSender {
  readonly streamId: StreamId;
  readonly #transport: Pick<BroadcastTransport, 'publish'>;
  readonly #signer: PacketSigner;
  readonly #counts: SentCounts = { packets: 0, bytes: 0, frames: 0, lost: 0 };
  #sequence = 0;
  #inFlight = 0;
  #lostInARow = 0;

  constructor(streamId: StreamId, transport: Pick<BroadcastTransport, 'publish'>, signer: PacketSigner) {
    this.streamId = streamId;
    this.#transport = transport;
    this.#signer = signer;
  }

  get counts(): Readonly<SentCounts> {
    return { ...this.#counts };
  }

  /** Whether what is sent goes nowhere. */
  get isStuck(): boolean {
    return this.#lostInARow >= STUCK_AFTER;
  }

  /**
   * Sends frames of 20 ms that follow each other, five to a packet; the last packet may hold fewer. Nothing is kept for
   * later: what the connection does not take is counted as lost.
   *
   * @param playAtMicros controller time at which the first frame is to be heard, microseconds since 1970
   */
  send(frames: readonly Uint8Array[], playAtMicros: bigint): void {
    for (let from = 0; from < frames.length; from += LIVE_PACKET_FRAMES) {
      this.#sendPacket(frames.slice(from, from + LIVE_PACKET_FRAMES), playAtMicros + BigInt(from) * FRAME_MICROS);
    }
  }

  #sendPacket(frames: Uint8Array[], playAtMicros: bigint): void {
    const sequence = this.#sequence;
    this.#sequence = sequence === MAX_SEQUENCE ? 0 : sequence + 1;
    if (this.#inFlight >= MOST_IN_FLIGHT) {
      this.#lose();
      return;
    }
    const bytes = this.#signed({ sequence, playAtMicros, frames });
    if (bytes === undefined) {
      this.#lose();
      return;
    }
    this.#inFlight++;
    void this.#transport
      .publish(topicOf(subjects.live(this.streamId)), bytes, { qos: 0 })
      .then(
        ({ ok }) => ok,
        () => false,
      )
      .then((ok) => {
        this.#inFlight--;
        if (!ok) this.#lose();
        else {
          this.#lostInARow = 0;
          this.#counts.packets++;
          this.#counts.bytes += bytes.length;
          this.#counts.frames += frames.length;
        }
      });
  }

  /** No key is in force, e.g. as the root lies elsewhere: nobody would believe it, and nothing else is to end by it. */
  #signed(packet: Parameters<PacketSigner['sign']>[1]): Uint8Array | undefined {
    try {
      return this.#signer.sign(this.streamId, packet);
    } catch {
      return undefined;
    }
  }

  #lose(): void {
    this.#counts.lost++;
    this.#lostInARow++;
  }
}
