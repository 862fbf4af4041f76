/** A real PostgreSQL for one test file, and a database of its own for each test. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@loa-lang/controller/adapters/postgres/migrate';
import { openDataFolder } from '@loa-lang/controller/embedded/data-folder';
import { EmbeddedPostgres } from '@loa-lang/controller/embedded/postgres';
import pg from 'pg';

export interface TestDatabases {
  /** URL of a new, migrated and empty database. */
  fresh(): Promise<string>;
  /** Runs one statement outside Prisma and answers its rows. */
  query(databaseUrl: string, sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** data folder of this PostgreSQL, for tests that kill it */
  readonly dataDir: string;
  stop(): Promise<void>;
}

const TEMPLATE = 'migrated_template';

const on = (databaseUrl: string, database: string): string => {
  const url = new URL(databaseUrl);
  url.pathname = `/${database}`;
  return url.href;
};

const query = async (databaseUrl: string, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> => {
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

/** Call it in `beforeAll` and `stop()` in `afterAll`. A fresh database takes some 50 ms, copied from a template. */
export const startTestDatabases = async (): Promise<TestDatabases> => {
  const dataDir = await temporaryFolder();
  const folder = await openDataFolder(dataDir);
  const postgres = new EmbeddedPostgres(folder);
  const url = await postgres.start();
  await query(url, `CREATE DATABASE ${TEMPLATE}`);
  await migrate(on(url, TEMPLATE));
  let made = 0;
  return {
    dataDir,
    query,
    fresh: async () => {
      made += 1;
      const name = `test_${made}`;
      await query(url, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
      return on(url, name);
    },
    stop: async () => {
      await postgres.stop();
      await folder.release();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
