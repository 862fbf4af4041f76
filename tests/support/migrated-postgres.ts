/** A PostgreSQL of its own, with a migrated database that others are copied from. */
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@loa-lang/controller/adapters/postgres/migrate';
import { openDataFolder } from '@loa-lang/controller/embedded/data-folder';
import { EmbeddedPostgres, type EmbeddedPostgresOptions } from '@loa-lang/controller/embedded/postgres';
import pg from 'pg';

export const TEMPLATE = 'migrated_template';

export interface MigratedPostgres {
  /** of a database that nobody uses */
  url: string;
  dataDir: string;
  stop(): Promise<void>;
}

export const onServer = (databaseUrl: string, database: string): string => {
  const url = new URL(databaseUrl);
  url.pathname = `/${database}`;
  return url.href;
};

export const runSql = async (
  databaseUrl: string,
  sql: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
};

/** Makes a temporary folder that PostgreSQL's account may enter; the caller removes it. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'loa-lang-test-'));
  await chmod(folder, 0o755);
  return folder;
};

export async function openMigrated(options: EmbeddedPostgresOptions = {}): Promise<MigratedPostgres> {
  const dataDir = await temporaryFolder();
  const folder = await openDataFolder(dataDir);
  const postgres = new EmbeddedPostgres(folder, options);
  const url = await postgres.start();
  await runSql(url, `CREATE DATABASE ${TEMPLATE}`);
  await migrate(onServer(url, TEMPLATE));
  const stop = async () => {
    await postgres.stop();
    await folder.release();
  };
  return { url, dataDir, stop };
}
