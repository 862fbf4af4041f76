import { beforeAll, describe, expect, it } from 'vitest';
import { firstAdministrator, invited, PASSWORD, type Somebody } from '../../support/identity/accounts.ts';
import { SoftwareAuthenticator } from '../../support/identity/authenticator.ts';
import { Browser } from '../../support/identity/browser.ts';
import { sharedApp } from '../../support/identity/shared-app.ts';

const ORIGIN = 'https://loa.ngocthien.gov.vn';
const shared = sharedApp({ publicUrl: ORIGIN, trial: false });
let owner: Somebody;
let person: Awaited<ReturnType<typeof invited>>;
const authenticator = new SoftwareAuthenticator(ORIGIN);
const signIn = async (browser: Browser, answer: (options: unknown) => object) => {
  const { body } = await browser.call('POST', '/sign-in/passkey/options');
  return browser.call('POST', '/sign-in/passkey', { ticket: body.ticket, answer: answer(body.options) });
};

beforeAll(async () => {
  owner = await firstAdministrator(shared.app);
  person = await invited(shared.app, owner.browser, { roles: ['approver'], name: 'Trần Văn Chủ' });
});

describe('a passkey', () => {
  it('is asked for with the finger, for this name alone, and none twice', async () => {
    const { body } = await person.browser.call('POST', '/account/passkeys/options');
    expect(body.options).toMatchObject({
      rp: { id: 'loa.ngocthien.gov.vn', name: 'Loa Làng' },
      user: { displayName: 'Trần Văn Chủ' },
      authenticatorSelection: { userVerification: 'required', residentKey: 'required' },
      attestation: 'none',
    });
    for (const lies of [
      { origin: 'https://evil.example' },
      { origin: 'http://loa.ngocthien.gov.vn' },
      { rpId: 'gov.vn' },
      { challenge: 'AAAA' },
      { userVerified: false },
      { type: 'webauthn.get' },
    ]) {
      const asked = (await person.browser.call('POST', '/account/passkeys/options')).body;
      const answer = new SoftwareAuthenticator(ORIGIN).create(asked.options, lies);
      const refused = await person.browser.call('POST', '/account/passkeys', { ticket: asked.ticket, answer });
      expect([refused.status, refused.body.code], JSON.stringify(lies)).toEqual([401, 'passkey-refused']);
      const right = new SoftwareAuthenticator(ORIGIN).create(asked.options);
      const again = await person.browser.call('POST', '/account/passkeys', { ticket: asked.ticket, answer: right });
      expect(again.body.code).toBe('sign-in-over');
    }
  });

  it('counts as the second factor of who must have one', async () => {
    expect((await person.browser.call('GET', '/people/me')).body.code).toBe('second-factor-missing');
    const { ticket, options } = (await person.browser.call('POST', '/account/passkeys/options')).body;
    const answer = authenticator.create(options);
    const added = await person.browser.call('POST', '/account/passkeys', { ticket, answer, label: 'Điện thoại' });
    expect([added.status, added.body.recoveryCodes.length]).toEqual([200, 10]);
    expect((await person.browser.call('GET', '/people/me')).status).toBe(200);
    const known = (await person.browser.call('POST', '/account/passkeys/options')).body;
    expect(known.options.excludeCredentials).toHaveLength(1);
    const same = authenticator.create(known.options);
    expect(
      (await person.browser.call('POST', '/account/passkeys', { ticket: known.ticket, answer: same })).body.code,
    ).toBe('passkey-known');
  });

  it('signs in without a name, a password or a code', async () => {
    const browser = new Browser(shared.app);
    const answer = await signIn(browser, (options) => authenticator.get(options));
    expect(answer).toMatchObject({
      status: 200,
      body: { state: 'signed-in', name: 'Trần Văn Chủ', secondFactorMissing: false },
    });
    expect((await browser.call('GET', '/people/me')).body.personId).toBe(person.id);
    expect((await browser.call('GET', '/account/sessions')).body.sessions[0]).toMatchObject({
      secondFactor: 'passkey',
    });
  });

  it('opens nothing from another page, without the finger, replayed, or with another key', async () => {
    const browser = new Browser(shared.app);
    for (const lies of [
      { origin: 'https://evil.example' },
      { rpId: 'evil.example' },
      { challenge: 'AAAA' },
      { userVerified: false },
      { type: 'webauthn.create' },
      { foreignKey: true },
      { counter: 1 },
    ]) {
      const refused = await signIn(browser, (options) => authenticator.get(options, lies));
      expect([refused.status, refused.body.code], JSON.stringify(lies)).toEqual([401, 'passkey-refused']);
    }
    const unknown = new SoftwareAuthenticator(ORIGIN);
    expect((await signIn(browser, (options) => unknown.get(options))).body.code).toBe('passkey-refused');
    const { ticket, options } = (await browser.call('POST', '/sign-in/passkey/options')).body;
    const answer = authenticator.get(options);
    expect((await browser.call('POST', '/sign-in/passkey', { ticket, answer })).status).toBe(200);
    expect((await browser.call('POST', '/sign-in/passkey', { ticket, answer })).body.code).toBe('sign-in-over');
    const later = (await browser.call('POST', '/sign-in/passkey/options')).body;
    expect((await browser.call('POST', '/sign-in/passkey', { ticket: later.ticket, answer })).body.code).toBe(
      'passkey-refused',
    );
  });

  it('that was copied is noticed by its counter', async () => {
    const copy = authenticator.copy();
    expect((await signIn(new Browser(shared.app), (options) => authenticator.get(options))).status).toBe(200);
    expect((await signIn(new Browser(shared.app), (options) => copy.get(options))).body.code).toBe('passkey-refused');
  });

  it('is the last second factor of its person, and stays until there is another', async () => {
    const { passkeys } = (await person.browser.call('GET', '/account')).body.secondFactor;
    const path = `/account/passkeys/${passkeys[0].id}`;
    expect((await person.browser.call('DELETE', path)).body.code).toBe('second-factor-kept');
    await person.browser.enrolTotp();
    expect((await person.browser.call('DELETE', path)).status).toBe(200);
    expect((await person.browser.call('DELETE', '/account/totp')).body.code).toBe('second-factor-kept');
    const gone = await signIn(new Browser(shared.app), (options) => authenticator.get(options));
    expect(gone.body.code).toBe('passkey-refused');
  });

  it('goes with the telephone when an administrator resets everything', async () => {
    const reset = await owner.browser.call('POST', `/accounts/${person.id}/reset`, { secondFactor: true });
    const browser = new Browser(shared.app);
    const password = 'ruộng bậc thang mùa nước đổ';
    await browser.call('POST', `/account-links/${reset.body.url.split('/').at(-1)}`, { password });
    const again = await browser.call('POST', '/sign-in', { name: person.phone, password });
    expect(again.body).toMatchObject({ state: 'signed-in', secondFactorMissing: true });
    expect((await browser.call('GET', '/account')).body.secondFactor).toMatchObject({
      ...{ totp: false, passkeys: [], recoveryCodesLeft: 0 },
    });
    expect((await browser.call('GET', '/people/me')).body.code).toBe('second-factor-missing');
    expect((await browser.call('POST', '/sign-in', { name: person.phone, password: PASSWORD })).status).toBe(401);
  });
});
