/** A lock file that names its holder and survives nothing: a dead holder's lock is taken over. */
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { judgeHolder, type LockHolder, parseHolder, thisProcess } from './lock-holder.ts';

/** A live process holds the lock. */
export class LockHeldError extends Error {
  override readonly name = 'LockHeldError';
  readonly code = 'data-folder-in-use';
  readonly holder: LockHolder;
  constructor(path: string, holder: LockHolder) {
    super(`${path} is held by the live process ${holder.pid}`);
    this.holder = holder;
  }
}

export interface FileLock {
  readonly path: string;
  release(): Promise<void>;
}

/** A holder touches its lock this often, so that one in another container can be told alive. */
const TOUCH_EVERY_MS = 5_000;
/** Three missed touches: the holder elsewhere is dead. */
const ELSEWHERE_DEAD_AFTER_MS = 15_000;

const isCode = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code;

const readIfThere = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
};

/** Puts the whole content there at once, or says that the name is taken. */
const claim = async (path: string, own: string, content: string): Promise<boolean> => {
  await writeFile(own, content, { mode: 0o600 });
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
};

/**
 * Takes a dead holder's lock away. Another process may do the same at the same time and already hold a new lock under
 * this name, so what was moved is looked at and put back when it is not the dead one.
 */
const removeDead = async (path: string, own: string, dead: string): Promise<void> => {
  const moved = `${own}.dead`;
  try {
    await rename(path, moved);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  if ((await readFile(moved, 'utf8')) !== dead) await link(moved, path).catch(() => undefined);
  await rm(moved, { force: true });
};

const isDead = async (path: string, content: string, self: LockHolder): Promise<boolean> => {
  const holder = parseHolder(content);
  // a lock appears with its whole content at once, so a broken one comes from a disk that lost power
  if (holder === undefined) return true;
  const state = judgeHolder(holder, self);
  if (state === 'dead') return true;
  if (state === 'live') throw new LockHeldError(path, holder);
  const touchedAt = await stat(path).then(
    (found) => found.mtimeMs,
    () => undefined,
  );
  if (touchedAt === undefined) return false;
  await sleep(ELSEWHERE_DEAD_AFTER_MS);
  const later = await stat(path).catch(() => undefined);
  if (later !== undefined && later.mtimeMs !== touchedAt) throw new LockHeldError(path, holder);
  return true;
};

/**
 * Takes the lock; works after `kill -9` and after a power cut.
 * @throws LockHeldError when a live process has it, this one included.
 */
export const takeFileLock = async (path: string): Promise<FileLock> => {
  const self = thisProcess();
  const content = JSON.stringify(self);
  const own = `${path}.${self.pid}.${Math.random().toString(36).slice(2)}`;
  while (!(await claim(path, own, content))) {
    const found = await readIfThere(path);
    if (found !== undefined && (await isDead(path, found, self))) await removeDead(path, own, found);
  }
  // somebody who judged the dead lock a moment ago may have moved ours away and be putting it back
  await sleep(50);
  const kept = await readIfThere(path);
  if (kept !== content) return takeFileLock(path);
  const touching = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, TOUCH_EVERY_MS);
  touching.unref();
  return {
    path,
    release: async () => {
      clearInterval(touching);
      if ((await readIfThere(path)) === content) await rm(path, { force: true });
    },
  };
};
