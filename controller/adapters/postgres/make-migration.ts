/**
 * Development tool: writes the next migration from the difference between the migrations and `schema.prisma`.
 * `node controller/dist/adapters/postgres/make-migration.js NAME DATABASE_URL`; the database is only used for a
 * temporary shadow database. What Prisma cannot say (partial indexes, checks) is then added to the file by hand.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prismaFolder, readMigrations } from './migration-files.ts';
import { BY_HAND, withSchemaEngine } from './schema-engine.ts';

const [name, databaseUrl] = process.argv.slice(2);
if (name === undefined || databaseUrl === undefined) {
  throw new Error('usage: make-migration.js NAME DATABASE_URL');
}
const schemaPath = join(prismaFolder, 'schema.prisma');
const content = await readFile(schemaPath, 'utf8');
const migrations = await readMigrations();
const difference = await withSchemaEngine(databaseUrl, [schemaPath, content], (engine) =>
  engine.diff({
    from: migrations.migrationDirectories.length === 0 ? { tag: 'empty' } : { tag: 'migrations', ...migrations },
    to: { tag: 'schemaDatamodel', files: [{ path: schemaPath, content }] },
    script: true,
    exitCode: null,
    filters: BY_HAND,
  }),
);
const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
const folder = join(prismaFolder, 'migrations', `${stamp}_${name}`);
await mkdir(folder);
await writeFile(join(folder, 'migration.sql'), difference.stdout ?? '');
process.stdout.write(`${folder}\n`);
