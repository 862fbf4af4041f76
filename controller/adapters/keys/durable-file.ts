/** Files of secrets: readable by their owner alone, there as a whole or not at all. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CeremonyError } from './ceremony-error.ts';

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
  const draft = await writeDraft(path, content);
  try {
    // link() fails when the name is taken, unlike rename()
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  await syncFolder(dirname(path));
  return readFile(path, 'utf8');
}

/** Writes a file that must not be there yet. @throws when it is */
export async function createNew(path: string, content: string): Promise<void> {
  const draft = await writeDraft(path, content);
  try {
    await link(draft, path);
  } catch (cause) {
    const taken = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    throw taken ? new CeremonyError(`đã có ${path}`, `${path} exists already`, { cause }) : cause;
  } finally {
    await unlink(draft);
  }
  await syncFolder(dirname(path));
}

/** Puts new content in the place of the old, which stands until the new one is on the disk. */
export async function replaceFile(path: string, content: string): Promise<void> {
  await rename(await writeDraft(path, content), path);
  await syncFolder(dirname(path));
}

async function writeDraft(path: string, content: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  return draft;
}

async function syncFolder(folder: string): Promise<void> {
  const entry = await open(folder, 'r');
  await entry.sync().finally(() => entry.close());
}
