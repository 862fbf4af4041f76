/** Packs files into a tar (POSIX.1-1988, "ustar"): the same files make the same bytes, whenever and wherever. */

export interface PackedFile {
  /** relative, with slashes */
  path: string;
  content: Uint8Array;
}

const BLOCK = 512;
const NAME_BYTES = 100;
const PREFIX_BYTES = 155;

/** In the order of their paths; nobody's, of no time. */
export function packTar(files: readonly PackedFile[]): Buffer {
  const ordered = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const blocks = ordered.flatMap(({ path, content }) => [
    headerOf(path, content.length),
    content,
    Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK),
  ]);
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

/** @throws {RangeError} when the path does not fit */
function headerOf(path: string, sizeBytes: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  const [prefix, name] = dividedPath(path);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${sizeBytes.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  header.write(prefix, 345);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

function dividedPath(path: string): [prefix: string, name: string] {
  if (Buffer.byteLength(path) <= NAME_BYTES) return ['', path];
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (Buffer.byteLength(name) <= NAME_BYTES && Buffer.byteLength(prefix) <= PREFIX_BYTES) return [prefix, name];
  }
  throw new RangeError(`${path} is too long for a tar`);
}
