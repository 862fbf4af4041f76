import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { type HttpApp, type HttpAppOptions, startHttpApp } from '../../support/http-app.ts';
import { Browser } from '../../support/identity/browser.ts';

let databases: TestDatabases;
const running: HttpApp[] = [];
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());
afterEach(async () => {
  for (const app of running.splice(0)) await app.stop();
});

async function start(options: HttpAppOptions = {}): Promise<HttpApp> {
  const app = await startHttpApp(await databases.fresh(), options);
  running.push(app);
  return app;
}

const PASSWORD = 'con trâu đi trước cái cày';

describe('the first account', () => {
  it('is made by the set-up link, signs in, and is who calls from then on', async () => {
    const app = await start();
    const { token } = await app.useCases.linkMaker.setUp();
    const browser = new Browser(app);
    expect(await browser.call('GET', `/account-links/${token}`)).toMatchObject({
      status: 200,
      body: { kind: 'set-up' },
    });
    const answer = { name: 'Trần Thị Quản', phone: '0912 345 678', password: PASSWORD };
    const made = await browser.call('POST', `/account-links/${token}`, answer);
    expect(made).toMatchObject({ status: 200, body: { state: 'signed-in', secondFactorMissing: true } });
    expect(await browser.call('POST', `/account-links/${token}`, answer)).toMatchObject({
      status: 404,
      body: { code: 'link-unusable' },
    });
    expect(await app.call('GET', '/areas')).toMatchObject({ status: 401, body: { code: 'session-missing' } });
    const other = new Browser(app);
    const signedIn = await other.call('POST', '/sign-in', { name: '+84 912 345 678', password: PASSWORD });
    expect(signedIn).toMatchObject({ status: 200, body: { state: 'signed-in', name: 'Trần Thị Quản' } });
    expect(await other.call('GET', '/people/me')).toMatchObject({
      status: 403,
      body: { code: 'second-factor-missing' },
    });
    const codes = await other.enrolTotp();
    expect(codes).toHaveLength(10);
    expect(await other.call('GET', '/people/me')).toMatchObject({
      status: 200,
      body: { kind: 'person', name: 'Trần Thị Quản', areaIds: 'everywhere' },
    });
  });
});
