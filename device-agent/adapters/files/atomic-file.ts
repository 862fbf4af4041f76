/** A file that is replaced as a whole: after a power cut it is the old one or the new one. */
import { dirname } from 'node:path';
import type { Disk, DiskFile } from './disk.ts';
import { encodeFrame, scanFrames } from './frames.ts';

export const TEMPORARY_SUFFIX = '.tmp';

/**
 * Writes beside, syncs, renames over, syncs the folder. Leaves no temporary file behind on failure.
 * @returns the open file, for logs that go on appending to it.
 * @throws DiskError; `renamed` says on the error's path whether the new content is already in place
 */
export async function replaceFile(
  disk: Disk,
  path: string,
  content: Uint8Array,
  renamed: (file: DiskFile) => void,
): Promise<void> {
  const temporary = path + TEMPORARY_SUFFIX;
  const file = await disk.open(temporary, 'create');
  try {
    await file.write(content, 0);
    await file.sync();
    await disk.rename(temporary, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await disk.remove(temporary).catch(() => undefined);
    throw error;
  }
  renamed(file);
  await disk.syncFolder(dirname(path));
}

/** Replaces a file by the given frames and closes it. */
export async function writeFramedFile(disk: Disk, path: string, payloads: readonly Uint8Array[]): Promise<void> {
  let written: DiskFile | undefined;
  try {
    await replaceFile(disk, path, Buffer.concat(payloads.map(encodeFrame)), (file) => {
      written = file;
    });
  } finally {
    await written?.close();
  }
}

/** The frames of a file; `undefined` when there is none, `damaged` when they cannot all be read. */
export async function readFramedFile(disk: Disk, path: string): Promise<Uint8Array[] | 'damaged' | undefined> {
  const bytes = await disk.read(path);
  if (bytes === undefined) return undefined;
  const { payloads, end } = scanFrames(bytes);
  return end === 'clean' && payloads.length > 0 ? payloads : 'damaged';
}
