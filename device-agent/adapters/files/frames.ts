/**
 * Frames in a file, one after another: `length (u32) · CRC-32 of the payload (u32) · CRC-32 of those 8 bytes (u32) ·
 * payload`, little-endian. The header has a checksum of its own because a damaged length would otherwise look like a
 * last frame cut short, and everything behind it would be dropped as if it had never been written.
 */
import { crc32 } from 'node:zlib';

const FRAME_HEADER_BYTES = 12;
/** Far above any report or signed document, far below what would hurt a small board. */
const MAX_FRAME_BYTES = 1024 * 1024;

export function encodeFrame(payload: Uint8Array): Uint8Array {
  if (payload.length === 0 || payload.length > MAX_FRAME_BYTES) {
    throw new RangeError(`a frame holds 1 to ${MAX_FRAME_BYTES} bytes, not ${payload.length}`);
  }
  const frame = Buffer.allocUnsafe(FRAME_HEADER_BYTES + payload.length);
  frame.writeUInt32LE(payload.length, 0);
  frame.writeUInt32LE(crc32(payload), 4);
  frame.writeUInt32LE(crc32(frame.subarray(0, 8)), 8);
  frame.set(payload, FRAME_HEADER_BYTES);
  return frame;
}

/**
 * How the frames end. `torn`: the last frame is a true beginning of a frame, as a cut in mid-write leaves it.
 * `damaged`: zeros, garbage or a wrong checksum, and nothing behind it can be trusted.
 */
export type FramesEnd = 'clean' | 'torn' | 'damaged';

export interface ScannedFrames {
  payloads: Uint8Array[];
  /** bytes up to the end of the last whole frame */
  goodBytes: number;
  end: FramesEnd;
}

export function scanFrames(bytes: Uint8Array): ScannedFrames {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const payloads: Uint8Array[] = [];
  let at = 0;
  const stop = (end: FramesEnd): ScannedFrames => ({ payloads, goodBytes: at, end });
  while (at < view.length) {
    const left = view.length - at;
    if (left < FRAME_HEADER_BYTES) return stop(left < 4 || plausible(view.readUInt32LE(at)) ? 'torn' : 'damaged');
    const length = view.readUInt32LE(at);
    const headerHolds = crc32(view.subarray(at, at + 8)) === view.readUInt32LE(at + 8);
    if (!headerHolds || !plausible(length)) return stop('damaged');
    const from = at + FRAME_HEADER_BYTES;
    if (from + length > view.length) return stop('torn');
    const payload = view.subarray(from, from + length);
    if (crc32(payload) !== view.readUInt32LE(at + 4)) return stop('damaged');
    payloads.push(payload);
    at = from + length;
  }
  return stop('clean');
}

const plausible = (length: number): boolean => length > 0 && length <= MAX_FRAME_BYTES;
