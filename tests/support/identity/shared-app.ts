/** One application for the tests of a file: each makes accounts of its own. */
import { afterAll, beforeAll } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../database.ts';
import { type HttpApp, type HttpAppOptions, startHttpApp } from '../http-app.ts';

export interface SharedApp {
  readonly app: HttpApp;
  readonly databases: TestDatabases;
  readonly databaseUrl: string;
}

/** On a machine with much else to do. */
const START_WITHIN_MS = 180_000;

/** To be called at the top of a test file. */
export function sharedApp(options: HttpAppOptions = {}): SharedApp {
  const shared: { app?: HttpApp; databases?: TestDatabases; databaseUrl?: string } = {};
  beforeAll(async () => {
    shared.databases = await startTestDatabases();
    shared.databaseUrl = await shared.databases.fresh();
    shared.app = await startHttpApp(shared.databaseUrl, options);
  }, START_WITHIN_MS);
  afterAll(async () => {
    await shared.app?.stop();
    await shared.databases?.stop();
  });
  return shared as SharedApp;
}
