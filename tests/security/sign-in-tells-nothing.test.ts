/** What a stranger learns from the answers: nothing about who has an account. */
import { beforeAll, expect, it } from 'vitest';
import { firstAdministrator, invited, PASSWORD, type Somebody } from '../support/identity/accounts.ts';
import { Browser } from '../support/identity/browser.ts';
import { CountingHasher } from '../support/identity/counting-hasher.ts';
import { sharedApp } from '../support/identity/shared-app.ts';

const passwordHasher = new CountingHasher();
const shared = sharedApp({ passwordHasher });
let owner: Somebody;
const names: Record<string, string> = { nobody: '0999999999', 'no number at all': "admin' OR 1=1 --", empty: ' ' };

beforeAll(async () => {
  owner = await firstAdministrator(shared.app);
  names.somebody = owner.phone;
  const closed = await invited(shared.app, owner.browser, { roles: ['technician'], name: 'Đã Nghỉ' });
  await owner.browser.call('PATCH', `/accounts/${closed.id}`, { active: false });
  names.closed = closed.phone;
  const phone = '0900000001';
  await owner.browser.call('POST', '/accounts', {
    name: 'Chưa Nhận',
    roles: ['technician'],
    areaIds: 'everywhere',
    phone,
  });
  names.invited = phone;
  const reset = await invited(shared.app, owner.browser, { roles: ['technician'], name: 'Quên Rồi' });
  await owner.browser.call('POST', `/accounts/${reset.id}/reset`, { secondFactor: false });
  names.reset = reset.phone;
  const locked = await invited(shared.app, owner.browser, { roles: ['technician'], name: 'Bị Khoá' });
  for (let guess = 0; guess < 61; guess++) {
    const browser = new Browser(shared.app, { 'x-forwarded-for': `203.0.113.${20 + guess}` });
    await browser.call('POST', '/sign-in', { name: locked.phone, password: `sai lần ${guess}` });
  }
  names.locked = locked.phone;
});

const ask = async (name: string, password: string) => {
  const headers = { host: 'localhost', 'x-forwarded-for': '203.0.113.8' };
  const answer = await shared.app.server.inject({
    method: 'POST',
    url: '/api/v1/sign-in',
    headers,
    payload: { name, password },
  });
  const { date: _, 'content-length': __, ...rest } = answer.headers;
  return { status: answer.statusCode, body: answer.body, headers: rest };
};

it('unknown, wrong, closed, invited, reset and locked names are answered alike, to the letter', async () => {
  const answers = new Map<string, string[]>();
  for (const [kind, name] of Object.entries(names)) {
    // where there is a right password it is given, but for somebody in good standing
    const password = kind === 'somebody' ? 'không phải câu này' : PASSWORD;
    const answer = JSON.stringify(await ask(name, password));
    answers.set(answer, [...(answers.get(answer) ?? []), kind]);
  }
  expect([...answers.values()]).toEqual([Object.keys(names)]);
  expect(JSON.parse([...answers.keys()][0] ?? '').status).toBe(401);
});

it('the same work is done for all of them: one password is compared, with nobody’s where there is none to compare', async () => {
  passwordHasher.compared = [];
  for (const name of Object.values(names)) await ask(name, 'không phải câu này');
  expect(passwordHasher.compared).toHaveLength(Object.keys(names).length);
  // nobody's has the same cost: tests/unit/controller/identity/argon2-hasher.test.ts
  expect(passwordHasher.compared.filter((hash) => hash !== undefined)).toHaveLength(1);
});

it('links and codes that never were are answered like those that are over', async () => {
  const stranger = new Browser(shared.app, { 'x-forwarded-for': '203.0.113.10' });
  const { body } = await owner.browser.call('POST', '/accounts', {
    ...{ name: 'Được Mời', roles: ['technician'], areaIds: 'everywhere', phone: '0900000002' },
  });
  const old = body.url.split('/').at(-1);
  await owner.browser.call('POST', `/accounts/${body.account.id}/invitation`);
  const answers = new Set<string>();
  for (const token of [old, 'A'.repeat(43), 'short', '..%2f..']) {
    answers.add(JSON.stringify(await stranger.call('GET', `/account-links/${token}`)));
  }
  expect([...answers]).toHaveLength(1);
});

it('an account beyond one’s reach is like one that is not there', async () => {
  const plain = await invited(shared.app, owner.browser, { roles: ['technician'] });
  for (const path of ['/accounts', `/accounts/${owner.id}`, '/accounts/nobody']) {
    expect((await plain.browser.call('GET', path)).status, path).toBe(403);
  }
});
