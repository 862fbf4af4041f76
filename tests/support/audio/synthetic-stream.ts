/** Streams made by formula: every sample heard tells the instant that it was made for. */
import { sampleAt } from '@loa-lang/device-agent/playout/stream-buffer';
import type { StreamDecoder } from '@loa-lang/device-agent/ports/stream-decoder';
import { LIVE_PACKET_FRAMES, layOutLivePacket, signedLiveBytes } from '@loa-lang/schemas/wire/live';
import type { CryptoKey } from 'jose';
import { POSITION_SCALE } from './synthetic-sound.ts';

/** Sample k after the origin has the value (k + 1) / 2^24. */
export const instantDecoder = (originMs: number): StreamDecoder => ({
  decode: ({ start, samples }) =>
    Float32Array.from({ length: samples }, (_, i) => (start - sampleAt(originMs) + i + 1) / POSITION_SCALE),
  free: () => undefined,
});

/** A frame of 20 ms by its first byte (RFC 6716 §3.1), with nothing in it. */
const EMPTY_FRAME = Uint8Array.of(19 << 3);
export const emptyFrames = Array.from({ length: LIVE_PACKET_FRAMES }, () => EMPTY_FRAME);

export interface PacketToSign {
  streamId: string;
  sequence: number;
  /** controller time, ms */
  playAt: number;
  frames?: Uint8Array[];
}

/** A packet as it goes over the wire. */
export async function signedPacket(
  { streamId, sequence, playAt, frames = emptyFrames }: PacketToSign,
  privateKey: CryptoKey,
): Promise<Uint8Array> {
  const laidOut = layOutLivePacket({ sequence, playAtMicros: BigInt(Math.round(playAt * 1000)), frames });
  const signature = await crypto.subtle.sign('Ed25519', privateKey, new Uint8Array(signedLiveBytes(streamId, laidOut)));
  return Buffer.concat([laidOut, new Uint8Array(signature)]);
}
