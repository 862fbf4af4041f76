/** What `npm run provision` writes for a board, against the real API. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClusterBody } from '@loa-lang/schemas/http/clusters';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { apiAt } from '#deploy/demo/api';
import { provisionDevices } from '#deploy/demo/provision';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { addCommune, type HttpApp, startHttpApp } from '../../support/http-app.ts';

let databases: TestDatabases;
let app: HttpApp;
let folder: string;
beforeAll(async () => {
  databases = await startTestDatabases();
  app = await startHttpApp(await databases.fresh());
  folder = await mkdtemp(join(tmpdir(), 'loa-board-'));
});
afterAll(async () => {
  await app.stop();
  await databases.stop();
  await rm(folder, { recursive: true, force: true });
});

it('never makes a board with a key that the controller does not know', async () => {
  const { clusterIds } = await addCommune(app);
  const api = apiAt(`${await app.server.listen({ host: '127.0.0.1', port: 0 })}/api/v1`);
  const cluster = () => api.get<ClusterBody>(`/clusters/${clusterIds[0]}`);
  const [first, other] = [join(folder, 'first'), join(folder, 'other')];
  await provisionDevices(api, [await cluster()], first, () => 'discard');
  await provisionDevices(api, [await cluster()], first, () => 'discard');
  const key = JSON.parse(await readFile(join(first, '01', 'key.json'), 'utf8'));
  const { deviceId } = await cluster();
  expect(await api.get(`/devices/${deviceId}`)).toMatchObject({ publicKey: key.x });
  await expect(provisionDevices(api, [await cluster()], other, () => 'discard')).rejects.toThrow(/khoá|key/);
  expect(existsSync(join(other, '01', 'agent.json'))).toBe(false);
});
