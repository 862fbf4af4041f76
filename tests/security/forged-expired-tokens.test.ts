/** Tokens that nobody gave, that were given to somebody else, that are over, or that were taken back. */
import { createHash } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { firstAdministrator, invited, newPhone, PASSWORD, type Somebody } from '../support/identity/accounts.ts';
import { Browser } from '../support/identity/browser.ts';
import { sharedApp } from '../support/identity/shared-app.ts';

const shared = sharedApp({ apiToken: 'ma-quan-tri-he-thong-dai' });
const DAY = 24 * 3600_000;
const start = Date.now();
let owner: Somebody;
let communeId: string;
beforeAll(async () => {
  owner = await firstAdministrator(shared.app);
  const province = await owner.browser.call('POST', '/areas', { kind: 'province', name: 'Bắc Ninh' });
  const commune = { kind: 'commune', name: 'Ngọc Thiện', parentId: province.body.area.id };
  communeId = (await owner.browser.call('POST', '/areas', commune)).body.area.id;
});
afterEach(() => shared.app.setNow(undefined));

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const ask = (headers: Record<string, string>, path = '/people/me') => shared.app.call('GET', path, undefined, headers);
const proof = () => owner.browser.call('POST', '/account/proof', { password: PASSWORD });

async function newToken(more: object = {}, by: Browser = owner.browser) {
  const asked = {
    name: 'Trạm đo mưa',
    scope: ['see'],
    areaIds: 'everywhere',
    expiresAt: new Date(start + 9 * DAY).toISOString(),
  };
  return by.call('POST', '/account/api-tokens', { ...asked, ...more });
}

describe('a session', () => {
  it('is opened by no token but its own', async () => {
    const own = owner.browser.cookies.get('loa-session') ?? '';
    const flipped = `${own.slice(0, -2)}${own.endsWith('AA') ? 'BB' : 'AA'}`;
    const hash = createHash('sha256').update(own).digest('hex');
    for (const token of [
      '',
      'x',
      flipped,
      hash,
      `${own}A`,
      own.toLowerCase(),
      '%00',
      "' OR '1'='1",
      'undefined',
      'A'.repeat(43),
    ]) {
      const answer = await ask({ cookie: `loa-session=${token}` });
      expect([answer.status, answer.body.code], token).toEqual([401, 'session-missing']);
    }
    expect((await ask({ cookie: `x=y; loa-session=${own}; z=1` })).status).toBe(200);
    expect((await ask(bearer(own))).status).toBe(401);
  });

  it('is not opened by what was planted before somebody signed in', async () => {
    const planted = 'P'.repeat(43);
    const browser = new Browser(shared.app);
    browser.cookies.set('loa-session', planted);
    const plain = await invited(shared.app, owner.browser, { roles: ['viewer'] });
    await browser.call('POST', '/sign-in', { name: plain.phone, password: PASSWORD });
    expect(browser.cookies.get('loa-session')).not.toBe(planted);
    expect((await ask({ cookie: `loa-session=${planted}` })).status).toBe(401);
    expect((await browser.call('GET', '/people/me')).status).toBe(200);
  });

  it('is over after a month, however busy it was', async () => {
    const plain = await invited(shared.app, owner.browser, { roles: ['viewer'] });
    await shared.databases.query(shared.databaseUrl, 'UPDATE person_session SET seen_at = $1 WHERE person_id = $2', [
      new Date(start + 30 * DAY),
      plain.id,
    ]);
    shared.app.setNow(start + 29 * DAY);
    expect((await plain.browser.call('GET', '/people/me')).status).toBe(200);
    shared.app.setNow(Date.now() + 30 * DAY);
    expect((await plain.browser.call('GET', '/people/me')).status).toBe(401);
  });

  it('with TLS is kept under a name that no neighbour can set', async () => {
    const tls = { 'x-forwarded-proto': 'https' };
    const plain = await invited(shared.app, owner.browser, { roles: ['viewer'] });
    const browser = new Browser(shared.app, tls);
    await browser.call('POST', '/sign-in', { name: plain.phone, password: PASSWORD });
    expect([...browser.cookies.keys()]).toEqual(['__Host-loa-session']);
    const token = browser.cookies.get('__Host-loa-session');
    expect((await ask({ ...tls, cookie: `loa-session=${token}` })).status).toBe(401);
    expect((await ask({ ...tls, cookie: `loa-session=x; __Host-loa-session=${token}` })).status).toBe(200);
  });
});

