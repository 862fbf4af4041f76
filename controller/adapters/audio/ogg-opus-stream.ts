/** Opus packets out of an Ogg stream (RFC 3533, RFC 7845) while it is being written, as ffmpeg writes it. */

const HEAD_BYTES = 27;
const SEGMENTS = 26;
const FULL_SEGMENT = 255;
const PRE_SKIP = 10;

const begins = (packet: Uint8Array, magic: string): boolean =>
  Buffer.from(packet.subarray(0, magic.length)).toString('latin1') === magic;

export class OggOpusStream {
  readonly #onPacket: (packet: Uint8Array, preSkipSamples: number) => void;
  #bytes = Buffer.alloc(0);
  #unfinished: Uint8Array[] = [];
  #preSkip: number | undefined;

  /** @param onPacket each packet of sound, and what its stream says to leave out at the very beginning, at 48 kHz */
  constructor(onPacket: (packet: Uint8Array, preSkipSamples: number) => void) {
    this.#onPacket = onPacket;
  }

  /** @throws {TypeError} when it is not Opus in Ogg */
  push(bytes: Uint8Array): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    for (let length = this.#pageBytes(); length !== undefined; length = this.#pageBytes()) {
      this.#takePage(this.#bytes.subarray(0, length));
      this.#bytes = this.#bytes.subarray(length);
    }
  }

  /** Length of the page that is there as a whole. */
  #pageBytes(): number | undefined {
    const bytes = this.#bytes;
    if (bytes.length < HEAD_BYTES) return undefined;
    if (bytes.toString('latin1', 0, 4) !== 'OggS') throw new TypeError('no Ogg page');
    const segments = bytes.readUInt8(SEGMENTS);
    if (bytes.length < HEAD_BYTES + segments) return undefined;
    const body = bytes.subarray(HEAD_BYTES, HEAD_BYTES + segments).reduce((sum, each) => sum + each, 0);
    const length = HEAD_BYTES + segments + body;
    return bytes.length < length ? undefined : length;
  }

  #takePage(page: Buffer): void {
    const segments = page.readUInt8(SEGMENTS);
    let from = HEAD_BYTES + segments;
    for (const length of page.subarray(HEAD_BYTES, HEAD_BYTES + segments)) {
      this.#unfinished.push(page.subarray(from, from + length));
      from += length;
      if (length === FULL_SEGMENT) continue;
      // a copy: what it lay in goes on being read
      const packet = new Uint8Array(Buffer.concat(this.#unfinished));
      this.#unfinished = [];
      this.#takePacket(packet);
    }
  }

  #takePacket(packet: Uint8Array): void {
    if (this.#preSkip !== undefined) {
      if (!begins(packet, 'OpusTags')) this.#onPacket(packet, this.#preSkip);
      return;
    }
    if (!begins(packet, 'OpusHead')) throw new TypeError('no Opus in Ogg');
    this.#preSkip = new DataView(packet.buffer, packet.byteOffset).getUint16(PRE_SKIP, true);
  }
}
