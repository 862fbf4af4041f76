/** The database of a data folder, whether a controller runs on it or not: for commands beside the controller. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDataFolder } from './data-folder.ts';
import { LockHeldError } from './lock-file.ts';
import { EMBEDDED_DATABASE, EmbeddedPostgres } from './postgres.ts';
import { urlOf } from './postgres-server.ts';

export interface ReachedDatabase {
  url: string;
  release(): Promise<void>;
}

/** @returns `undefined` when none runs in this data folder. @throws when its password may not be read */
export async function runningUrl(dataDir: string): Promise<string | undefined> {
  const dataPath = join(dataDir, 'postgres', 'data');
  const pidFile = await readFile(join(dataPath, 'postmaster.pid'), 'utf8').catch(() => undefined);
  // https://www.postgresql.org/docs/current/storage-file-layout.html: the port is its fourth line
  const port = Number(pidFile?.split('\n')[3]);
  if (!Number.isInteger(port)) return undefined;
  const password = (await readFile(join(dataDir, 'postgres', 'password'), 'utf8')).trim();
  return urlOf({ dataPath, password }, port, EMBEDDED_DATABASE);
}

/** @throws with a sentence when the folder holds none, unless it is to be made */
export async function reachDatabase(
  dataDir: string,
  databaseUrl: string | undefined,
  whereNone: 'refuse' | 'make' = 'refuse',
): Promise<ReachedDatabase> {
  if (databaseUrl !== undefined) return { url: databaseUrl, release: async () => undefined };
  if (whereNone === 'refuse' && !existsSync(join(dataDir, 'postgres'))) throw new Error(`${dataDir} holds no database`);
  try {
    return await startDatabase(dataDir);
  } catch (error) {
    if (!(error instanceof LockHeldError)) throw error;
    const url = await runningUrl(dataDir);
    if (url === undefined) throw error;
    return { url, release: async () => undefined };
  }
}

/** Starts the folder's own PostgreSQL, made when there is none. @throws LockHeldError when a controller runs on it */
export async function startDatabase(dataDir: string): Promise<ReachedDatabase> {
  const folder = await openDataFolder(dataDir);
  const postgres = new EmbeddedPostgres(folder);
  const release = async () => {
    await postgres.stop();
    await folder.release();
  };
  try {
    return { url: await postgres.start(), release };
  } catch (error) {
    await release();
    throw error;
  }
}
