/** Pages of an Ogg Opus stream (RFC 3533, RFC 7845), written as frames come: what is on the disk can be read at any time. */
import { LIVE_FRAME_MS } from '@loa-lang/schemas/wire/live';

const RATE_HZ = 48_000;
const FRAME_SAMPLES = (RATE_HZ * LIVE_FRAME_MS) / 1000;
/** What an encoder that starts puts before the first sample: libopus at 48 kHz. */
const PRE_SKIP_SAMPLES = 312;
const BEGIN = 2;
const VENDOR = 'loa-lang';

/** CRC-32 of Ogg: polynomial 0x04c11db7, not reflected, from zero. */
const CRC = Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit++) value = value & 0x8000_0000 ? (value << 1) ^ 0x04c1_1db7 : value << 1;
  return value >>> 0;
});

function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum = ((sum << 8) ^ (CRC[(sum >>> 24) ^ byte] ?? 0)) >>> 0;
  return sum;
}

/** Each packet is at most some 1,500 bytes: a page takes 50 of them and more. */
const lacing = (packet: Uint8Array): number[] => [
  ...Array.from({ length: Math.floor(packet.length / 255) }, () => 255),
  packet.length % 255,
];

export class OggOpusPages {
  readonly #serial: number;
  #sequence = 0;
  #samples = 0;

  /** @param serial of the stream, 32 bits */
  constructor(serial: number) {
    this.#serial = serial >>> 0;
  }

  /** The two pages that say what follows. */
  head(): Uint8Array {
    const head = Buffer.alloc(19);
    head.write('OpusHead', 'latin1');
    head.writeUInt8(1, 8);
    head.writeUInt8(1, 9);
    head.writeUInt16LE(PRE_SKIP_SAMPLES, 10);
    head.writeUInt32LE(RATE_HZ, 12);
    const tags = Buffer.alloc(16 + VENDOR.length);
    tags.write('OpusTags', 'latin1');
    tags.writeUInt32LE(VENDOR.length, 8);
    tags.write(VENDOR, 12, 'latin1');
    return Buffer.concat([this.#page([head], BEGIN), this.#page([tags], 0)]);
  }

  /** A page of these frames, 50 at most. */
  page(frames: readonly Uint8Array[]): Uint8Array {
    this.#samples += frames.length * FRAME_SAMPLES;
    return this.#page(frames, 0);
  }

  #page(packets: readonly Uint8Array[], flags: number): Uint8Array {
    const segments = packets.flatMap(lacing);
    const head = Buffer.alloc(27 + segments.length);
    head.write('OggS', 'latin1');
    head.writeUInt8(flags, 5);
    head.writeBigUInt64LE(BigInt(this.#samples), 6);
    head.writeUInt32LE(this.#serial, 14);
    head.writeUInt32LE(this.#sequence++, 18);
    head.writeUInt8(segments.length, 26);
    head.set(segments, 27);
    const page = Buffer.concat([head, ...packets]);
    page.writeUInt32LE(checksum(page), 22);
    return page;
  }
}
