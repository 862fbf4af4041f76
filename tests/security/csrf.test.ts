/** A page of somebody else makes the browser of somebody who has signed in ask for something. */
import { beforeAll, describe, expect, it } from 'vitest';
import { firstAdministrator, PASSWORD, type Somebody } from '../support/identity/accounts.ts';
import { Browser } from '../support/identity/browser.ts';
import { sharedApp } from '../support/identity/shared-app.ts';

const shared = sharedApp();
let owner: Somebody;
beforeAll(async () => {
  owner = await firstAdministrator(shared.app);
});

const area = { kind: 'province', name: 'Tỉnh của trang lạ' };
/** As a browser sends it that does not know Strict cookies. */
async function ask(headers: Record<string, string>, method: 'POST' | 'GET' = 'POST') {
  const cookie = owner.browser.cookieHeader;
  const payload = method === 'POST' ? { payload: area } : {};
  const all = { host: 'localhost', cookie, ...headers };
  const { statusCode, json } = await shared.app.server.inject({
    method,
    url: '/api/v1/areas',
    headers: all,
    ...payload,
  });
  return [statusCode, (json() as { code?: string }).code];
}

describe('the API', () => {
  it('refuses a change without the mark of this system’s pages, which no form can carry', async () => {
    expect(await ask({})).toEqual([403, 'header-missing']);
    expect(await ask({ origin: 'http://localhost', 'sec-fetch-site': 'same-origin' })).toEqual([403, 'header-missing']);
    for (const method of ['PUT', 'PATCH', 'DELETE'] as const) {
      const headers = { host: 'localhost', cookie: owner.browser.cookieHeader };
      const answer = await shared.app.server.inject({ method, url: '/api/v1/areas/x', headers });
      expect(answer.statusCode, method).toBe(method === 'PUT' ? 404 : 403);
    }
  });

  it('refuses other sites, also with the mark', async () => {
    const mark = { 'x-loa-lang': '1' };
    expect(await ask({ ...mark, origin: 'https://evil.example' })).toEqual([403, 'origin-refused']);
    expect(await ask({ ...mark, origin: 'null' })).toEqual([403, 'origin-refused']);
    expect(await ask({ ...mark, origin: 'http://localhost:81' })).toEqual([403, 'origin-refused']);
    expect(await ask({ ...mark, 'sec-fetch-site': 'cross-site' })).toEqual([403, 'origin-refused']);
    expect(await ask({ ...mark, 'sec-fetch-site': 'same-site' })).toEqual([403, 'origin-refused']);
    expect(await ask({ 'sec-fetch-site': 'cross-site' }, 'GET')).toEqual([403, 'origin-refused']);
  });

  it('does what a page of this system asks', async () => {
    const [status] = await ask({ 'x-loa-lang': '1', origin: 'http://localhost', 'sec-fetch-site': 'same-origin' });
    expect(status).toBe(201);
    expect((await ask({ 'sec-fetch-site': 'none' }, 'GET'))[0]).toBe(200);
  });

  it('lets no foreign page sign somebody in as somebody else', async () => {
    const browser = new Browser(shared.app);
    const as = { name: owner.phone, password: PASSWORD };
    const forged = await browser.call('POST', '/sign-in', as, { origin: 'https://evil.example' });
    expect([forged.status, forged.body.code]).toEqual([403, 'origin-refused']);
    expect(browser.cookies.size).toBe(0);
  });
});

describe('the forms of its pages', () => {
  it('are taken from these pages only', async () => {
    const form = { name: owner.phone, password: PASSWORD };
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: '', 'sec-fetch-site': 'cross-site' },
      { origin: 'http://localhost', 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of foreign) {
      const browser = new Browser(shared.app);
      expect((await browser.page('/dang-nhap', form, headers)).status, JSON.stringify(headers)).toBe(403);
      for (const path of [
        '/tai-khoan/dang-xuat',
        '/tai-khoan/ma-du-phong',
        '/tai-khoan/mat-khau',
        '/tai-khoan/hai-buoc/tat',
      ]) {
        expect((await owner.browser.page(path, {}, headers)).status, path).toBe(403);
      }
    }
    const bare = await shared.app.server.inject({
      ...{ method: 'POST', url: '/tai-khoan/dang-xuat', payload: 'a=b' },
      headers: {
        host: 'localhost',
        cookie: owner.browser.cookieHeader,
        'content-type': 'application/x-www-form-urlencoded',
      },
    });
    expect(bare.statusCode).toBe(403);
    expect((await owner.browser.call('GET', '/people/me')).status).toBe(200);
  });

  it('are shown in no frame, run no foreign script, and send no address on', async () => {
    for (const path of ['/dang-nhap', '/tai-khoan', '/tai-khoan/hai-buoc', '/thiet-lap/x']) {
      const { headers } = await owner.browser.page(path);
      const policy = String(headers['content-security-policy']);
      if (headers.location === undefined) {
        expect(policy, path).toContain("default-src 'none'");
        expect(policy, path).toContain("frame-ancestors 'none'");
        expect(policy, path).toContain("form-action 'self'");
        expect(policy, path).not.toContain('unsafe-inline');
        expect([headers['referrer-policy'], headers['cache-control']], path).toEqual(['same-origin', 'no-store']);
      }
    }
  });
});
