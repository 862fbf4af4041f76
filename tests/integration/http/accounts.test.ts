import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { type HttpApp, type HttpAppOptions, startHttpApp } from '../../support/http-app.ts';
import { firstAdministrator, invited, newPhone, PASSWORD } from '../../support/identity/accounts.ts';
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

describe('administrators', () => {
  it('of one commune see, change, invite and reset nobody of another, nor anybody above them', async () => {
    const app = await start();
    const owner = await firstAdministrator(app);
    const area = async (body: object) => (await owner.browser.call('POST', '/areas', body)).body.area.id;
    const provinceId = await area({ kind: 'province', name: 'Bắc Ninh' });
    const [own, other] = [
      await area({ kind: 'commune', name: 'Ngọc Thiện', parentId: provinceId }),
      await area({ kind: 'commune', name: 'Tân Yên', parentId: provinceId }),
    ];
    const people = { roles: ['viewer' as const] };
    const near = await invited(app, owner.browser, { ...people, areaIds: [own] });
    const far = await invited(app, owner.browser, { ...people, areaIds: [other] });
    const both = await invited(app, owner.browser, { ...people, areaIds: [own, other] });
    const { browser } = await invited(app, owner.browser, { roles: ['commune-administrator'], areaIds: [own] });
    await browser.enrolTotp();
    const listed = (await browser.call('GET', '/accounts')).body.accounts.map(({ id }: { id: string }) => id);
    expect(listed).toContain(near.id);
    for (const { id } of [far, both, owner]) {
      expect(listed).not.toContain(id);
      const unknown = await browser.call('GET', '/accounts/nobody');
      for (const [method, path, body] of [
        ['GET', '', undefined],
        ['PATCH', '', { name: 'Khác' }],
        ['PATCH', '', { areaIds: [own] }],
        ['DELETE', '/sessions', undefined],
        ['POST', '/reset', { secondFactor: true }],
        ['POST', '/invitation', undefined],
        ['GET', '/api-tokens', undefined],
      ] as const) {
        expect(await browser.call(method, `/accounts/${id}${path}`, body), `${method} ${path}`).toEqual(unknown);
      }
    }
    const invite = async (roles: string[], areaIds: unknown) =>
      (await browser.call('POST', '/accounts', { name: 'X', phone: newPhone(), roles, areaIds })).body.code;
    expect(await invite(['officer'], [other])).toBe('not-permitted');
    expect(await invite(['officer'], [provinceId])).toBe('not-permitted');
    expect(await invite(['officer'], 'everywhere')).toBe('not-permitted');
    expect(await invite(['province-administrator'], [own])).toBe('not-permitted');
    expect(await invite(['officer'], [own])).toBeUndefined();
    const raise = { roles: ['province-administrator'] };
    expect((await browser.call('PATCH', `/accounts/${near.id}`, raise)).body.code).toBe('not-permitted');
    expect((await browser.call('PATCH', `/accounts/${near.id}`, { areaIds: [own, other] })).body.code).toBe(
      'not-permitted',
    );
    expect((await browser.call('PATCH', `/accounts/${near.id}`, { roles: ['officer'] })).status).toBe(200);
    expect((await near.browser.call('GET', '/areas')).body.code).toBe('second-factor-missing');
  });

  it('do not change their own role, nor close the own account; a number belongs to one', async () => {
    const app = await start();
    const { id, browser, phone } = await firstAdministrator(app);
    for (const change of [{ roles: ['viewer'] }, { areaIds: 'everywhere' }, { active: false }]) {
      expect((await browser.call('PATCH', `/accounts/${id}`, change)).body.code).toBe('own-account');
    }
    expect((await browser.call('PATCH', `/accounts/${id}`, { name: 'Tên Mới' })).body.name).toBe('Tên Mới');
    const asked = { name: 'X', roles: ['viewer'], areaIds: 'everywhere', phone };
    expect((await browser.call('POST', '/accounts', asked)).body.code).toBe('contact-taken');
    expect((await browser.call('POST', '/accounts', { ...asked, phone: undefined })).body.code).toBe('contact-missing');
    expect((await browser.call('POST', '/accounts', { ...asked, phone: '12' })).body.code).toBe('phone-invalid');
  });
});

describe('without the database', () => {
  it('whoever was known is known still; nobody new gets in', async () => {
    const databaseUrl = await databases.fresh();
    const app = await startHttpApp(databaseUrl);
    running.push(app);
    const owner = await firstAdministrator(app);
    expect((await owner.browser.call('GET', '/recipes')).status).toBe(200);
    const name = new URL(databaseUrl).pathname.slice(1);
    const elsewhere = new URL(databaseUrl);
    elsewhere.pathname = '/postgres';
    await databases.query(elsewhere.href, `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    const end = 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1';
    await databases.query(elsewhere.href, end, [name]);
    // neither the list of recipes nor the right to it lies in the database
    expect((await owner.browser.call('GET', '/recipes')).status).toBe(200);
    const stranger = await app.call('GET', '/areas', undefined, { cookie: `loa-session=${'A'.repeat(43)}` });
    expect(stranger.status).toBe(503);
    const signIn = await new Browser(app).call('POST', '/sign-in', { name: owner.phone, password: PASSWORD });
    expect(signIn.body.code).toBe('database-unavailable');
    await databases.query(elsewhere.href, `ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  });
});
