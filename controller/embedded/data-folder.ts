/** The one folder in which everything of a deployment lies, owned by one live controller at a time. */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '@loa-lang/schemas/units';
import { type FileLock, LockHeldError, takeFileLock } from './lock-file.ts';

export interface DataFolder {
  /** absolute */
  readonly path: string;
  /** Gives the folder up; everything that writes in it must have stopped. */
  release(): Promise<void>;
}

const LOOK_EVERY_MS = 100;

/**
 * Makes the folder when it is not there and takes it over from a controller that was killed.
 * @param patienceMs how long an owner that is about to stop is waited for
 * @throws LockHeldError when a live process owns it.
 */
export const openDataFolder = async (dataDir: string, patienceMs: Millis = 0): Promise<DataFolder> => {
  const path = resolve(dataDir);
  await mkdir(path, { recursive: true });
  const lock = await takePatiently(join(path, 'controller.lock'), performance.now() + patienceMs);
  return { path, release: () => lock.release() };
};

async function takePatiently(path: string, until: number): Promise<FileLock> {
  for (;;) {
    try {
      return await takeFileLock(path);
    } catch (error) {
      if (!(error instanceof LockHeldError) || performance.now() > until) throw error;
      await sleep(LOOK_EVERY_MS);
    }
  }
}
