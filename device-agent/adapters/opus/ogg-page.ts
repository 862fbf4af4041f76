/** Ogg page headers, RFC 3533 §6. */
import { SoundFault } from '../../playout/segment.ts';

export const MAX_HEADER_BYTES = 27 + 255;
export const MAX_PAGE_BYTES = MAX_HEADER_BYTES + 255 * 255;

export interface OggPageHeader {
  continued: boolean;
  firstOfStream: boolean;
  lastOfStream: boolean;
  /** end position of the last packet that ends here; `undefined` when none does */
  granule: number | undefined;
  serial: number;
  sequence: number;
  crc: number;
  lacing: Uint8Array;
  headerBytes: number;
  bodyBytes: number;
}

/** @throws SoundFault when the bytes are no complete page header */
export const parseOggPageHeader = (bytes: Uint8Array): OggPageHeader => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 27 || view.getUint32(0) !== 0x4f676753)
    throw new SoundFault('corrupt', 'no Ogg page where one should begin');
  if (bytes[4] !== 0) throw new SoundFault('unsupported', `Ogg version ${bytes[4]}`);
  const flags = bytes[5] as number;
  const segments = bytes[26] as number;
  const headerBytes = 27 + segments;
  if (bytes.length < headerBytes) throw new SoundFault('corrupt', 'Ogg page header cut short');
  const lacing = bytes.slice(27, headerBytes);
  const granule = view.getBigInt64(6, true);
  return {
    continued: (flags & 1) !== 0,
    firstOfStream: (flags & 2) !== 0,
    lastOfStream: (flags & 4) !== 0,
    granule: granule < 0n ? undefined : Number(granule),
    serial: view.getUint32(14, true),
    sequence: view.getUint32(18, true),
    crc: view.getUint32(22, true),
    lacing,
    headerBytes,
    bodyBytes: lacing.reduce((sum, length) => sum + length, 0),
  };
};
