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

/** `postmaster.pid`, fourth line: the port on which the server listens. */
async function runningUrl(dataDir: string): Promise<string> {
  const folder = join(dataDir, 'postgres');
  const dataPath = join(folder, 'data');
  const port = Number((await readFile(join(dataPath, 'postmaster.pid'), 'latin1')).split('\n')[3]);
  const password = (await readFile(join(folder, 'password'), 'utf8')).trim();
  return urlOf({ dataPath, password }, port, EMBEDDED_DATABASE);
}

/** @throws with a sentence when the folder holds no database */
export async function reachDatabase(dataDir: string, databaseUrl: string | undefined): Promise<ReachedDatabase> {
  if (databaseUrl !== undefined) return { url: databaseUrl, release: async () => undefined };
  if (!existsSync(join(dataDir, 'postgres'))) throw new Error(`${dataDir} holds no database`);
  try {
    return await startDatabase(dataDir);
  } catch (error) {
    if (!(error instanceof LockHeldError)) throw error;
    return { url: await runningUrl(dataDir), release: async () => undefined };
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
