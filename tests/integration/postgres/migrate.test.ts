import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { migrationsProbe } from '@loa-lang/controller/adapters/health-probes';
import { connect } from '@loa-lang/controller/adapters/postgres/database';
import { migrate, SchemaAheadError } from '@loa-lang/controller/adapters/postgres/migrate';
import { migrationNames, prismaFolder, readMigrations } from '@loa-lang/controller/adapters/postgres/migration-files';
import { BY_HAND, withSchemaEngine } from '@loa-lang/controller/adapters/postgres/schema-engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases, temporaryFolder } from '../../support/database.ts';
import { addAreas, addDevice } from '../../support/rows.ts';

describe('migrations', () => {
  let databases: TestDatabases;
  beforeAll(async () => {
    databases = await startTestDatabases();
  }, 60_000);
  afterAll(() => databases.stop());

  const empty = async (): Promise<string> => {
    const url = await databases.fresh();
    await databases.query(url, 'DROP SCHEMA public CASCADE');
    await databases.query(url, 'CREATE SCHEMA public');
    return url;
  };

  it('are applied once when two controllers start together', async () => {
    const url = await empty();
    const all = (await readMigrations()).migrationDirectories.map((directory) => directory.path);
    const applied = await Promise.all([migrate(url), migrate(url)]);
    expect(applied.flat()).toEqual(all);
    expect(await migrate(url)).toEqual([]);
    const database = connect(url);
    expect(await database.broadcast.count()).toBe(0);
    await database.$disconnect();
  });

  it('that are missing in a restored database are missed', async () => {
    const database = connect(await databases.fresh());
    expect(await migrationsProbe(database).check()).toEqual({ ok: true });
    const last = (await migrationNames()).at(-1) ?? '';
    await database.$executeRaw`DELETE FROM _prisma_migrations WHERE migration_name = ${last}`;
    expect(await migrationsProbe(database).check()).toEqual({ ok: false, detail: `missing: ${last}` });
    await database.$disconnect();
  });

  it('give exactly the schema that the client was generated from', async () => {
    const url = await empty();
    const path = join(prismaFolder, 'schema.prisma');
    const content = await readFile(path, 'utf8');
    const migrations = await readMigrations();
    const difference = await withSchemaEngine(url, [path, content], (engine) =>
      engine.diff({
        from: { tag: 'migrations', ...migrations },
        to: { tag: 'schemaDatamodel', files: [{ path, content }] },
        script: true,
        exitCode: null,
        filters: BY_HAND,
      }),
    );
    // the hand-written partial indexes on columns are what the engine sees and the schema cannot say
    const statements = (difference.stdout ?? '').split('\n').filter((line) => /^[A-Z]/.test(line));
    expect(
      statements.filter((line) => !/incident_open_key|deployment_single_key|_live_(name|code)_key/.test(line)),
    ).toEqual([]);
  });

  it('give what was removed by an older program its own name back', async () => {
    const url = await empty();
    const folder = await temporaryFolder();
    await cp(join(prismaFolder, 'migrations'), folder, { recursive: true });
    await rm(join(folder, '20261126000000_live_names'), { recursive: true });
    await migrate(url, folder);
    await rm(folder, { recursive: true });
    const area = (id: string, name: string, deletedAt: string | null) =>
      databases.query(
        url,
        `INSERT INTO area (id, parent_id, kind, name, search_name, deleted_at) VALUES ($1, NULL, 'province', $2, '', $3)`,
        [id, name, deletedAt],
      );
    await area('a1', 'Trại #a1', '2026-01-01T00:00:00Z');
    await area('a2', 'Trại', null);
    await area('a3', 'Thôn #a3', null);
    await migrate(url);
    const rows = await databases.query(url, 'SELECT id, name FROM area ORDER BY id');
    expect(rows.map(({ id, name }) => `${id} ${name}`)).toEqual(['a1 Trại', 'a2 Trại', 'a3 Thôn #a3']);
    await expect(area('a4', 'Trại', null)).rejects.toThrow(/area_live_name_key/);
  });

  it('give what was open before incidents had places its own', async () => {
    const url = await databases.fresh();
    const database = connect(url);
    await addAreas(database);
    await addDevice(database, 1);
    const old = (id: string, subject: string, clearedAt: Date | null = null) =>
      database.incident.create({
        data: { id, kind: 'device-fault', subject, detail: '', raisedAt: new Date(), lastAt: new Date(), clearedAt },
      });
    await old('i1', 'may-1/sink-failed');
    await old('i2', 'nobody');
    await old('i3', 'may-1', new Date());
    const file = join(prismaFolder, 'migrations', '20261126224000_places_of_open_incidents', 'migration.sql');
    await databases.query(url, await readFile(file, 'utf8'));
    const rows = await database.incident.findMany({ orderBy: { id: 'asc' } });
    expect(rows.map(({ clusterId, communeId, dueAt }) => [clusterId, communeId, dueAt !== null])).toEqual([
      ['cum-1', 'xa', true],
      [null, null, false],
      [null, null, false],
    ]);
    await database.$disconnect();
  });

  it('refuse a database that a newer program made', async () => {
    const url = await empty();
    const folder = await temporaryFolder();
    await cp(join(prismaFolder, 'migrations'), folder, { recursive: true });
    await mkdir(join(folder, '29990101000000_future'));
    // the semicolon in the text shows that a script reaches the server whole
    await writeFile(
      join(folder, '29990101000000_future', 'migration.sql'),
      `COMMENT ON TABLE "area" IS 'later; newer';`,
    );
    expect(await migrate(url, folder)).toContain('29990101000000_future');
    await expect(migrate(url)).rejects.toThrow(SchemaAheadError);
    await expect(migrate(url)).rejects.toThrow(/newer version.*29990101000000_future/);
    await rm(folder, { recursive: true });
  });

  it('keep instants in timestamptz and nothing else', async () => {
    const rows = await databases.query(
      await databases.fresh(),
      `SELECT table_name, column_name FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' AND data_type = 'timestamp without time zone'`,
    );
    expect(rows).toEqual([]);
  });
});
