/**
 * A backup into an empty data folder. The controller that starts on it finds another database than the one it last saw
 * and opens a higher epoch, which the devices follow.
 */
import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuditFile } from '@loa-lang/controller/adapters/audit-file';
import { openEpochFile } from '@loa-lang/controller/adapters/epoch-file';
import { migrate } from '@loa-lang/controller/adapters/postgres/migrate';
import { prismaFolder } from '@loa-lang/controller/adapters/postgres/migration-files';
import { loadTables } from '@loa-lang/controller/adapters/postgres/table-files';
import { commandEntry } from '@loa-lang/controller/domain/audit/command-entry';
import { startDatabase } from '@loa-lang/controller/embedded/reach-database';
import { copyHashed, hashFile } from './files.ts';
import { FILES, type Manifest, readManifest, TABLES } from './manifest.ts';

export interface Target {
  /** empty, or not there yet */
  dataDir: string;
  /** an empty outside database; the embedded one is made when absent */
  databaseUrl: string | undefined;
  /** highest epoch that is known to have been used, if it is known better than from the backup */
  epochAtLeast?: number | undefined;
}

/** @throws with a sentence; the backup is never touched, and a folder that was half restored has no keys */
export async function restoreBackup(from: string, { dataDir, databaseUrl, epochAtLeast }: Target): Promise<Manifest> {
  const manifest = await readManifest(from);
  const there = new Set(manifest.files.map(({ path }) => path));
  for (const table of Object.keys(manifest.database.rows)) {
    const path = `${TABLES}/${table}.jsonl.gz`;
    if (!there.has(path)) throw new Error(`${path} of the backup is missing or damaged`);
  }
  for (const { path, bytes, sha256 } of manifest.files) {
    const found = await hashFile(join(from, path)).catch(() => undefined);
    if (found?.bytes !== bytes || found.sha256 !== sha256)
      throw new Error(`${path} of the backup is missing or damaged`);
  }
  await mkdir(dataDir, { recursive: true });
  if ((await readdir(dataDir)).length > 0) throw new Error(`${dataDir} is not empty`);
  const reached = databaseUrl === undefined ? await startDatabase(dataDir) : undefined;
  try {
    const url = databaseUrl ?? reached?.url ?? '';
    await migrateAsThen(url, manifest.database.migrations);
    await loadTables(url, join(from, TABLES), manifest.database);
  } finally {
    await reached?.release();
  }
  for (const { path } of manifest.files.filter((file) => file.path.startsWith(`${FILES}/`))) {
    await copyHashed(join(from, FILES), dataDir, path.slice(FILES.length + 1));
  }
  const file = openEpochFile(dataDir);
  const kept = await file.read();
  if (epochAtLeast !== undefined && epochAtLeast > (kept?.epoch ?? 0)) {
    await file.write({ epoch: epochAtLeast, mark: kept?.mark });
  }
  await noteRestore(dataDir, manifest);
  return manifest;
}

/** The next start brings it into the audit log: that what follows is another life. */
const noteRestore = (dataDir: string, { madeAt }: Manifest): Promise<void> =>
  openAuditFile(dataDir).end(commandEntry('restore', { backup: madeAt }, { id: randomUUID(), at: Date.now() }));

/** The schema as it was; what came later is applied to the rows at the first start. */
async function migrateAsThen(url: string, names: readonly string[]): Promise<void> {
  const known = join(prismaFolder, 'migrations');
  const folder = await mkdtemp(join(tmpdir(), 'loa-lang-restore-'));
  try {
    await cp(join(known, 'migration_lock.toml'), join(folder, 'migration_lock.toml'));
    const there = new Set(await readdir(known));
    const unknown = names.filter((name) => !there.has(name));
    if (unknown.length > 0) throw new Error(`the backup was made by a newer program: it knows ${unknown.join(', ')}`);
    for (const name of names) await cp(join(known, name), join(folder, name), { recursive: true });
    await migrate(url, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
