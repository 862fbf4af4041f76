/** A backup of a whole deployment, while it runs or not: database, audio, keys, highest epoch, end of the audit log. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { dumpTables } from '@loa-lang/controller/adapters/postgres/table-files';
import { reachDatabase } from '@loa-lang/controller/embedded/reach-database';
import { type CopiedFile, copyHashed, filesIn, hashFile } from './files.ts';
import { FILES, type Manifest, TABLES, writeManifest } from './manifest.ts';

/** The noted end of the audit log must not lie behind the end of the log that is dumped. */
const BEFORE_THE_DATABASE = 'audit-head.jws';

export interface Source {
  dataDir: string;
  databaseUrl: string | undefined;
}

/** @param out empty, or not there yet. @throws with a sentence when it cannot be made; then there is no `backup.json` */
export async function makeBackup({ dataDir, databaseUrl }: Source, out: string): Promise<Manifest> {
  await mkdir(out, { recursive: true, mode: 0o700 });
  if ((await readdir(out)).length > 0) throw new Error(`${out} is not empty`);
  const [files, tables] = [join(out, FILES), join(out, TABLES)];
  const reached = await reachDatabase(dataDir, databaseUrl);
  try {
    const head = await copyHashed(dataDir, files, BEFORE_THE_DATABASE);
    const database = await dumpTables(reached.url, tables);
    // audio is there before any row names it, so what is copied after the rows is enough for them
    const copied: (CopiedFile | undefined)[] = [head];
    for (const path of await filesIn(dataDir)) {
      if (path !== BEFORE_THE_DATABASE) copied.push(await copyHashed(dataDir, files, path));
    }
    const dumped: CopiedFile[] = [];
    for (const name of (await readdir(tables)).sort()) {
      dumped.push({ path: `${TABLES}/${name}`, ...(await hashFile(join(tables, name))) });
    }
    const own = copied
      .filter((each) => each !== undefined)
      .map((each): CopiedFile => ({ ...each, path: `${FILES}/${each.path}` }));
    const made: Manifest = { format: 1, madeAt: new Date().toISOString(), database, files: [...own, ...dumped] };
    await writeManifest(out, made);
    return made;
  } finally {
    await reached.release();
  }
}
