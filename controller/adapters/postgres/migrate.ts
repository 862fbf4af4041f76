/** Brings the database to the schema that this program knows. */
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { poolConfig } from './database.ts';
import { readMigrations } from './migration-files.ts';
import { withSchemaEngine } from './schema-engine.ts';

/** The database was changed by a newer program, or by another one: this one must not touch it. */
export class SchemaAheadError extends Error {
  override readonly name = 'SchemaAheadError';
  readonly code = 'database-newer';
  readonly migrations: string[];
  constructor(migrations: string[]) {
    super(
      `The database was made by a newer version of this program (it has ${migrations.join(', ')}). ` +
        'Start that version, or restore a copy of the database from before the upgrade.',
    );
    this.migrations = migrations;
  }
}

/** Any number that nothing else in this database uses as an advisory lock: "LOAmigr" in ASCII. */
const LOCK = '0x4C4F416D696772';

/** Another controller may be in the middle of a long migration; then ours waits. */
const LOCK_WAIT_MS = 300_000;

const underMigrationLock = async <T>(databaseUrl: string, work: () => Promise<T>): Promise<T> => {
  const config = poolConfig(databaseUrl, {
    connectTimeoutMs: 10_000,
    statementTimeoutMs: LOCK_WAIT_MS,
    poolSize: 1,
  });
  const client = new pg.Client(config);
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [BigInt(LOCK).toString()]);
    return await work();
  } finally {
    // the lock goes with the session
    await client.end();
  }
};

const refuseUnknown = async (engine: SchemaEngine, migrationsList: MigrationList): Promise<void> => {
  const filters = { externalTables: [], externalEnums: [] };
  const found = await engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters });
  if (found.history === null || found.history.diagnostic === 'databaseIsBehind') return;
  throw new SchemaAheadError(found.history.unpersistedMigrationNames);
};

/**
 * Applies what is missing, each migration in one transaction; nothing when all is there. Two controllers that start
 * together take turns.
 * @returns names of the migrations just applied
 * @throws SchemaAheadError when the database knows migrations that this program does not.
 */
export const migrate = (databaseUrl: string, migrationsFolder?: string): Promise<string[]> =>
  underMigrationLock(databaseUrl, async () => {
    const migrationsList = await readMigrations(migrationsFolder);
    return withSchemaEngine(databaseUrl, undefined, async (engine) => {
      await refuseUnknown(engine, migrationsList);
      const filters = { externalTables: [], externalEnums: [] };
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters });
      return appliedMigrationNames;
    });
  });
