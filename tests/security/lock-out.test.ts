/** Guessing passwords and codes, one after the other and many at once. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { firstAdministrator, PASSWORD, type Somebody } from '../support/identity/accounts.ts';
import { Browser } from '../support/identity/browser.ts';
import { CountingHasher } from '../support/identity/counting-hasher.ts';
import { sharedApp } from '../support/identity/shared-app.ts';

const passwordHasher = new CountingHasher();
const shared = sharedApp({ passwordHasher });
let owner: Somebody & { codes: string[] };
const start = Date.now();
let now = start;
/** Each test has a quarter of an hour of its own. */
const later = (minutes: number) => {
  now += minutes * 60_000;
  shared.app.setNow(now);
};
beforeAll(async () => {
  shared.app.setNow(now);
  owner = await firstAdministrator(shared.app, () => now);
});
afterEach(() => later(31));

let sender = 0;
/** From somewhere else each time, as by a proxy of the own network. */
const elsewhere = () => new Browser(shared.app, { 'x-forwarded-for': `203.0.113.${++sender % 250}` }, () => now);

const tryPassword = async (password: string, browser = elsewhere()) =>
  (await browser.call('POST', '/sign-in', { name: owner.phone, password })).body;

describe('guessing a password', () => {
  it('ends after ten from one place: the right one is refused, and counts again after a quarter of an hour', async () => {
    const one = elsewhere();
    for (let guess = 0; guess < 10; guess++)
      expect((await tryPassword(`đoán lần ${guess}`, one)).code).toBe('sign-in-failed');
    expect((await tryPassword(PASSWORD, one)).code).toBe('sign-in-failed');
    later(16);
    expect((await tryPassword(PASSWORD, one)).state).toBe('code-needed');
  });

  it('ends after ten when they come at the same moment', async () => {
    passwordHasher.compared = [];
    const one = elsewhere();
    const guesses = Array.from({ length: 16 }, (_, guess) => tryPassword(`đoán cùng lúc ${guess}`, one));
    expect((await Promise.all(guesses)).every(({ code }) => code === 'sign-in-failed')).toBe(true);
    // the rest was compared with nobody's
    expect(passwordHasher.compared.filter((hash) => hash !== undefined)).toHaveLength(10);
    expect((await tryPassword(PASSWORD, one)).code).toBe('sign-in-failed');
  });

  it('of one name on purpose from one place keeps its owner out nowhere else', async () => {
    const spoiler = elsewhere();
    for (let guess = 0; guess < 30; guess++) await tryPassword(`cố ý sai ${guess}`, spoiler);
    expect((await tryPassword(PASSWORD)).state).toBe('code-needed');
  });

  it('ends after sixty from wherever', async () => {
    for (let guess = 0; guess < 60; guess++) await tryPassword(`khắp nơi đoán ${guess}`);
    expect((await tryPassword(PASSWORD)).code).toBe('sign-in-failed');
    later(16);
    expect((await tryPassword(PASSWORD)).state).toBe('code-needed');
  });

  it('the right one forgives those before', async () => {
    const one = elsewhere();
    for (let round = 0; round < 3; round++) {
      for (let guess = 0; guess < 6; guess++) await tryPassword(`vòng ${round}, đoán ${guess}`, one);
      expect((await tryPassword(PASSWORD, one)).state).toBe('code-needed');
    }
  });

  it('does not keep the owner out where the telephone is remembered', async () => {
    const phone = elsewhere();
    const { ticket } = await tryPassword(PASSWORD, phone);
    const code = { ticket, code: owner.codes[0], remember: true };
    expect((await phone.call('POST', '/sign-in/code', code)).status).toBe(200);
    expect([...phone.cookies.keys()]).toEqual(['loa-session', 'loa-phone']);
    for (let guess = 0; guess < 62; guess++) await tryPassword(`để khoá lãnh đạo ${guess}`);
    expect((await tryPassword(PASSWORD)).code).toBe('sign-in-failed');
    expect((await tryPassword(PASSWORD, phone)).state).toBe('signed-in');
    for (let guess = 0; guess < 10; guess++) await tryPassword(`kẻ trộm máy đoán ${guess}`, phone);
    expect((await tryPassword(PASSWORD, phone)).code).toBe('sign-in-failed');
  });

  it('of many names from one place ends after sixty, whoever they are', async () => {
    const one = new Browser(shared.app, { 'x-forwarded-for': '198.51.100.7' });
    const codes: string[] = [];
    for (let guess = 0; guess < 61; guess++) {
      const name = `09${String(70_000_000 + guess)}`;
      codes.push((await one.call('POST', '/sign-in', { name, password: 'một câu bất kỳ' })).body.code);
    }
    expect([...new Set(codes.slice(0, 60))]).toEqual(['sign-in-failed']);
    const refused = await one.call('POST', '/sign-in', { name: owner.phone, password: PASSWORD });
    expect([refused.status, refused.body.code]).toEqual([429, 'sign-in-attempts']);
    expect((await tryPassword(PASSWORD)).state).toBe('code-needed');
  }, 300_000);

  it('of others behind one address of a network does not keep a remembered telephone out', async () => {
    const address = { 'x-forwarded-for': '198.51.100.9' };
    const phone = new Browser(shared.app, address, () => now);
    const { ticket } = await tryPassword(PASSWORD, phone);
    const code = { ticket, code: owner.codes[4], remember: true };
    expect((await phone.call('POST', '/sign-in/code', code)).status).toBe(200);
    const other = new Browser(shared.app, address);
    for (let guess = 0; guess < 61; guess++) {
      await other.call('POST', '/sign-in', { name: `09${String(80_000_000 + guess)}`, password: 'một câu bất kỳ' });
    }
    expect((await tryPassword(PASSWORD, other)).code).toBe('sign-in-attempts');
    expect((await tryPassword(PASSWORD, phone)).state).toBe('signed-in');
  }, 300_000);
});

