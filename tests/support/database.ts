/** A real PostgreSQL for a test file, and a database of its own for each test. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { onServer, openMigrated, runSql, TEMPLATE } from './migrated-postgres.ts';
import { RUN_POSTGRES } from './run-postgres.ts';

export { temporaryFolder } from './migrated-postgres.ts';

export interface TestDatabases {
  /** URL of a new, migrated and empty database. */
  fresh(): Promise<string>;
  /** Runs one statement outside Prisma and answers its rows. */
  query(databaseUrl: string, sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

export interface OwnDatabases extends TestDatabases {
  /** data folder of this PostgreSQL, for tests that kill it */
  readonly dataDir: string;
}

/** Copies of the template that are made from now on, and removed together. */
function copiesOn(url: string): Pick<TestDatabases, 'fresh' | 'query'> & { remove(): Promise<void> } {
  const made: string[] = [];
  return {
    query: runSql,
    async fresh() {
      const name = `test_${randomUUID().replaceAll('-', '')}`;
      // by way of the log it would cost four times as much
      await runSql(url, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY FILE_COPY`);
      made.push(name);
      return onServer(url, name);
    },
    async remove() {
      for (const name of made.splice(0)) await runSql(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/**
 * Call it in `beforeAll` and `stop()` in `afterAll`. The server is that of the whole run, and forgets what it held when the
 * power goes; outside of a run it is one of its own. A fresh database takes some 50 ms, copied from a template.
 */
export async function startTestDatabases(): Promise<TestDatabases> {
  const askAt = process.env[RUN_POSTGRES];
  if (askAt === undefined) return startOwnDatabases({ throwaway: true });
  const answer = await fetch(askAt);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the run's PostgreSQL: ${text}`);
  const { remove, ...copies } = copiesOn(text);
  return { ...copies, stop: remove };
}

/** A server for this file alone: to be killed, to be told what it is to be for everybody, or to be as durable as a real one. */
export async function startOwnDatabases(options: { throwaway?: boolean } = {}): Promise<OwnDatabases> {
  const { url, dataDir, stop } = await openMigrated(options);
  const { fresh, query } = copiesOn(url);
  return {
    ...{ dataDir, fresh, query },
    async stop() {
      await stop();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
