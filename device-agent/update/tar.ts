/** Reads a tar (POSIX.1-1988, "ustar") as releases are packed: files and folders and nothing else. */

export class TarFault extends Error {}

export interface TarEntry {
  /** relative, with slashes; checked to lie inside */
  path: string;
  kind: 'file' | 'folder';
  sizeBytes: number;
  /** to be read to its end before the next entry is asked for */
  content: AsyncIterable<Uint8Array>;
}

const BLOCK = 512;
const MAX_PATH = 255;
const KINDS: Readonly<Record<string, TarEntry['kind']>> = { '0': 'file', '\0': 'file', '5': 'folder' };

/** @throws {TarFault} for links, devices, paths that lead outside, wrong checksums and ends in the middle */
export async function* tarEntries(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const source = new Pieces(bytes);
  for (;;) {
    const header = await source.take(BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const { path, kind, sizeBytes } = readHeader(header);
    let left = sizeBytes;
    const content = async function* (): AsyncGenerator<Uint8Array> {
      while (left > 0) {
        const piece = await source.some(left);
        left -= piece.length;
        yield piece;
      }
    };
    yield { path, kind, sizeBytes, content: content() };
    if (left > 0) throw new TarFault('an entry was not read');
    const rest = (BLOCK - (sizeBytes % BLOCK)) % BLOCK;
    if (rest > 0) await source.take(rest);
  }
}

function readHeader(header: Buffer): Pick<TarEntry, 'path' | 'kind' | 'sizeBytes'> {
  const text = (from: number, length: number): string =>
    header
      .subarray(from, from + length)
      .toString('utf8')
      .split('\0', 1)[0] ?? '';
  const octal = (from: number, length: number): number => {
    const digits = text(from, length).trim();
    if (!/^[0-7]{1,12}$/.test(digits)) throw new TarFault('not a number');
    return Number.parseInt(digits, 8);
  };
  let sum = 8 * 0x20;
  for (const [at, byte] of header.entries()) if (at < 148 || at >= 156) sum += byte;
  if (octal(148, 8) !== sum) throw new TarFault('wrong checksum');
  const prefix = text(345, 155);
  const path = (prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`).replace(/\/$/, '');
  const kind = KINDS[String.fromCharCode(header[156] ?? 0)];
  if (kind === undefined) throw new TarFault(`${path} is neither file nor folder`);
  if (!isInside(path)) throw new TarFault(`${path} leads outside`);
  return { path, kind, sizeBytes: kind === 'file' ? octal(124, 12) : 0 };
}

const isInside = (path: string): boolean =>
  path.length <= MAX_PATH &&
  !/[\\\p{Cc}]/u.test(path) &&
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

/** A stream, taken in pieces of any size. */
class Pieces {
  readonly #source: AsyncIterator<Uint8Array>;
  #left: Buffer = Buffer.alloc(0);

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#source = bytes[Symbol.asyncIterator]();
  }

  /** At least one byte, at most so many. */
  async some(most: number): Promise<Buffer> {
    if (this.#left.length === 0) {
      const next = await this.#source.next();
      if (next.done === true) throw new TarFault('it ends too early');
      this.#left = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.length);
      return this.some(most);
    }
    const piece = this.#left.subarray(0, most);
    this.#left = this.#left.subarray(piece.length);
    return piece;
  }

  async take(length: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for (let left = length; left > 0; ) {
      const piece = await this.some(left);
      pieces.push(piece);
      left -= piece.length;
    }
    return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
  }
}