describe('guessing a code', () => {
  it('ends after five in one sign-in, and after ten in all, right ones included', async () => {
    const first = elsewhere();
    const { ticket } = await tryPassword(PASSWORD, first);
    for (let guess = 0; guess < 5; guess++) {
      expect((await first.call('POST', '/sign-in/code', { ticket, code: '000000' })).body.code).toBe('code-wrong');
    }
    expect((await first.call('POST', '/sign-in/code', { ticket, code: owner.codes[1] })).body.code).toBe(
      'sign-in-over',
    );
    const second = elsewhere();
    const { ticket: other } = await tryPassword(PASSWORD, second);
    for (let guess = 0; guess < 4; guess++)
      await second.call('POST', '/sign-in/code', { ticket: other, code: '000000' });
    const third = elsewhere();
    const { ticket: last } = await tryPassword(PASSWORD, third);
    await third.call('POST', '/sign-in/code', { ticket: last, code: '000000' });
    expect((await third.call('POST', '/sign-in/code', { ticket: last, code: owner.codes[1] })).body.code).toBe(
      'code-wrong',
    );
    later(31);
    const fourth = elsewhere();
    const { ticket: again } = await tryPassword(PASSWORD, fourth);
    expect((await fourth.call('POST', '/sign-in/code', { ticket: again, code: owner.codes[1] })).status).toBe(200);
  });

  it('a code, of the app or on paper, opens once', async () => {
    const code = owner.browser.code();
    const twice = async (used: string) => {
      const browser = elsewhere();
      const { ticket } = await tryPassword(PASSWORD, browser);
      return (await browser.call('POST', '/sign-in/code', { ticket, code: used })).status;
    };
    expect([await twice(code), await twice(code)]).toEqual([200, 401]);
    expect([await twice(owner.codes[2] ?? ''), await twice(owner.codes[2] ?? '')]).toEqual([200, 401]);
    const both = await Promise.all([twice(owner.codes[3] ?? ''), twice(owner.codes[3] ?? '')]);
    expect(both.sort()).toEqual([200, 401]);
  });
});
