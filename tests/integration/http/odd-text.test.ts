/** Text that PostgreSQL cannot hold: told to whoever sent it, in every field. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { addCommune, addReadyBulletin, type HttpApp, startHttpApp } from '../../support/http-app.ts';

let databases: TestDatabases;
let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
beforeAll(async () => {
  databases = await startTestDatabases();
  app = await startHttpApp(await databases.fresh());
  commune = await addCommune(app);
});
afterAll(async () => {
  await app.stop();
  await databases.stop();
});

const ODD = { 'a zero character': 'Thôn\0', 'half a surrogate pair': 'Thôn \ud83d' };

describe.each(Object.entries(ODD))('%s', (_name, text) => {
  it('is refused in names, codes, details and titles', async () => {
    const { communeId, hamletIds, clusterIds } = commune;
    const bulletinId = await addReadyBulletin(app, communeId);
    const cluster = { hamletId: hamletIds[0], code: 'X', name: 'X', services: [] };
    const broadcast = { bulletins: [{ bulletinId }], targets: { areaIds: [communeId] }, start: 'now' };
    for (const [path, body] of [
      ['/areas', { kind: 'hamlet', parentId: communeId, name: text }],
      ['/clusters', { ...cluster, code: text }],
      ['/clusters', { ...cluster, details: { [text]: 'x' } }],
      ['/clusters', { ...cluster, details: { contact: text } }],
      ['/broadcasts', { ...broadcast, title: text }],
      ['/groups', { communeId, name: text, areaIds: [], clusterIds }],
    ] as const) {
      expect(await app.call('POST', path, body)).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    }
  });
});

it('a zero character is refused in queries too', async () => {
  expect((await app.call('GET', '/bulletins?q=a%00b')).status).toBe(400);
});
