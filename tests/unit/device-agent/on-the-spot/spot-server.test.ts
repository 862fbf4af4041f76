import { request } from 'node:http';
import { createServer } from 'node:net';
import { type SpotServer, serveOnTheSpot } from '@loa-lang/device-agent/on-the-spot/spot-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../../support/eventually.ts';

let server: SpotServer;
let url: string;
let entered: string[];
const log: string[] = [];

const open = (port = 0) =>
  serveOnTheSpot(
    { host: '127.0.0.1', port },
    {
      doorkeeper: {
        async enter(code) {
          entered.push(code);
          return { ok: false, problem: 'code-wait', retryAfterMs: 30_000 };
        },
        leave: () => undefined,
      },
      speak: {
        state: () => ({ ok: false, problem: 'session-over' }),
        start: async () => ({ ok: false, problem: 'locked' }),
        speak: async () => ({ ok: false, problem: 'no-microphone' }),
        stop: () => ({ ok: true }),
      },
      log: (text) => log.push(text),
    },
  );

beforeEach(async () => {
  entered = [];
  log.length = 0;
  server = await open();
  url = `http://127.0.0.1:${server.port}`;
});
afterEach(() => server.close());

const post = (path: string, body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  fetch(`${url}${path}`, { method: 'POST', body, headers });

describe('the page', () => {
  it.each(['/', '/page.js', '/page.css', '/?from=portal'])(
    'serves %s, and what it may load is itself',
    async (path) => {
      const answer = await fetch(`${url}${path}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect((await answer.text()).length).toBeGreaterThan(1000);
    },
  );

  it('says everything in both languages', async () => {
    const { WORDS } = await import('@loa-lang/device-agent/on-the-spot/page/words');
    const keys = (words: object): string[] =>
      Object.entries(words).flatMap(([key, value]) => [key, ...(typeof value === 'object' ? keys(value) : [])]);
    expect(keys(WORDS.en)).toEqual(keys(WORDS.vi));
    const html = await (await fetch(url)).text();
    const used = [...html.matchAll(/data-w="(\w+)"/g)].map(([, key]) => key);
    expect(used.filter((key) => !keys(WORDS.vi).includes(key ?? ''))).toEqual([]);
  });
});

describe('what it is asked', () => {
  it.each([
    ['no JSON', 'code=1', 'application/x-www-form-urlencoded'],
    ['a form of another site', '{"code":"1"}', 'text/plain'],
    ['broken JSON', '{"code":', 'application/json'],
    ['no object', 'null', 'application/json'],
    ['a code that is no text', '{"code":5}', 'application/json'],
    ['too much', JSON.stringify({ code: '1'.repeat(2000) }), 'application/json'],
  ])('%s changes nothing', async (_, body, type) => {
    const answer = await post('/api/enter', body, { 'content-type': type });
    expect(answer.status).toBe(400);
    expect(entered).toEqual([]);
  });

  it('says why not, and when again', async () => {
    const waiting = await post('/api/enter', '{"code":"123"}');
    expect(waiting.status).toBe(429);
    expect(await waiting.json()).toEqual({ ok: false, problem: 'code-wait', retryAfterMs: 30_000 });
    expect((await fetch(`${url}/api/state`)).status).toBe(401);
    expect((await post('/api/start', '{"templateId":"x"}')).status).toBe(409);
    expect((await post('/api/speak', '{}')).status).toBe(409);
    expect((await post('/api/stop', '{}')).status).toBe(200);
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
    expect((await fetch(url, { method: 'PUT' })).status).toBe(405);
  });
});

/** With a name of one's own choice, as `fetch` does not allow. */
const asHost = (host: string, path = '/api/enter') =>
  new Promise<number | undefined>((resolve, reject) => {
    const headers = { host, 'content-type': 'application/json' };
    const asked = request(`${url}${path}`, { method: 'POST', headers }, (answer) =>
      resolve(answer.resume().statusCode),
    );
    asked.on('error', reject).end('{"code":"123"}');
  });

it('a page of the Internet whose name was made to point here is not this one', async () => {
  for (const host of ['evil.example', 'evil.example:8080', '192.168.44.1.evil.example', 'evil.example.']) {
    expect(await asHost(host)).toBe(421);
  }
  expect(entered).toEqual([]);
  for (const host of ['192.168.44.1:8080', '[fd00::1]:8080', 'localhost', 'loa', 'loa-07.local:8080']) {
    expect(await asHost(host)).toBe(429);
  }
});

it('an address that is not there yet is waited for, and keeps nothing else', async () => {
  const taken = createServer();
  const port = await new Promise<number>((resolve) => {
    taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port));
  });
  const late = await open(port);
  expect(late.port).toBeUndefined();
  expect(log).toHaveLength(1);
  await late.close();
  await new Promise((resolve) => taken.close(resolve));
  const again = await open(port);
  await eventually('served', () => again.port === port);
  await again.close();
});
