/**
 * Keeps a second agent off a data folder. Two would overwrite each other's journal and play everything twice.
 *
 * The lock is a listening socket in Linux's abstract namespace (unix(7)), named after the folder's inode: the kernel
 * gives a name to one socket only, whatever path or link leads to the folder, and frees it when the process dies, so
 * that nothing has to be cleaned up after a crash. It does not reach over network namespaces (two containers that
 * share a volume), and other systems have no such names: there nothing guards.
 */
import { mkdir, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';

export interface FolderLock {
  release(): Promise<void>;
}

/** Makes the folder if need be. Rejects with a sentence when another agent, of this process or another, holds it. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  await mkdir(folder, { recursive: true });
  if (process.platform !== 'linux') return { release: async () => undefined };
  const { dev, ino } = await stat(folder, { bigint: true });
  const server = createServer((socket) => socket.destroy());
  await listen(server, `\0loa-lang-agent-${dev}-${ino}`).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') throw new Error(`another agent is at work in ${folder}`);
    throw new Error(`${folder} cannot be locked`, { cause: error });
  });
  server.unref();
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}

const listen = (server: Server, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
