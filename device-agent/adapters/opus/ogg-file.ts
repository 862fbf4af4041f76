/** Pages of an Ogg file by their offset, read with positioned reads: nothing of the file stays in memory. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { SoundFault } from '../../playout/segment.ts';
import { oggPageCrc } from './ogg-crc.ts';
import { MAX_HEADER_BYTES, type OggPageHeader, parseOggPageHeader } from './ogg-page.ts';

export interface OggPage {
  header: OggPageHeader;
  body: Uint8Array;
}

export class OggFile {
  readonly sizeBytes: number;
  readonly #descriptor: number;
  #open = true;

  private constructor(descriptor: number, sizeBytes: number) {
    this.#descriptor = descriptor;
    this.sizeBytes = sizeBytes;
  }

  /** @throws SoundFault('missing') */
  static open(path: string): OggFile {
    try {
      const descriptor = openSync(path, 'r');
      return new OggFile(descriptor, fstatSync(descriptor).size);
    } catch (cause) {
      throw new SoundFault('missing', `cannot open ${path}`, { cause });
    }
  }

  /** @throws SoundFault when no whole page begins at the offset */
  headerAt(offset: number): OggPageHeader {
    const header = parseOggPageHeader(this.#read(offset, Math.min(MAX_HEADER_BYTES, this.sizeBytes - offset)));
    if (offset + header.headerBytes + header.bodyBytes > this.sizeBytes)
      throw new SoundFault('corrupt', 'the file ends inside a page');
    return header;
  }

  /** @throws SoundFault also when the checksum does not match */
  pageAt(offset: number): OggPage {
    const header = this.headerAt(offset);
    const bytes = this.#read(offset, header.headerBytes + header.bodyBytes);
    if (oggPageCrc(bytes) !== header.crc) throw new SoundFault('corrupt', `checksum of the page at byte ${offset}`);
    return { header, body: bytes.subarray(header.headerBytes) };
  }

  close(): void {
    if (this.#open) closeSync(this.#descriptor);
    this.#open = false;
  }

  #read(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, length));
    try {
      const got = readSync(this.#descriptor, bytes, 0, bytes.length, offset);
      return bytes.subarray(0, got);
    } catch (cause) {
      throw new SoundFault('corrupt', 'the file cannot be read', { cause });
    }
  }
}
