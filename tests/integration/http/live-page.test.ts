import { beforeAll, describe, expect, it } from 'vitest';
import { firstAdministrator, invited, newPhone, PASSWORD } from '../../support/identity/accounts.ts';
import { Browser } from '../../support/identity/browser.ts';
import { sharedApp } from '../../support/identity/shared-app.ts';

const shared = sharedApp();
let administrator: Browser;
beforeAll(async () => {
  administrator = (await firstAdministrator(shared.app)).browser;
});

const somebody = async (role: 'viewer' | 'officer' | 'hamlet-head'): Promise<Browser> => {
  const { browser } = await invited(shared.app, administrator, { roles: [role] });
  if (role !== 'viewer') await browser.enrolTotp();
  return browser;
};

describe('the page to speak live', () => {
  it('opens for those who may speak, and runs only what is its own', async () => {
    const browser = await somebody('hamlet-head');
    const page = await browser.page('/live');
    expect([page.status, page.text.includes('<html lang="vi">')]).toEqual([200, true]);
    expect((await browser.page('/live?lang=en')).text).toContain('<h1>Live</h1>');
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self' ws://localhost;");
    expect(policy).not.toContain('unsafe');
    expect((await browser.page('/tai-khoan')).text).toContain('href="/live"');
    expect(page.headers['cache-control']).toBe('no-store');
    const urls = [...page.text.matchAll(/(?:href|src)="(\/live\/[^"]+\.js)"/g)].map(([, url = '']) => url);
    expect(new Set(urls).size).toBeGreaterThan(15);
    for (const url of urls) {
      const { status, headers, text } = await browser.page(url);
      expect([status, headers['content-type']], url).toEqual([200, 'text/javascript; charset=utf-8']);
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
      // everything that a module asks for is there
      for (const [, name = ''] of text.matchAll(/from "([^"]+)"/g)) {
        expect((await browser.page(new URL(name, `http://localhost${url}`).pathname)).status, name).toBe(200);
      }
      const again = await browser.page(url, undefined, { 'if-none-match': String(headers.etag) });
      expect([again.status, again.text]).toEqual([304, '']);
    }
  });

  it('has its modules under no other name', async () => {
    const browser = await somebody('viewer');
    const page = await (await somebody('officer')).page('/live');
    const hash = /modules\/(\w+)\//.exec(page.text)?.[1];
    expect((await browser.page(`/live/modules/${hash}/live/main.js`)).status).toBe(200);
    const asked = [
      '0000000000000000/live/main.js',
      `${hash}/live/nothing.js`,
      `${hash}/../../../package.json`,
      `${hash}/`,
    ];
    for (const path of asked) expect((await browser.page(`/live/modules/${path}`)).status, path).toBe(404);
  });

  it('says in words to whom it does not open', async () => {
    const page = await (await somebody('viewer')).page('/live');
    expect([page.status, page.headers['content-type']]).toEqual([403, 'text/html; charset=utf-8']);
    expect(page.text).toContain('Không mở được');
    expect((await (await somebody('viewer')).page('/tai-khoan')).text).not.toContain('href="/live"');
  });

  it('sends to sign in, and back', async () => {
    const { phone } = await invited(shared.app, administrator, { roles: ['hamlet-head'] });
    const browser = new Browser(shared.app);
    const away = await browser.page('/live?lang=en');
    expect([away.status, away.headers.location]).toEqual([303, '/dang-nhap?next=/live&lang=en']);
    const asked = await browser.page('/dang-nhap?next=/live');
    expect(asked.text).toContain('action="/dang-nhap?next=/live"');
    expect(asked.text).toContain('href="/dang-nhap?lang=en&amp;next=/live"');
    const wrong = await browser.page('/dang-nhap?next=/live', { name: phone, password: 'sai' });
    expect(wrong.text).toContain('action="/dang-nhap?next=/live"');
    const right = await browser.page('/dang-nhap?next=/live', { name: phone, password: PASSWORD });
    expect([right.status, right.headers.location]).toEqual([303, '/live']);
    expect((await browser.page('/dang-nhap?next=/live')).headers.location).toBe('/live');
  });

  it('leads nowhere else, whatever a link says', async () => {
    const { phone } = await invited(shared.app, administrator, { roles: ['viewer'] });
    for (const next of ['//evil.example', 'https://evil.example/live', '/live/../x', '/tai-khoan']) {
      const browser = new Browser(shared.app);
      const done = await browser.page(`/dang-nhap?next=${encodeURIComponent(next)}`, {
        name: phone,
        password: PASSWORD,
      });
      expect([done.status, done.headers.location], next).toEqual([303, '/']);
    }
  });

  it('asks for the second factor first, where the role needs one', async () => {
    const phone = newPhone();
    const asked = { name: 'Người duyệt', roles: ['approver'], areaIds: 'everywhere', phone };
    const { body } = await administrator.call('POST', '/accounts', asked);
    const browser = new Browser(shared.app);
    await browser.page(new URL(body.url).pathname, { password: PASSWORD, again: PASSWORD });
    expect((await browser.page('/live')).headers.location).toBe('/tai-khoan');
    await browser.enrolTotp();
    expect((await browser.page('/live')).status).toBe(200);
    // and through the code of the authenticator it comes back as well
    const other = new Browser(shared.app);
    const step = await other.page('/dang-nhap?next=/live', { name: phone, password: PASSWORD });
    expect(step.text).toContain('action="/dang-nhap/ma?next=/live"');
    const ticket = /name="ticket" value="([^"]*)"/.exec(step.text)?.[1] ?? '';
    const done = await other.page('/dang-nhap/ma?next=/live', { ticket, code: browser.code(1) });
    expect([done.status, done.headers.location]).toEqual([303, '/live']);
  });
});
