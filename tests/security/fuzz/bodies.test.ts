/** Bent bodies to every route: refused or taken, never a fault of the server's own, and it answers afterwards. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { fuzzHttp } from '../../support/fuzz/fuzz-http.ts';
import { type HttpApp, startHttpApp } from '../../support/http-app.ts';

const CASES = 2000;
let databases: TestDatabases;
let app: HttpApp;
beforeAll(async () => {
  databases = await startTestDatabases();
  app = await startHttpApp(await databases.fresh());
});
afterAll(async () => {
  await app.stop();
  await databases.stop();
});

it('bodies that are nearly right', { timeout: 300_000 }, async () => {
  const { sent, faults } = await fuzzHttp(app, CASES, 20261126);
  console.log(`${sent} bent bodies`);
  expect(sent).toBeGreaterThanOrEqual(CASES);
  expect(faults).toEqual([]);
  expect((await app.call('GET', '/health')).status).toBe(200);
});
