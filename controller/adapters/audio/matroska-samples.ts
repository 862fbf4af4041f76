/**
 * Samples as a stream of Matroska (RFC 9559) that never ends: unlike raw samples, which ffmpeg reads in blocks of its own
 * size, a frame is a frame, and is encoded when it comes.
 */

/** An element's size in four bytes, marked as such. */
const FOUR_BYTES_LONG = 0x1000_0000;
const UNKNOWN_SIZE = Buffer.from('01ffffffffffffff', 'hex');
const AUDIO = 2;
const MILLISECOND_NS = 1_000_000;

function element(id: string, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(FOUR_BYTES_LONG + body.length);
  return Buffer.concat([Buffer.from(id, 'hex'), size, body]);
}

function unsigned(value: number, bytes: number): Buffer {
  const body = Buffer.alloc(bytes);
  body.writeUIntBE(value, 0, bytes);
  return body;
}

function float(value: number): Buffer {
  const body = Buffer.alloc(8);
  body.writeDoubleBE(value);
  return body;
}

/** What comes before the first frame: one track of 48 kHz, mono, signed 16 bit little-endian. */
export const matroskaHead = (): Buffer =>
  Buffer.concat([
    // EBML: version, read version, longest id, longest size, document type, its version, its read version
    element(
      '1a45dfa3',
      ...[element('4286', unsigned(1, 1)), element('42f7', unsigned(1, 1))],
      ...[element('42f2', unsigned(4, 1)), element('42f3', unsigned(8, 1))],
      ...[element('4282', Buffer.from('matroska')), element('4287', unsigned(4, 1)), element('4285', unsigned(2, 1))],
    ),
    // Segment
    Buffer.concat([Buffer.from('18538067', 'hex'), UNKNOWN_SIZE]),
    // Info: TimestampScale
    element('1549a966', element('2ad7b1', unsigned(MILLISECOND_NS, 4))),
    // Tracks: TrackEntry: number, UID, type, codec, Audio: rate, channels, bits
    element(
      '1654ae6b',
      element(
        'ae',
        ...[element('d7', unsigned(1, 1)), element('73c5', unsigned(1, 1)), element('83', unsigned(AUDIO, 1))],
        element('86', Buffer.from('A_PCM/INT/LIT')),
        element('e1', element('b5', float(48_000)), element('9f', unsigned(1, 1)), element('6264', unsigned(16, 1))),
      ),
    ),
  ]);

/** @param atMs where the frame begins, from the beginning of the stream */
export const matroskaFrame = (samples: Uint8Array, atMs: number): Buffer =>
  // Cluster: Timestamp, SimpleBlock (track 1, no offset, key frame)
  element('1f43b675', element('e7', unsigned(atMs, 6)), element('a3', Buffer.from([0x81, 0, 0, 0x80]), samples));
