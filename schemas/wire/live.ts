/**
 * One packet of a stream, live or relay, on `live/{streamId}`, binary, big-endian. A stream is sent once, whatever the
 * number of broadcasts it is in and of devices that hear it.
 *
 * | offset | bytes | meaning |
 * |---|---|---|
 * | 0 | 1 | layout version, 1 |
 * | 1 | 1 | number of Opus frames, n |
 * | 2 | 4 | sequence, from 0 |
 * | 6 | 8 | playAt of the first frame, controller time, microseconds since 1970 |
 * | 14 | 2·n | length of each frame |
 * | 14+2n | Σ | the frames |
 * | last 64 | 64 | Ed25519 signature by a key of use `live` over `streamId` (UTF-8), a zero byte, and all bytes before the signature |
 */
import type { StreamId } from '../ids.ts';

export const LIVE_LAYOUT_VERSION = 1;
const HEAD_BYTES = 14;
const SIGNATURE_BYTES = 64;
/** ~100 ms of 20 ms frames, with room for 2.5 ms ones */
const MAX_FRAMES = 48;

export interface LivePacket {
  sequence: number;
  /** controller time, microseconds */
  playAtMicros: bigint;
  frames: Uint8Array[];
}

/** Frames are of 20 ms, mono or stereo; a packet's frames follow each other without a gap. */
export const LIVE_FRAME_MS = 20;
/** 100 ms: ten signatures and ten publishes a second, whoever listens. */
export const LIVE_PACKET_FRAMES = 5;
/** Largest packet that is looked at: five frames of 20 ms at 510 kbit/s, the most Opus can take. */
export const MAX_LIVE_PACKET_BYTES = 16 * 1024;

/** What is signed: without the id a packet of one stream could be put into another. */
export const signedLiveBytes = (streamId: StreamId, laidOut: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(`${streamId}\0`, 'utf8'), laidOut]);

/** Lays out a packet without its signature. @throws {RangeError} when a field does not fit. */
export function layOutLivePacket(packet: LivePacket): Uint8Array {
  const { frames } = packet;
  if (frames.length === 0 || frames.length > MAX_FRAMES) throw new RangeError(`1 to ${MAX_FRAMES} frames`);
  const head = Buffer.alloc(HEAD_BYTES + 2 * frames.length);
  head.writeUInt8(LIVE_LAYOUT_VERSION, 0);
  head.writeUInt8(frames.length, 1);
  head.writeUInt32BE(packet.sequence, 2);
  head.writeBigUInt64BE(packet.playAtMicros, 6);
  for (const [i, frame] of frames.entries()) head.writeUInt16BE(frame.length, HEAD_BYTES + 2 * i);
  return Buffer.concat([head, ...frames]);
}

/** Reads a signed packet; `undefined` when the layout is not exactly this one. The signature is the caller's to check. */
export function readLivePacket(
  bytes: Uint8Array,
): (LivePacket & { signed: Uint8Array; signature: Uint8Array }) | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.length < HEAD_BYTES + SIGNATURE_BYTES || view.readUInt8(0) !== LIVE_LAYOUT_VERSION) return undefined;
  const count = view.readUInt8(1);
  const signed = view.subarray(0, view.length - SIGNATURE_BYTES);
  let offset = HEAD_BYTES + 2 * count;
  if (count === 0 || count > MAX_FRAMES || offset > signed.length) return undefined;
  const frames: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const length = view.readUInt16BE(HEAD_BYTES + 2 * i);
    if (offset + length > signed.length) return undefined;
    frames.push(signed.subarray(offset, offset + length));
    offset += length;
  }
  if (offset !== signed.length) return undefined;
  return {
    sequence: view.readUInt32BE(2),
    playAtMicros: view.readBigUInt64BE(6),
    frames,
    signed,
    signature: view.subarray(view.length - SIGNATURE_BYTES),
  };
}