describe('an API token', () => {
  it('passes on the rights that were given to it, where they were given, and never those to approve or make accounts', async () => {
    await proof();
    const made = await newToken({ areaIds: [communeId] });
    expect(made.status).toBe(201);
    const { token } = made.body;
    expect(token).toMatch(/^loalang_[\w-]{43}$/);
    expect((await ask(bearer(token))).body).toMatchObject({ kind: 'token', areaIds: [communeId], actions: ['see'] });
    expect((await ask(bearer(token), '/areas')).status).toBe(200);
    const acts = [
      ['POST', '/areas', { kind: 'hamlet', hamletKind: 'thôn', name: 'Trại', parentId: communeId, households: 1 }],
      ['POST', '/stop', { areaId: communeId }],
      ['GET', '/accounts', undefined],
    ] as const;
    for (const [method, path, body] of acts) {
      expect((await shared.app.call(method, path, body, bearer(token))).body.code, path).toBe('not-permitted');
    }
    for (const path of ['/account', '/account/sessions', '/account/api-tokens']) {
      expect((await ask(bearer(token), path)).body.code, path).toBe('session-missing');
    }
    // what only asks for the right to see, and changes something
    for (const [method, path] of [
      ['POST', '/approvals/x/decisions'],
      ['POST', '/approvals/x/confirm'],
      ['DELETE', '/delegations/x'],
      ['POST', '/emergencies/x/stop'],
    ] as const) {
      const body = path.endsWith('decisions') ? { decision: 'approve', bindingHash: 'a'.repeat(64) } : undefined;
      const answer = await shared.app.call(method, path, body, bearer(token));
      expect([answer.status, answer.body.code], path).toEqual([403, 'not-permitted']);
    }
    for (const scope of [['approve'], ['see', 'return'], ['administer']]) {
      expect((await newToken({ scope })).body.code, scope.join()).toBe('token-scope');
    }
  });

  it('is not opened by anything near it', async () => {
    await proof();
    const { token } = (await newToken()).body;
    const hash = createHash('sha256').update(token).digest('hex');
    for (const wrong of [
      token.slice(8),
      `${token}A`,
      token.toLowerCase(),
      token.toUpperCase(),
      hash,
      `loalang_${'A'.repeat(43)}`,
      '',
    ]) {
      expect((await ask(bearer(wrong))).status, wrong).toBe(401);
    }
    expect((await ask({ cookie: `loa-session=${token}` })).status).toBe(401);
    const [row] = await shared.databases.query(
      shared.databaseUrl,
      "SELECT string_agg(t::text, '') AS all FROM api_token t",
    );
    expect(String(row?.all)).not.toContain(token.slice(8));
  });

  it('is over at its date, when it is taken back, and with its person', async () => {
    await proof();
    const late = { expiresAt: new Date(Date.now() + 400 * DAY).toISOString() };
    expect((await newToken(late)).body.code).toBe('token-expiry');
    expect((await newToken({ expiresAt: new Date(Date.now() - 1000).toISOString() })).body.code).toBe('token-expiry');
    const { token } = (await newToken()).body;
    expect((await ask(bearer(token))).status).toBe(200);
    shared.app.setNow(start + 9 * DAY + 1000);
    expect((await ask(bearer(token))).status).toBe(401);
    shared.app.setNow(undefined);
    const second = (await newToken()).body;
    expect((await owner.browser.call('DELETE', `/account/api-tokens/${second.id}`)).status).toBe(200);
    expect((await ask(bearer(second.token))).status).toBe(401);
    const person = await invited(shared.app, owner.browser, { roles: ['viewer'] });
    const third = (await newToken({}, person.browser)).body.token;
    expect((await ask(bearer(third))).status).toBe(200);
    await owner.browser.call('PATCH', `/accounts/${person.id}`, { active: false });
    expect((await ask(bearer(third))).status).toBe(401);
    await owner.browser.call('PATCH', `/accounts/${person.id}`, { active: true });
    expect((await ask(bearer(third))).status).toBe(401);
  });

  it('loses what its person loses', async () => {
    const person = await invited(shared.app, owner.browser, { roles: ['technician'] });
    const { token } = (await newToken({ scope: ['see', 'manage'] }, person.browser)).body;
    expect((await ask(bearer(token))).body.actions).toEqual(['see', 'manage']);
    await owner.browser.call('PATCH', `/accounts/${person.id}`, { roles: ['viewer'], areaIds: [communeId] });
    expect((await ask(bearer(token))).body).toMatchObject({ actions: ['see'], areaIds: [communeId] });
  });

  it('of another system is made by an administrator, for an account that delivers and signs in nowhere', async () => {
    await proof();
    const phone = newPhone();
    const system = { name: 'Đài tỉnh', roles: ['source'], areaIds: 'everywhere', phone };
    const { id } = (await owner.browser.call('POST', '/accounts', system)).body.account;
    const asked = {
      name: 'Máy chủ đài',
      scope: ['deliver'],
      areaIds: 'everywhere',
      expiresAt: new Date(start + DAY).toISOString(),
    };
    const made = await owner.browser.call('POST', `/accounts/${id}/api-tokens`, asked);
    expect(made.status).toBe(201);
    expect((await ask(bearer(made.body.token))).body).toMatchObject({
      kind: 'token',
      personId: id,
      actions: ['deliver'],
    });
    const person = await invited(shared.app, owner.browser, { roles: ['viewer'] });
    const other = await owner.browser.call('POST', `/accounts/${person.id}/api-tokens`, { ...asked, scope: ['see'] });
    expect(other.body.code).toBe('not-permitted');
  });
});

