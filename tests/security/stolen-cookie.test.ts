/** Somebody has got hold of the cookie of a session: what it opens, and how soon it opens nothing. */
import { PAGE_HEADER } from '@loa-lang/schemas/http/sign-in';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { firstAdministrator, PASSWORD, type Somebody } from '../support/identity/accounts.ts';
import { SoftwareAuthenticator } from '../support/identity/authenticator.ts';
import { Browser } from '../support/identity/browser.ts';
import { sharedApp } from '../support/identity/shared-app.ts';

const shared = sharedApp();
const MINUTES = 60_000;
let owner: Somebody & { codes: string[] };
let now = Date.now();
const later = (minutes: number) => {
  now += minutes * MINUTES;
  shared.app.setNow(now);
};
beforeAll(async () => {
  later(0);
  owner = await firstAdministrator(shared.app, () => now);
});
// what was tried in one test does not count in the next
afterEach(() => later(16));

/** A browser with the owner's session cookie, and nothing else of the owner's. */
function thief(): Browser {
  const stolen = new Browser(shared.app, { 'user-agent': 'thief' });
  for (const [name, value] of owner.browser.cookies) if (name.includes('session')) stolen.cookies.set(name, value);
  return stolen;
}

describe('a stolen cookie', () => {
  it('does not become an account: what changes it asks for the password', async () => {
    later(11);
    const stolen = thief();
    expect((await stolen.call('GET', '/people/me')).status).toBe(200);
    const acts = [
      ['POST', '/account/totp', undefined],
      ['PUT', '/account/totp', { sealed: 'loa1.x', code: '123456' }],
      ['DELETE', '/account/totp', undefined],
      ['POST', '/account/recovery-codes', undefined],
      ['POST', '/account/passkeys/options', undefined],
      ['DELETE', '/account/passkeys/x', undefined],
      [
        'POST',
        '/account/api-tokens',
        { name: 'x', scope: ['see'], areaIds: 'everywhere', expiresAt: new Date(now + 864e5).toISOString() },
      ],
    ] as const;
    for (const [method, path, body] of acts) {
      expect(await stolen.call(method, path, body), `${method} ${path}`).toMatchObject({
        status: 403,
        body: { code: 'proof-needed' },
      });
    }
    const answer = new SoftwareAuthenticator('http://localhost').create({
      user: { id: '' },
      rp: { id: 'localhost' },
      challenge: '',
    });
    expect((await stolen.call('POST', '/account/passkeys', { ticket: 'x', answer })).body.code).toBe('proof-needed');
    for (const current of ['', 'guess number one']) {
      const changed = await stolen.call('PUT', '/account/password', { current, next: 'mật khẩu của kẻ gian đấy' });
      expect(changed.status, current).toBeGreaterThanOrEqual(400);
    }
    expect((await stolen.call('POST', '/account/proof', { password: 'đoán bừa một câu' })).body.code).toBe(
      'password-wrong',
    );
    const owners = new Browser(shared.app);
    expect((await owners.call('POST', '/sign-in', { name: owner.phone, password: PASSWORD })).body.state).toBe(
      'code-needed',
    );
  });

  it('does not let the password be guessed: after ten wrong ones the right one is refused, too', async () => {
    const stolen = thief();
    for (let guess = 0; guess < 12; guess++)
      await stolen.call('POST', '/account/proof', { password: `guess ${guess}` });
    expect((await stolen.call('POST', '/account/proof', { password: PASSWORD })).body.code).toBe('password-wrong');
    later(16);
    expect((await owner.browser.call('POST', '/account/proof', { password: PASSWORD })).status).toBe(200);
  });

  it('is no cookie of a script’s, and none that another site sends', async () => {
    const again = new Browser(shared.app);
    const signIn = { method: 'POST' as const, url: '/api/v1/sign-in', headers: { host: 'localhost' } };
    const { body } = await again.call('POST', '/sign-in', { name: owner.phone, password: PASSWORD });
    const payload = { ticket: body.ticket, code: owner.codes[0] };
    const answer = await shared.app.server.inject({ ...signIn, url: '/api/v1/sign-in/code', payload });
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(/^loa-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('opens nothing after the owner has signed out', async () => {
    const stolen = thief();
    expect((await stolen.call('GET', '/people/me')).status).toBe(200);
    const headers = { host: 'localhost', cookie: owner.browser.cookieHeader, [PAGE_HEADER]: '1' };
    const left = await shared.app.server.inject({ method: 'POST', url: '/api/v1/sign-out', headers });
    expect([left.statusCode, left.headers['clear-site-data']]).toEqual([200, '"cache", "storage"']);
    expect(left.headers['set-cookie']).toMatch(/^loa-session=; .*Max-Age=0/);
    for (const path of ['/people/me', '/account', '/areas']) {
      expect(await stolen.call('GET', path), path).toMatchObject({ status: 401, body: { code: 'session-missing' } });
    }
  });
});

describe('whoever owns the account', () => {
  async function signIn(code: string): Promise<Browser> {
    const browser = new Browser(shared.app);
    const { body } = await browser.call('POST', '/sign-in', { name: owner.phone, password: PASSWORD });
    expect((await browser.call('POST', '/sign-in/code', { ticket: body.ticket, code })).status).toBe(200);
    return browser;
  }

  it('sees the other session, ends it, and it opens nothing from the next request on', async () => {
    const mine = await signIn(owner.codes[1] ?? '');
    const other = await signIn(owner.codes[2] ?? '');
    const { sessions } = (await mine.call('GET', '/account/sessions')).body;
    // newest first: the other one has asked for nothing since
    const [foreign] = sessions.filter((each: { current: boolean }) => !each.current);
    expect(foreign).toMatchObject({ agent: 'Trình duyệt thử', secondFactor: 'recovery-code' });
    expect((await mine.call('DELETE', `/account/sessions/${foreign.id}`)).status).toBe(200);
    expect((await other.call('GET', '/areas')).status).toBe(401);
    expect((await mine.call('GET', '/areas')).status).toBe(200);
    expect((await mine.call('DELETE', `/account/sessions/${foreign.id}`)).body.code).toBe('item-unknown');
  });

  it('ends all others by changing the password', async () => {
    const mine = await signIn(owner.codes[3] ?? '');
    const other = await signIn(owner.codes[4] ?? '');
    const change = { current: PASSWORD, next: 'bờ tre xanh rì rào gió' };
    expect((await mine.call('PUT', '/account/password', change)).status).toBe(200);
    expect((await other.call('GET', '/areas')).status).toBe(401);
    expect((await mine.call('GET', '/areas')).status).toBe(200);
    expect((await mine.call('PUT', '/account/password', { current: change.next, next: PASSWORD })).status).toBe(200);
  });

  it('forgets all other telephones by changing the password', async () => {
    const enter = async (codeOf: number) => {
      const browser = new Browser(shared.app);
      const { body } = await browser.call('POST', '/sign-in', { name: owner.phone, password: PASSWORD });
      const code = { ticket: body.ticket, code: owner.codes[codeOf], remember: true };
      expect((await browser.call('POST', '/sign-in/code', code)).status).toBe(200);
      return browser;
    };
    const [mine, other] = [await enter(6), await enter(7)];
    const next = 'bờ tre xanh rì rào gió';
    expect((await mine.call('PUT', '/account/password', { current: PASSWORD, next })).status).toBe(200);
    const again = async (browser: Browser) =>
      (await browser.call('POST', '/sign-in', { name: owner.phone, password: next })).body.state;
    expect([await again(other), await again(mine)]).toEqual(['code-needed', 'signed-in']);
    expect((await mine.call('PUT', '/account/password', { current: next, next: PASSWORD })).status).toBe(200);
  });

  it('is told of nothing more once the session has ended: what goes on is looked at again', async () => {
    const mine = await signIn(owner.codes[8] ?? '');
    const { sessions } = (await mine.call('GET', '/account/sessions')).body;
    const { id } = sessions.find((each: { current: boolean }) => each.current);
    const { whoCalls } = shared.app.useCases;
    expect(await Promise.all([whoCalls.isOpen(id), whoCalls.isOpen('nobody')])).toEqual([true, false]);
    await mine.call('POST', '/sign-out');
    expect(await whoCalls.isOpen(id)).toBe(false);
  });

  it('is signed out after a night without a request', async () => {
    const mine = await signIn(owner.codes[5] ?? '');
    const start = now;
    const HOUR = 60 * MINUTES;
    later(15 * 60);
    expect((await mine.call('GET', '/areas')).status).toBe(200);
    await eventually('the request is noted', async () => {
      const sql = 'SELECT max(seen_at) AS seen FROM person_session';
      const [row] = await shared.databases.query(shared.databaseUrl, sql);
      return row !== undefined && (row.seen as Date).getTime() >= start + 15 * HOUR;
    });
    later(15 * 60);
    expect((await mine.call('GET', '/areas')).status).toBe(200);
    later(16 * 60 + 1);
    expect((await mine.call('GET', '/areas')).status).toBe(401);
  });
});
