import { connect } from '@loa-lang/controller/adapters/postgres/database';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { addCommune, type HttpApp, type HttpAppOptions, startHttpApp } from '../../support/http-app.ts';
import { person } from '../../support/people.ts';

let databases: TestDatabases;
const running: HttpApp[] = [];
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());
afterEach(async () => {
  for (const app of running.splice(0)) await app.stop();
});

async function start(options: HttpAppOptions = {}, databaseUrl?: string): Promise<HttpApp> {
  const app = await startHttpApp(databaseUrl ?? (await databases.fresh()), options);
  running.push(app);
  return app;
}

const TOKEN = 'mot-ma-truy-cap-du-dai';

describe('access', () => {
  it('asks for the token everywhere but at the health route', async () => {
    const app = await start({ apiToken: TOKEN });
    const areas = (authorization?: string) =>
      app.call('GET', '/areas', undefined, authorization === undefined ? {} : { authorization });
    expect(await areas()).toMatchObject({ status: 401, body: { code: 'token-missing' } });
    expect((await areas(`Bearer ${TOKEN}x`)).status).toBe(401);
    expect((await areas('Bearer ')).status).toBe(401);
    expect((await areas(TOKEN)).status).toBe(401);
    expect((await areas(`Bearer ${TOKEN}`)).status).toBe(200);
    expect((await app.call('GET', '/health')).status).toBe(200);
    for (const path of ['/events', '/openapi.json', '/broadcasts', '/nothing', '/health/x', '/health?x']) {
      expect((await app.call('GET', path)).status, path).toBe(path === '/health?x' ? 200 : 401);
    }
    const stop = await app.call('POST', '/broadcasts/b/cancel');
    expect(stop.status).toBe(401);
  });

  it('at the health route tells whoever is not known that something is wrong, and nothing of what', async () => {
    const app = await start({ apiToken: TOKEN });
    const probes = async (headers: object) => (await app.call('GET', '/health', undefined, headers)).body.probes;
    const states = [
      { name: 'database', ok: true },
      { name: 'disk', ok: true },
    ];
    expect(await probes({ authorization: `Bearer ${TOKEN}` })).toContainEqual(
      expect.objectContaining({ name: 'disk', detail: expect.stringContaining('MiB') }),
    );
    for (const headers of [{}, { authorization: `Bearer ${TOKEN}x` }, { cookie: `loa-session=${'x'.repeat(43)}` }]) {
      expect(await probes(headers)).toEqual(states);
    }
  });

  it('without a token it answers neither foreign pages nor foreign names', async () => {
    const app = await start();
    const from = async (headers: object) => (await app.call('GET', '/areas', undefined, headers)).status;
    expect(await from({ origin: 'https://evil.example' })).toBe(403);
    expect(await from({ origin: 'null' })).toBe(403);
    expect(await from({ host: 'evil.example' })).toBe(403);
    expect(await from({ host: 'evil.example', origin: 'http://evil.example' })).toBe(403);
    expect(await from({ host: '127.0.0.1:8080', origin: 'http://127.0.0.1:8080' })).toBe(200);
    expect(await from({ host: '[::1]:8080' })).toBe(200);
  });

  it('nobody is the station but from this machine itself, while nobody is on record', async () => {
    const app = await start();
    const from = async (remoteAddress: string, headers: object = {}) => {
      const asked = { url: '/api/v1/people/me', headers: { host: 'localhost', ...headers }, remoteAddress };
      const { statusCode, body } = await app.server.inject(asked);
      return statusCode === 200 ? JSON.parse(body).kind : statusCode;
    };
    for (const here of ['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1']) {
      expect(await from(here), here).toBe('station');
    }
    for (const there of ['192.168.1.20', '10.0.0.3', '203.0.113.9', '::ffff:203.0.113.9', 'fe80::1']) {
      expect(await from(there), there).toBe(401);
    }
    expect(await from('127.0.0.1', { 'x-forwarded-for': '203.0.113.9' })).toBe(401);
    expect(await from('127.0.0.1', { forwarded: 'for=203.0.113.9' })).toBe(401);
    await app.putPeople([person('ai-do', 'Một Người', ['viewer'])]);
    expect(await from('127.0.0.1')).toBe(401);
    const gone = await start({ trial: false });
    expect((await gone.call('GET', '/people/me')).status).toBe(401);
  });

  it('believes for whom somebody asks from proxies that are named, and from nobody else of the office’s network', async () => {
    const app = await start({ apiToken: TOKEN, trustedProxies: ['10.0.0.5', '10.1.0.0/24'] });
    const statuses = async (remoteAddress: string, forwarded: (n: number) => string) => {
      const found = new Set<number>();
      for (let n = 1; n <= 21; n++) {
        const headers = { host: 'localhost', 'x-forwarded-for': forwarded(n) };
        const url = `/duyet/${String(n).padStart(43, 'x')}`;
        found.add((await app.server.inject({ url, headers, remoteAddress })).statusCode);
      }
      return [...found];
    };
    // one sender, whatever it writes; and so are those of one address behind the proxy
    expect(await statuses('10.0.0.9', (n) => `203.0.113.${n}`)).toEqual([404, 429]);
    expect(await statuses('192.168.1.20', (n) => `203.0.113.${n}`)).toEqual([404, 429]);
    expect(await statuses('10.0.0.5', (n) => `203.0.113.${n}`)).toEqual([404]);
    expect(await statuses('::ffff:10.1.0.7', (n) => `198.51.100.${n}`)).toEqual([404]);
    expect(await statuses('10.0.0.5', (n) => `203.0.113.${n}, 192.0.2.1`)).toEqual([404, 429]);

    const made = async (remoteAddress: string, name: string, forwarded: string) => {
      const headers = { host: 'localhost', authorization: `Bearer ${TOKEN}`, 'x-forwarded-for': forwarded };
      const payload = { kind: 'province', name };
      await app.server.inject({ method: 'POST', url: '/api/v1/areas', headers, payload, remoteAddress });
      const { body } = await app.call('GET', '/audit', undefined, { authorization: `Bearer ${TOKEN}` });
      return body.entries[0].sender;
    };
    expect(await made('10.0.0.9', 'Bắc Ninh', '203.0.113.7')).toBe('10.0.0.9');
    expect(await made('10.0.0.5', 'Bắc Giang', '192.0.2.66, 203.0.113.7')).toBe('203.0.113.7');
    expect(await made('10.0.0.5', 'Hà Nam', 'no address')).toBe('10.0.0.5');
  });

  it('refuses bodies that foreign pages can send without asking first', async () => {
    const app = await start();
    const payload = JSON.stringify({ kind: 'province', name: 'X' });
    const headers = { host: 'localhost', 'content-type': 'text/plain' };
    const answer = await app.server.inject({ method: 'POST', url: '/api/v1/areas', headers, payload });
    expect([answer.statusCode, answer.json().code]).toEqual([415, 'media-type-unknown']);
  });
});

