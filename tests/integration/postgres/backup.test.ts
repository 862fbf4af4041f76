import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BACKGROUND, connect, openPool } from '@loa-lang/controller/adapters/postgres/database';
import { PostgresHealthHistory } from '@loa-lang/controller/adapters/postgres/health/health-history';
import { PostgresHealthStore } from '@loa-lang/controller/adapters/postgres/health/health-store';
import { dumpTables, loadTables, pagesOf } from '@loa-lang/controller/adapters/postgres/table-files';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeBackup } from '#deploy/backup/make-backup';
import { readManifest } from '#deploy/backup/manifest';
import { restoreBackup } from '#deploy/backup/restore-backup';
import { type OwnDatabases, startOwnDatabases, temporaryFolder } from '../../support/database.ts';
import { addAreas, addAsset, addBroadcast, addDevice } from '../../support/rows.ts';

let databases: OwnDatabases;
let url: string;
let folder: string;
beforeAll(async () => {
  databases = await startOwnDatabases({ throwaway: true });
});
afterAll(() => databases.stop());
beforeEach(async () => {
  [url, folder] = [await databases.fresh(), await temporaryFolder()];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function fill(): Promise<void> {
  const database = connect(url);
  await addAreas(database);
  await addDevice(database, 1);
  await addAsset(database, 'a'.repeat(64));
  await addBroadcast(database, 'bản-tin', ['cum-1']);
  const bytes = new Uint8Array([0, 255, 10, 13, 92]);
  const issuedAt = new Date('2026-03-02T07:00:00.123+07:00');
  const document = {
    subject: 'area/xa/plan',
    epoch: 2n ** 53n + 1n,
    revision: 2n ** 62n,
    bytes,
    contentHash: 'x',
    issuedAt,
  };
  await database.signedDocument.create({ data: document });
  await database.incident.create({
    data: { id: 'i', kind: 'k', subject: '"\\\n\t, NULL', detail: 'điện', raisedAt: issuedAt, lastAt: issuedAt },
  });
  await database.cluster.update({
    where: { id: 'cum-1' },
    data: { latitude: 21.300000000000004, details: { số: [1.5, null, '\u2028'] } },
  });
  await database.$disconnect();
}

/** A hash of every table's rows as PostgreSQL prints them. */
const printed = async (databaseUrl: string): Promise<string[]> => {
  const tables = await databases.query(
    databaseUrl,
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1`,
  );
  // one after the other: there are more tables than connections
  const hashes: string[] = [];
  for (const { name } of tables) {
    const [row] = await databases.query(
      databaseUrl,
      `SELECT count(*)::int AS rows, md5(string_agg(t::text, '' ORDER BY t::text)) AS hash FROM "${name}" t`,
    );
    hashes.push(`${name} ${row?.rows} ${row?.hash}`);
  }
  return hashes;
};

describe('all tables', () => {
  it('come back as they were, to the last digit and byte', async () => {
    await fill();
    const { rows, parts, migrations } = await dumpTables(url, join(folder, 'tables'));
    expect(rows).toMatchObject({ area: 4, broadcast: 1, signed_document: 1, device: 1, audit_entry: 0 });
    const folders = (await readdir('controller/prisma/migrations')).filter((name) => /^\d/.test(name)).sort();
    expect(migrations).toEqual(folders);
    const other = await databases.fresh();
    await loadTables(other, join(folder, 'tables'), { rows, ...(parts !== undefined && { parts }) });
    expect(await printed(other)).toEqual(await printed(url));
    await expect(databases.query(other, "DELETE FROM area WHERE id = 'xa'")).rejects.toThrow(/foreign key/);
  });

  it('that are divided by time come back in their parts; what counts up by itself goes on', async () => {
    await fill();
    const pool = openPool(url, BACKGROUND);
    const at = Date.now();
    await new PostgresHealthHistory(pool).divide(at);
    const health = { uptimeMs: 1, agentVersion: '1', at };
    await new PostgresHealthStore(pool).store([{ deviceId: 'may-1', at, health }]);
    await pool.end();
    const dumped = await dumpTables(url, join(folder, 'tables'));
    expect(dumped.rows.device_health).toBe(1);
    const other = await databases.fresh();
    await loadTables(other, join(folder, 'tables'), dumped);
    expect(await printed(other)).toEqual(await printed(url));
    const database = connect(other);
    await addDevice(database, 2);
    expect((await database.device.findUniqueOrThrow({ where: { id: 'may-2' } })).number).toBe(2);
    await database.$disconnect();
  });

  it('are loaded into empty ones only, all or nothing', async () => {
    await fill();
    const { rows } = await dumpTables(url, join(folder, 'tables'));
    await expect(loadTables(url, join(folder, 'tables'), { rows })).rejects.toThrow(/is not empty/);
    const other = await databases.fresh();
    await expect(loadTables(other, join(folder, 'tables'), { rows: { ...rows, incident: 2 } })).rejects.toThrow(
      /1 rows instead/,
    );
    expect((await printed(other)).filter((line) => !line.endsWith(' 0 null'))).toEqual([]);
  });
});

describe('rows', () => {
  it('are handed over by so many and so much, whatever one of them weighs', async () => {
    const lines = ['a'.repeat(70), 'b'.repeat(70), 'c', 'd', 'e', 'f'.repeat(500), 'g'];
    const pages: string[][] = [];
    for await (const page of pagesOf(lines, { rows: 3, characters: 100 })) pages.push(page);
    expect(pages.map((page) => page.map(([letter]) => letter).join(''))).toEqual(['ab', 'cde', 'f', 'g']);
  });

  it('that are not what was dumped are refused in a sentence, and nothing is loaded', async () => {
    await fill();
    const tables = join(folder, 'tables');
    const { rows } = await dumpTables(url, tables);
    const other = await databases.fresh();
    const whole = await readFile(join(tables, 'area.jsonl.gz'));
    await writeFile(join(tables, 'area.jsonl.gz'), whole.subarray(0, -12));
    await expect(loadTables(other, tables, { rows })).rejects.toThrow(/area/);
    await rm(join(tables, 'area.jsonl.gz'));
    await expect(loadTables(other, tables, { rows })).rejects.toThrow(/area/);
    await expect(loadTables(other, tables, { rows: { keins: 1 } })).rejects.toThrow(/keins/);
    expect((await printed(other)).filter((line) => !line.endsWith(' 0 null'))).toEqual([]);
  });
});

describe('a backup', () => {
  it('has all that bulletins are made of, also behind links, for its owner alone', async () => {
    await fill();
    const [dataDir, elsewhere] = [join(folder, 'data'), join(folder, 'large-disk')];
    for (const path of [join(dataDir, 'uploads'), join(dataDir, 'keys'), elsewhere])
      await mkdir(path, { recursive: true });
    await symlink(elsewhere, join(dataDir, 'assets'));
    await writeFile(join(elsewhere, 'sound.opus'), 'sound', { mode: 0o644 });
    await writeFile(join(dataDir, 'uploads', 'not-yet-made'), 'recording');
    await writeFile(join(dataDir, 'uploads', 'half.part'), 'rec');
    await writeFile(join(dataDir, 'keys', 'a.json'), '{}');
    const out = join(folder, 'backup');
    await mkdir(out);
    await chmod(out, 0o755);
    const { files } = await makeBackup({ dataDir, databaseUrl: url }, out);
    const own = files.map(({ path }) => path).filter((path) => path.startsWith('files/'));
    expect(own).toEqual(['files/assets/sound.opus', 'files/keys/a.json', 'files/uploads/not-yet-made']);
    for (const name of await readdir(out, { recursive: true })) {
      const { mode } = await stat(join(out, name));
      expect((mode & 0o077).toString(8), name).toBe('0');
    }
    const inside = { dataDir, databaseUrl: url };
    await expect(makeBackup(inside, join(dataDir, 'backup'))).rejects.toThrow(/lies within/);
    await symlink(dataDir, join(folder, 'same'));
    await expect(makeBackup(inside, join(folder, 'same', 'backup'))).rejects.toThrow(/lies within/);
    expect(await readdir(dataDir)).not.toContain('backup');
  });

  it('has every table that it speaks of', async () => {
    await fill();
    const out = join(folder, 'backup');
    await makeBackup({ dataDir: databases.dataDir, databaseUrl: url }, out);
    const path = join(out, 'backup.json');
    const made = JSON.parse(await readFile(path, 'utf8'));
    const files = made.files.filter((file: { path: string }) => file.path !== 'database/area.jsonl.gz');
    await writeFile(path, JSON.stringify({ ...made, files }));
    const target = { dataDir: join(folder, 'data'), databaseUrl: await databases.fresh() };
    await expect(restoreBackup(out, target)).rejects.toThrow(/database\/area.jsonl.gz of the backup is missing/);
    // what is not JSON is no backup of ours either
    await writeFile(path, '{');
    await expect(restoreBackup(out, target)).rejects.toThrow(/not understood/);
  });

  it('is whole or refused', async () => {
    await fill();
    const dataDir = join(folder, 'data');
    await rm(dataDir, { recursive: true, force: true });
    const out = join(folder, 'backup');
    await makeBackup({ dataDir: databases.dataDir, databaseUrl: url }, out);
    const { files } = await readManifest(out);
    expect(files.some(({ path }) => path.includes('postgres'))).toBe(false);
    await expect(makeBackup({ dataDir: databases.dataDir, databaseUrl: url }, out)).rejects.toThrow(/is not empty/);
    const path = join(out, 'database', 'area.jsonl.gz');
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, -1));
    const target = { dataDir, databaseUrl: await databases.fresh() };
    await expect(restoreBackup(out, target)).rejects.toThrow(/area.jsonl.gz of the backup is missing or damaged/);
    await rm(join(out, 'backup.json'));
    await expect(restoreBackup(out, target)).rejects.toThrow(/no finished backup/);
  });

  it('leads nowhere out of its folder', async () => {
    await fill();
    const out = join(folder, 'backup');
    await makeBackup({ dataDir: databases.dataDir, databaseUrl: url }, out);
    const manifest = JSON.parse(await readFile(join(out, 'backup.json'), 'utf8'));
    for (const path of ['files/../../x', '/etc/passwd', 'files/..']) {
      const bad = { ...manifest, files: [{ path, bytes: 1, sha256: '' }] };
      await writeFile(join(out, 'backup.json'), JSON.stringify(bad));
      await expect(readManifest(out), path).rejects.toThrow(/not understood/);
    }
  });
});
