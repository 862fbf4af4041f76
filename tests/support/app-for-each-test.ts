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

/**
 * The same with one application for all tests of a file, which costs a second of a processor less a test: for tests that
 * look only at what they made themselves, in a commune of their own. Nobody is on record when a test begins, the time is
 * the machine's, and nothing was told or published.
 */
export function appForFile(opened: (app: HttpApp) => unknown): void {
  let databases: TestDatabases;
  let app: HttpApp;
  beforeAll(async () => {
    databases = await startTestDatabases();
    app = await startHttpApp(await databases.fresh());
  });
  afterAll(async () => {
    await app?.stop();
    await databases.stop();
  });
  beforeEach(async () => {
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
