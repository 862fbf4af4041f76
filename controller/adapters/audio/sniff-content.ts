/** A look at the first bytes, so that a picture or a web page is called what it is before a decoder guesses. */
import { open } from 'node:fs/promises';

const LOOK_BYTES = 4_096;

const SIGNATURES: readonly { name: string; at: number; bytes: string }[] = [
  { name: 'a PNG picture', at: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { name: 'a JPEG picture', at: 0, bytes: '\xff\xd8\xff' },
  { name: 'a GIF picture', at: 0, bytes: 'GIF8' },
  { name: 'a WebP picture', at: 8, bytes: 'WEBP' },
  { name: 'a PDF document', at: 0, bytes: '%PDF-' },
  { name: 'a ZIP archive or office document', at: 0, bytes: 'PK\x03\x04' },
  { name: 'an old office document', at: 0, bytes: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' },
  { name: 'a RAR archive', at: 0, bytes: 'Rar!' },
  { name: 'a gzip archive', at: 0, bytes: '\x1f\x8b' },
];

/** Text is what has no control characters but white space, and is UTF-8. */
function isText(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return false;
  try {
    // The look may end inside a character: streaming leaves the tail undecided.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Header and length of an ID3v2 tag (id3.org, ID3v2.4.0 section 3.1): seven bits a byte. */
const ID3_HEADER_BYTES = 10;

/** Whether an ID3v2 tag, a cover picture for example, is all there is in the file. */
export async function isTagOnly(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(new Uint8Array(ID3_HEADER_BYTES), 0, ID3_HEADER_BYTES, 0);
    if (Buffer.from(buffer.subarray(0, 3)).toString('latin1') !== 'ID3') return false;
    const tagBytes = buffer.subarray(6).reduce((sum, byte) => sum * 128 + (byte & 127), 0);
    return ID3_HEADER_BYTES + tagBytes >= (await file.stat()).size;
  } finally {
    await file.close();
  }
}

/** Says what the file is when that is certainly not sound; undefined means: let the decoder try. */
export async function sniffContent(path: string): Promise<string | undefined> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(LOOK_BYTES), 0, LOOK_BYTES, 0);
    const look = buffer.subarray(0, bytesRead);
    const latin = Buffer.from(look).toString('latin1');
    const known = SIGNATURES.find(({ at, bytes }) => latin.startsWith(bytes, at));
    if (known !== undefined) return known.name;
    // AMR begins with a line of text, but what follows is not.
    if (!isText(look)) return undefined;
    return /<(!doctype html|html|head|body)/i.test(latin) ? 'a web page' : 'text';
  } finally {
    await file.close();
  }
}
