/** Sends a stream to agents on virtual time: a packet each 100 ms, so long before it is to be heard. */
import { LIVE_FRAME_MS, LIVE_PACKET_FRAMES } from '@loa-lang/schemas/wire/live';
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import { signedPacket } from './audio/synthetic-stream.ts';
import type { VirtualWorld } from './virtual-agent.ts';

export const PACKET_MS = LIVE_FRAME_MS * LIVE_PACKET_FRAMES;

export class StreamSender {
  readonly #world: VirtualWorld;
  readonly streamId: string;
  readonly #aheadMs: number;
  /** what was sent, as whoever listens could keep it */
  readonly sent: Uint8Array[] = [];
  /** what becomes of a packet on its way, by its number since the start; by default it arrives */
  arrives: (sequence: number) => boolean = () => true;
  #sequence = 0;

  /** @param aheadMs from sending a packet to its first sample */
  constructor(world: VirtualWorld, streamId: string, aheadMs = 400) {
    this.#world = world;
    this.streamId = streamId;
    this.#aheadMs = aheadMs;
  }

  /** Sends from now on until the instant, while virtual time passes. The grid of packets is that of whole 100 ms. */
  async sendUntil(at: number): Promise<void> {
    while (this.#world.now() < at) {
      const playAt = Math.round(this.#world.now() / PACKET_MS) * PACKET_MS + this.#aheadMs;
      await this.send(playAt);
      // two at a time: fewer turns of the loop
      if (at - this.#world.now() > PACKET_MS) await this.send(playAt + PACKET_MS);
      await this.#world.run(Math.min(2 * PACKET_MS, at - this.#world.now()));
    }
  }

  /** Sends one packet. */
  async send(playAt: number): Promise<Uint8Array> {
    const sequence = this.#sequence++;
    const bytes = await signedPacket(
      { streamId: this.streamId, sequence, playAt },
      this.#world.controller.signer('live').privateKey,
    );
    this.sent.push(bytes);
    if (this.arrives(sequence)) this.deliver(bytes);
    return bytes;
  }

  deliver(bytes: Uint8Array, streamId = this.streamId): void {
    this.#world.hub.publish(topicOf(subjects.live(streamId)), bytes);
  }
}