describe('a password alone', () => {
  it('makes nothing where there is a second factor, by a session from before it', async () => {
    const { id, phone, browser } = await invited(shared.app, owner.browser, { roles: ['approver'] });
    expect((await newToken({}, browser)).body.code).toBe('second-factor-missing');
    const before = new Browser(shared.app);
    expect((await before.call('POST', '/sign-in', { name: phone, password: PASSWORD })).body.state).toBe('signed-in');
    await browser.enrolTotp();
    for (const [method, path] of [
      ['POST', '/account/totp'],
      ['DELETE', '/account/totp'],
      ['POST', '/account/recovery-codes'],
      ['POST', '/account/passkeys/options'],
    ] as const) {
      expect((await before.call(method, path)).body.code, path).toBe('second-factor-missing');
    }
    expect((await newToken({}, before)).body.code).toBe('second-factor-missing');
    expect((await newToken({}, browser)).status).toBe(201);
    // a link of an administrator is no way around it
    await owner.browser.call('POST', `/accounts/${id}/reset`, { secondFactor: false });
    const link = await owner.browser.call('POST', `/accounts/${id}/invitation`);
    const holder = new Browser(shared.app);
    await holder.call('POST', `/account-links/${link.body.url.split('/').at(-1)}`, { password: PASSWORD });
    expect((await holder.call('POST', '/account/recovery-codes')).body.code).toBe('second-factor-missing');
  });
});

describe('a one-time link', () => {
  it('opens nothing after the account was closed or its number changed, also once it is open again', async () => {
    for (const change of [{ active: false }, { phone: newPhone() }]) {
      const asked = { name: 'Người Mới', roles: ['viewer'], areaIds: 'everywhere', phone: newPhone() };
      const { body } = await owner.browser.call('POST', '/accounts', asked);
      const path = `/accounts/${body.account.id}`;
      expect((await owner.browser.call('PATCH', path, change)).status).toBe(200);
      expect((await owner.browser.call('PATCH', path, { active: true })).status).toBe(200);
      const stranger = new Browser(shared.app);
      const used = await stranger.call('POST', `/account-links/${body.url.split('/').at(-1)}`, { password: PASSWORD });
      expect([used.status, used.body.code], JSON.stringify(change)).toEqual([404, 'link-unusable']);
    }
  });

  it('is over at its date, once it was used, and once there is a newer one', async () => {
    const invite = async () => {
      const asked = { name: 'Người Mới', roles: ['viewer'], areaIds: 'everywhere', phone: newPhone() };
      const { body } = await owner.browser.call('POST', '/accounts', asked);
      return { id: body.account.id, token: body.url.split('/').at(-1) };
    };
    const stranger = new Browser(shared.app);
    const use = (token: string) => stranger.call('POST', `/account-links/${token}`, { password: PASSWORD });
    const first = await invite();
    shared.app.setNow(Date.now() + 7 * DAY + 1000);
    expect((await use(first.token)).body.code).toBe('link-unusable');
    shared.app.setNow(undefined);
    const newer = await owner.browser.call('POST', `/accounts/${first.id}/invitation`);
    expect((await use(first.token)).body.code).toBe('link-unusable');
    const answers = await Promise.all([use(newer.body.url.split('/').at(-1)), use(newer.body.url.split('/').at(-1))]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    const closed = await invite();
    await owner.browser.call('PATCH', `/accounts/${closed.id}`, { active: false });
    expect((await use(closed.token)).body.code).toBe('link-unusable');
  });

  it('of a reset takes the place of the password at once, and opens nothing by itself', async () => {
    const person = await invited(shared.app, owner.browser, { roles: ['viewer'] });
    const reset = await owner.browser.call('POST', `/accounts/${person.id}/reset`, { secondFactor: false });
    expect((await person.browser.call('GET', '/people/me')).status).toBe(401);
    const browser = new Browser(shared.app);
    const signIn = (password: string) => browser.call('POST', '/sign-in', { name: person.phone, password });
    expect((await signIn(PASSWORD)).status).toBe(401);
    const next = 'mưa xuân phơi phới bay';
    const used = await browser.call('POST', `/account-links/${reset.body.url.split('/').at(-1)}`, { password: next });
    expect(used.body).toEqual({ state: 'sign-in' });
    expect(browser.cookies.size).toBe(0);
    expect((await signIn(next)).body.state).toBe('signed-in');
  });
});
