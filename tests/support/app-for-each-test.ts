/** The usual surroundings of a test over HTTP: one database server a file, an application on a database of its own a test. */
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { startTestDatabases, type TestDatabases } from './database.ts';
import { type HttpApp, startHttpApp } from './http-app.ts';

/** @param opened is given the application before each test; what it makes there is part of the surroundings */
export function appForEachTest(opened: (app: HttpApp) => unknown): void {
  let databases: TestDatabases;
  let app: HttpApp | undefined;
  beforeAll(async () => {
    databases = await startTestDatabases();
  });
  afterAll(() => databases.stop());
  beforeEach(async () => {
    app = await startHttpApp(await databases.fresh());
    await opened(app);
  });
  afterEach(() => app?.stop());
}

/** All rows of all tables but the audit log, which goes on; triggers and foreign keys do not see it. */
const EMPTY = `
  SET session_replication_role = replica;
  DO $$ DECLARE each text; BEGIN
    FOR each IN SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename !~ '^_|migration|^audit'
    LOOP EXECUTE 'DELETE FROM ' || each; END LOOP;
  END $$`;

/**
 * The same with one application for all tests of a file, which costs a processor half a second less a test: for tests
 * that need nothing of an application that has just begun. Its tables are empty when a test begins, nobody is on record,
 * the time is the machine's, nothing was told or published.
 */
export function appForFile(opened: (app: HttpApp) => unknown): void {
  let databases: TestDatabases;
  let app: HttpApp;
  let url: string;
  beforeAll(async () => {
    databases = await startTestDatabases();
    url = await databases.fresh();
    app = await startHttpApp(url);
  });
  afterAll(async () => {
    await app?.stop();
    await databases.stop();
  });
  beforeEach(async () => {
    await databases.query(url, EMPTY);
    app.setNow(undefined);
    await app.putPeople([]);
    app.publisher.forget();
    app.publisher.connected = true;
    app.commands.told = [];
    app.commands.connected = true;
    app.gate.shut = [];
    app.gate.changes = 0;
    app.sent.length = 0;
    await opened(app);
  });
}
