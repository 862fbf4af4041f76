/**
 * Watches the frames of an MQTT stream (MQTT 3.1.1, 2.2; 5.0, 2.1.4), since a client gathers a packet as a whole before
 * anybody sees it: a broker that announces 256 MB would fill the memory of a small board.
 */

/** Largest packet that any of our messages makes: a manifest of 512 KiB, its topic and header, and room. */
export const MAX_FRAME_BYTES = 1024 * 1024;
/** Bytes of the length that follows the first byte, at most. */
const MAX_LENGTH_BYTES = 4;

export class FrameLimit {
  readonly #maxBytes: number;
  /** bytes of the present packet's body that are still to come */
  #bodyLeft = 0;
  /** bytes of the present packet's length read so far; `undefined` before its first byte */
  #lengthBytes: number | undefined;
  #length = 0;

  constructor(maxBytes = MAX_FRAME_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Takes what was read next. @returns whether every packet announced so far is within bounds; once false, give up. */
  admits(chunk: Uint8Array): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.#bodyLeft > 0) {
        const skipped = Math.min(this.#bodyLeft, chunk.length - at);
        this.#bodyLeft -= skipped;
        at += skipped;
        continue;
      }
      const byte = chunk[at] ?? 0;
      at++;
      if (this.#lengthBytes === undefined) {
        this.#lengthBytes = 0;
        this.#length = 0;
        continue;
      }
      this.#length += (byte & 0x7f) * 128 ** this.#lengthBytes;
      this.#lengthBytes++;
      const goesOn = (byte & 0x80) !== 0;
      if (this.#length > this.#maxBytes || (goesOn && this.#lengthBytes === MAX_LENGTH_BYTES)) return false;
      if (goesOn) continue;
      this.#bodyLeft = this.#length;
      this.#lengthBytes = undefined;
    }
    return true;
  }
}
