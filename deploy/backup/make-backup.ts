/** A backup of a whole deployment, while it runs or not: database, audio, keys, highest epoch, end of the audit log. */
import { chmod, mkdir, readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { dumpTables } from '@loa-lang/controller/adapters/postgres/table-files';
import { reachDatabase } from '@loa-lang/controller/embedded/reach-database';
import { type CopiedFile, copyHashed, filesIn, flushed, hashFile } from './files.ts';
import { FILES, type Manifest, TABLES, writeManifest } from './manifest.ts';

/** The noted end of the audit log must not lie behind the end of the log that is dumped. */
const BEFORE_THE_DATABASE = 'audit-head.jws';

export interface Source {
  dataDir: string;
  databaseUrl: string | undefined;
}

/** @param out empty, or not there yet. @throws with a sentence when it cannot be made; then there is no `backup.json` */
export async function makeBackup({ dataDir, databaseUrl }: Source, out: string): Promise<Manifest> {
  if (await liesWithin(dataDir, out)) throw new Error(`${out} lies within ${dataDir}: it would be lost with it`);
  await mkdir(out, { recursive: true, mode: 0o700 });
  if ((await readdir(out)).length > 0) throw new Error(`${out} is not empty`);
  await chmod(out, 0o700);
  const [files, tables] = [join(out, FILES), join(out, TABLES)];
  const reached = await reachDatabase(dataDir, databaseUrl);
  try {
    const head = await copyHashed(dataDir, files, BEFORE_THE_DATABASE);
    // recordings that wait to be made are gone once they are; what came of them is there before that
    const early = await copyAll(dataDir, files, (path) => path.startsWith('uploads/'));
    const database = await dumpTables(reached.url, tables);
    // audio is there before any row names it, so what is copied after the rows is enough for them
    const isThere = new Set(early.map(({ path }) => path));
    const late = await copyAll(dataDir, files, (path) => path !== BEFORE_THE_DATABASE && !isThere.has(path));
    const dumped: CopiedFile[] = [];
    for (const name of (await readdir(tables)).sort()) {
      await flushed(join(tables, name));
      dumped.push({ path: `${TABLES}/${name}`, ...(await hashFile(join(tables, name))) });
    }
    const own = [...(head ? [head] : []), ...early, ...late]
      .map((each): CopiedFile => ({ ...each, path: `${FILES}/${each.path}` }))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    const made: Manifest = { format: 1, madeAt: new Date().toISOString(), database, files: [...own, ...dumped] };
    await writeManifest(out, made);
    return made;
  } finally {
    await reached.release();
  }
}

async function copyAll(from: string, to: string, isWanted: (path: string) => boolean): Promise<CopiedFile[]> {
  const copied: CopiedFile[] = [];
  for (const path of (await filesIn(from)).filter(isWanted)) {
    const each = await copyHashed(from, to, path);
    if (each !== undefined) copied.push(each);
  }
  return copied;
}

/** Whatever links lead there. */
async function liesWithin(folder: string, path: string): Promise<boolean> {
  const [outer, inner] = [await realFolder(folder), await realFolder(path)];
  return inner === outer || inner.startsWith(`${outer}${sep}`);
}

/** Also of what is not there yet. */
async function realFolder(path: string): Promise<string> {
  const full = resolve(path);
  try {
    return await realpath(full);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(full) === full) throw error;
    return join(await realFolder(dirname(full)), basename(full));
  }
}
