/** Pages without a script take forms only: what JSON could say besides text never reaches a query. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../support/database.ts';
import { type HttpApp, startHttpApp } from '../support/http-app.ts';
import { addVillage, at, NOON, type Village } from '../support/public-pages/village.ts';

let databases: TestDatabases;
let app: HttpApp;
let village: Village;
beforeAll(async () => {
  databases = await startTestDatabases();
  app = await startHttpApp(await databases.fresh(), { publicUrl: 'http://localhost' });
  village = await addVillage(app);
  const { plan, bulletin, played, communeId } = village;
  await played(await plan(at('07:00'), [await bulletin('Mời họp thôn')], [communeId]));
  app.setNow(NOON);
}, 90_000);
afterAll(async () => {
  await app?.stop();
  await databases.stop();
});

describe('a form that is JSON', () => {
  const sent = async (url: string, payload: unknown) => {
    const answer = await app.server.inject({
      ...{ method: 'POST', url, payload: JSON.stringify(payload) },
      headers: { host: 'localhost', origin: 'http://localhost', 'content-type': 'application/json' },
    });
    return { status: answer.statusCode, text: answer.body };
  };

  it('is refused in words wherever a page takes one', async () => {
    const [cluster] = village.clusterIds;
    const { code } = (await app.call('POST', `/clusters/${cluster}/public-code`)).body;
    const answers = {
      face: await sent(`/tin/${village.first}/mat`, { face: '5', broadcast: { not: '' } }),
      report: await sent(`/tru/${code}`, { kind: 'too-loud', told: { not: '' } }),
      approval: await sent(`/duyet/${'a'.repeat(43)}`, { decision: { not: '' } }),
      'signing in': await sent('/dang-nhap', { name: { not: '' } }),
    };
    for (const [page, { status, text }] of Object.entries(answers)) {
      expect(status, page).toBe(415);
      expect(text, page).toContain('<html');
    }
    expect((await app.call('GET', '/complaints')).body.complaints).toEqual([]);
  });
});
