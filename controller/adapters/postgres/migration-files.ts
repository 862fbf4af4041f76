/** The migrations that this program brings along, in Prisma's own format. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MigrationList } from '@prisma/schema-engine-wasm';

/** `controller/prisma`, seen from the built file in `controller/dist/adapters/postgres`. */
export const prismaFolder = fileURLToPath(new URL('../../../prisma', import.meta.url));

/** Names of all migrations, oldest first. */
export const migrationNames = async (folder = join(prismaFolder, 'migrations')): Promise<string[]> =>
  (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

/** Reads all migrations, oldest first. @throws when one has no `migration.sql`. */
export const readMigrations = async (folder = join(prismaFolder, 'migrations')): Promise<MigrationList> => {
  const names = await migrationNames(folder);
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(join(folder, name, 'migration.sql'), 'utf8') },
      },
    })),
  );
  const lockfile = {
    path: 'migration_lock.toml',
    content: await readFile(join(folder, 'migration_lock.toml'), 'utf8'),
  };
  return { baseDir: folder, lockfile, shadowDbInitScript: '', migrationDirectories };
};
