/** The embedded PostgreSQL of a controller that runs: for commands beside it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EMBEDDED_DATABASE } from './postgres.ts';
import { urlOf } from './postgres-server.ts';

/** @returns `undefined` when none runs in this data folder. @throws when its password may not be read */
export async function urlOfRunning(dataDir: string): Promise<string | undefined> {
  const dataPath = join(dataDir, 'postgres', 'data');
  const pidFile = await readFile(join(dataPath, 'postmaster.pid'), 'utf8').catch(() => undefined);
  // https://www.postgresql.org/docs/current/storage-file-layout.html: the port is its fourth line
  const port = Number(pidFile?.split('\n')[3]);
  if (!Number.isInteger(port)) return undefined;
  const password = (await readFile(join(dataDir, 'postgres', 'password'), 'utf8')).trim();
  return urlOf({ dataPath, password }, port, EMBEDDED_DATABASE);
}
