/** Whether a zip file holds what it says, and not too much: looked at before anything keeps what comes out. */
import { inflateRawSync } from 'node:zlib';

/** Signatures and fixed lengths: APPNOTE.TXT 4.3.7, 4.3.12, 4.3.15, 4.3.16. */
const END_OF_DIRECTORY = 0x06054b50;
const END_BYTES = 22;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_LOCATOR_BYTES = 20;
const DIRECTORY_ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MAX_COMMENT_BYTES = 65_535;
const DEFLATED = 8;

interface Entry {
  method: number;
  packedBytes: number;
  bytes: number;
  localAt: number;
}

/**
 * @param maxBytes of all entries together, inflated
 * @throws RangeError for what is no complete zip file, is larger, or has an entry that inflates beyond what it says
 */
export function checkZip(zip: Uint8Array, maxBytes: number): void {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const entries = directoryOf(view);
  const total = entries.reduce((sum, { bytes, packedBytes }) => sum + Math.max(bytes, packedBytes), 0);
  if (total > maxBytes) throw new RangeError('inflates to too much');
  for (const { method, packedBytes, bytes, localAt } of entries) {
    const from = localAt + LOCAL_BYTES + view.getUint16(localAt + 26, true) + view.getUint16(localAt + 28, true);
    if (method !== DEFLATED || bytes === 0) continue;
    inflateRawSync(zip.subarray(from, from + packedBytes), { maxOutputLength: bytes });
  }
}

function directoryOf(view: DataView): Entry[] {
  const earliest = Math.max(0, view.byteLength - END_BYTES - MAX_COMMENT_BYTES);
  let end = view.byteLength - END_BYTES;
  while (end >= earliest && view.getUint32(end, true) !== END_OF_DIRECTORY) end--;
  if (end < earliest) throw new RangeError('no zip file');
  // no table is as large; another directory that only some programs look for could say something else
  if (end >= ZIP64_LOCATOR_BYTES && view.getUint32(end - ZIP64_LOCATOR_BYTES, true) === ZIP64_LOCATOR) {
    throw new RangeError('zip64');
  }
  let at = view.getUint32(end + 16, true);
  return Array.from({ length: view.getUint16(end + 10, true) }, () => {
    if (view.getUint32(at, true) !== DIRECTORY_ENTRY) throw new RangeError('no complete zip file');
    const entry = {
      method: view.getUint16(at + 10, true),
      packedBytes: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true),
      localAt: view.getUint32(at + 42, true),
    };
    at += ENTRY_BYTES + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    return entry;
  });
}
