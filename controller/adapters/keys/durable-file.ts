/** Files that are made once and then only read: secrets. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Content of the file, or `undefined` when there is none. @throws on any other error. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Writes the file, readable by its owner alone, so that after a power cut it is there as a whole or not at all. When
 * another process was first its file stands.
 * @returns the content that stands.
 */
export async function createOnce(path: string, content: string): Promise<string> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    // link() fails when the name is taken, unlike rename()
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  const entry = await open(folder, 'r');
  await entry.sync().finally(() => entry.close());
  return readFile(path, 'utf8');
}