describe('errors', () => {
  it('name what is wrong in both languages, and show no inside', async () => {
    const app = await start();
    const { status, body } = await app.call('POST', '/areas', { kind: 'village', nmae: 'X' });
    expect(status).toBe(400);
    expect(body.code).toBe('bad-request');
    expect(Object.keys(body.message).sort()).toEqual(['en', 'vi']);
    expect(body.details.map((detail: { path: string }) => detail.path)).toContain('body/kind');
    expect(await app.call('GET', '/nothing')).toMatchObject({ status: 404, body: { code: 'not-found' } });
    const broken = { host: 'localhost', 'content-type': 'application/json' };
    const answer = await app.server.inject({ method: 'POST', url: '/api/v1/areas', headers: broken, payload: '{"a"' });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'json-broken']);
    const polluted = '{"kind":"province","name":"X","__proto__":{"a":1}}';
    expect(
      (await app.server.inject({ method: 'POST', url: '/api/v1/areas', headers: broken, payload: polluted }))
        .statusCode,
    ).toBe(400);
  });

  it('a bug is an error with a reference, and no stack', async () => {
    const app = await start();
    const secret = 'internal detail';
    app.useCases.areas.list = () => Promise.reject(new TypeError(secret));
    const answer = await app.server.inject({ url: '/api/v1/areas', headers: { host: 'localhost' } });
    expect([answer.statusCode, answer.json().code]).toEqual([500, 'internal']);
    expect(answer.body).not.toContain(secret);
    expect(answer.json().message.vi).toMatch(/mã [0-9a-f]{8}/);
  });

  it('ioredis#1718, prisma/orm#11868: with the database gone Stop answers in time, and works again without a restart', async () => {
    const databaseUrl = await databases.fresh();
    const app = await start({}, databaseUrl);
    const { communeId } = await addCommune(app);
    const name = new URL(databaseUrl).pathname.slice(1);
    const elsewhere = new URL(databaseUrl);
    elsewhere.pathname = '/postgres';
    await databases.query(elsewhere.href, `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await databases.query(elsewhere.href, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1`, [
      name,
    ]);
    const stopped = await app.call('POST', '/broadcasts/b/cancel');
    expect(stopped).toMatchObject({ status: 503, body: { code: 'database-unavailable' } });
    const seen = await app.call('GET', '/health');
    expect(seen).toMatchObject({ status: 503, body: { status: 'down' } });
    expect(seen.body.probes[0].detail).toMatch(/./);
    const unknown = await app.call('GET', '/health', undefined, { 'x-forwarded-for': '203.0.113.9' });
    expect(unknown.status).toBe(503);
    expect(unknown.body.probes[0]).toEqual({ name: 'database', ok: false });
    await databases.query(elsewhere.href, `ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    expect((await app.call('GET', `/areas/${communeId}`)).status).toBe(200);
  });

  it('a server that never answers is given up', async () => {
    const silent = (await import('node:net')).createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const database = connect(`postgres://nobody:x@127.0.0.1:${port}/x`);
    const { isUnavailable } = await import('@loa-lang/controller/adapters/repositories/database-faults');
    const error = await database.area.findMany().then(
      () => undefined,
      (cause: unknown) => cause,
    );
    expect(isUnavailable(error)).toBe(true);
    await database.$disconnect();
    silent.close();
  });
});

describe('description of the API', () => {
  it('lists every route with its schemas', async () => {
    const app = await start();
    const { body } = await app.call('GET', '/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    const paths = Object.keys(body.paths);
    for (const path of ['/areas', '/bulletins/upload', '/broadcasts/{id}/coverage', '/events', '/import/hamlets']) {
      expect(paths).toContain(`/api/v1${path}`);
    }
    for (const [path, operations] of Object.entries<Record<string, { tags?: string[] }>>(body.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        expect(operation.tags?.length, `${method} ${path}`).toBeGreaterThan(0);
      }
    }
    const created = body.paths['/api/v1/broadcasts'].post.responses;
    expect(Object.keys(created).sort()).toEqual(['200', '201', '4XX', '5XX']);
  });
});
