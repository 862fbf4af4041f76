/** Files of a data folder, copied and checked by their hashes. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, copyFile, mkdir, open, readdir, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** What belongs to a running controller alone, or is dumped on its own. */
const LEFT_OUT = /^(postgres|work|uploads-in-pieces)(\/|$)|^controller\.lock|\.(new|tmp|part)$/;

export interface CopiedFile {
  /** from the data folder, with slashes */
  path: string;
  bytes: number;
  sha256: string;
}

const isLeftOut = (path: string): boolean => LEFT_OUT.test(path);

/** Paths from the folder, in order; links are followed, since audio may lie on a larger disk. What vanishes meanwhile was not needed any more. */
export async function filesIn(folder: string, path = folder): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const full = join(path, entry.name);
    const name = relative(folder, full).split(sep).join('/');
    if (isLeftOut(name)) continue;
    const kind = entry.isSymbolicLink() ? await stat(full).catch(() => undefined) : entry;
    if (kind?.isDirectory()) found.push(...(await filesIn(folder, full)));
    else if (kind?.isFile()) found.push(name);
  }
  return found.sort();
}

export async function hashFile(path: string): Promise<Pick<CopiedFile, 'bytes' | 'sha256'>> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(createReadStream(path), async (chunks) => {
    for await (const chunk of chunks) {
      bytes += (chunk as Buffer).length;
      hash.update(chunk as Buffer);
    }
  });
  return { bytes, sha256: hash.digest('hex') };
}

/** On the disk, whatever happens to the machine now. */
export async function flushed(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.datasync().finally(() => file.close());
}

/** On the disk when it resolves, and readable by the owner alone: secrets are among them. @returns `undefined` when the file is gone */
export async function copyHashed(from: string, to: string, path: string): Promise<CopiedFile | undefined> {
  const target = join(to, path);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  try {
    await copyFile(join(from, path), target);
    await chmod(target, 0o600);
    await flushed(target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return { path, ...(await hashFile(target)) };
}
