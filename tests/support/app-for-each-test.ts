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
