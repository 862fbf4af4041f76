/** Binary messages of a live as bytes. */
import { LIVE_MESSAGE_KINDS } from '@loa-lang/schemas/http/live-frames';

export function opusMessage(packet: {
  byteLength: number;
  copyTo(to: Uint8Array<ArrayBuffer>): void;
}): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(1 + packet.byteLength);
  message[0] = LIVE_MESSAGE_KINDS.opus;
  packet.copyTo(message.subarray(1));
  return message;
}

/** One frame of 20 ms, mono, by its first byte (RFC 6716 §3.1). */
export function isLiveFrame([first = 0]: Uint8Array): boolean {
  const configuration = first >> 3;
  const is20Ms =
    configuration < 12
      ? configuration % 4 === 1
      : configuration < 16
        ? configuration % 2 === 1
        : configuration % 4 === 3;
  return is20Ms && (first & 0b111) === 0;
}

/** @param samples −1…1; what lies beyond is clipped */
export function pcmMessage(samples: Float32Array): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(1 + 2 * samples.length);
  message[0] = LIVE_MESSAGE_KINDS.pcm;
  const view = new DataView(message.buffer);
  samples.forEach((sample, at) => {
    const value = Math.max(-1, Math.min(1, sample));
    // the negative side has one step more
    view.setInt16(1 + 2 * at, Math.round(value * (value < 0 ? 0x8000 : 0x7fff)), true);
  });
  return message;
}

export const silentMessage = (): Uint8Array<ArrayBuffer> => Uint8Array.of(LIVE_MESSAGE_KINDS.open);
