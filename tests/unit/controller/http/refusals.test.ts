/** What the program's log says of those who were refused. */
import { JsonLog } from '@loa-lang/controller/adapters/json-log';
import { SIGN_IN_PAGE, SIGN_IN_ROOT } from '@loa-lang/controller/http/identity/addresses';
import { installErrors } from '@loa-lang/controller/http/plugins/errors';
import { installRefusals } from '@loa-lang/controller/http/plugins/refusals';
import { Refusal } from '@loa-lang/controller/services/refusal';
import fastify from 'fastify';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

function serve() {
  const lines: { sender: string; counts: Record<string, number> }[] = [];
  const loggerInstance = new JsonLog('warn', {}, (line) => lines.push(JSON.parse(line)));
  const server = fastify({ loggerInstance, trustProxy: ['127.0.0.1'] });
  installErrors(server as never, () => false);
  installRefusals(server as never);
  const refuse = (code: ConstructorParameters<typeof Refusal>[0]) => async () => {
    throw new Refusal(code);
  };
  server.post(SIGN_IN_ROOT, refuse('sign-in-failed'));
  server.post(SIGN_IN_PAGE, async (_, reply) => reply.status(429).send('page'));
  server.get('/forbidden', refuse('origin-refused'));
  server.get('/asks', refuse('session-missing'));
  server.get('/fine', async () => 'fine');
  const ask = (from: string, method: 'GET' | 'POST', url: string, headers: object = {}) =>
    server.inject({ method, url, remoteAddress: from, headers: headers as Record<string, string> });
  return { server, lines, ask };
}

it('is one line a minute and sender: how many of what', async () => {
  const { server, lines, ask } = serve();
  for (let n = 0; n < 30; n++) await ask('203.0.113.1', 'POST', SIGN_IN_ROOT);
  await ask('203.0.113.1', 'POST', SIGN_IN_PAGE);
  await ask('203.0.113.1', 'GET', '/forbidden');
  await ask('203.0.113.2', 'GET', '/asks', { authorization: 'Bearer guessed' });
  for (const from of ['203.0.113.3', '203.0.113.1']) {
    await ask(from, 'GET', '/fine');
    // whoever comes without anything is asked who it is, and has been refused nothing
    await ask(from, 'GET', '/asks');
  }
  expect(lines).toEqual([]);
  vi.advanceTimersByTime(60_000);
  expect(lines.map(({ sender, counts }) => [sender, counts])).toEqual([
    ['203.0.113.1', { 'sign-in': 31, forbidden: 1 }],
    ['203.0.113.2', { bearer: 1 }],
  ]);
  vi.advanceTimersByTime(60_000);
  expect(lines).toHaveLength(2);
  // what was counted last is not lost with the program
  await ask('203.0.113.4', 'GET', '/forbidden');
  await server.close();
  expect(lines[2]).toMatchObject({ level: 'warn', sender: '203.0.113.4', counts: { forbidden: 1 } });
});

it('names a proxy that nobody has named, and is not made longer by many senders', async () => {
  const { server, lines, ask } = serve();
  await ask('127.0.0.1', 'GET', '/fine', { 'x-forwarded-for': '203.0.113.1' });
  await ask('10.0.0.5', 'GET', '/fine', { 'x-forwarded-for': '203.0.113.1' });
  for (let n = 0; n < 1100; n++) {
    await ask('127.0.0.1', 'GET', '/forbidden', { 'x-forwarded-for': `2001:db8::${n.toString(16)}` });
  }
  await server.close();
  expect(lines).toHaveLength(1001);
  expect(lines[0]).toMatchObject({ sender: '10.0.0.5', counts: { 'proxy-not-trusted': 1 } });
  expect(lines.at(-1)).toMatchObject({ sender: 'others', counts: { forbidden: 101 } });
});
