/** The one folder in which everything of a deployment lies, owned by one live controller at a time. */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { takeFileLock } from './lock-file.ts';

export interface DataFolder {
  /** absolute */
  readonly path: string;
  /** Gives the folder up; everything that writes in it must have stopped. */
  release(): Promise<void>;
}

/**
 * Makes the folder when it is not there and takes it over from a controller that was killed.
 * @throws LockHeldError when a live process owns it.
 */
export const openDataFolder = async (dataDir: string): Promise<DataFolder> => {
  const path = resolve(dataDir);
  await mkdir(path, { recursive: true });
  const lock = await takeFileLock(join(path, 'controller.lock'));
  return { path, release: () => lock.release() };
};
