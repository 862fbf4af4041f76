/** What every answer tells a browser, whoever asks and whatever comes of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../support/database.ts';
import { type HttpApp, startHttpApp } from '../support/http-app.ts';

let databases: TestDatabases;
let app: HttpApp;
beforeAll(async () => {
  databases = await startTestDatabases();
  app = await startHttpApp(await databases.fresh());
});
afterAll(async () => {
  await app?.stop();
  await databases.stop();
});

const headersOf = async (method: 'GET' | 'POST', url: string) =>
  (await app.server.inject({ method, url, headers: { host: 'localhost' } })).headers;

describe('headers of answers', () => {
  it.each([
    ['GET', '/api/v1/areas'],
    ['GET', '/api/v1/openapi.json'],
    ['GET', '/api/v1/nothing'],
    ['POST', '/api/v1/areas'],
    ['GET', '/khong-co'],
  ] as const)('%s %s: nothing runs, is framed, guessed or cached elsewhere', async (method, url) => {
    const headers = await headersOf(method, url);
    expect(headers['content-security-policy']).toBe(
      "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
    );
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-frame-options']).toBe('SAMEORIGIN');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect(headers['cache-control']).toBe('no-store');
    // a network without TLS is not locked out of its own pages
    expect(headers['strict-transport-security']).toBeUndefined();
  });

  it('where people come by https they are told to come no other way, on pages and with refusals too', async () => {
    const publicUrl = 'https://loa.ngocthien.gov.vn';
    const secure = await startHttpApp(await databases.fresh(), { publicUrl, trial: false });
    for (const url of ['/dang-nhap', '/api/v1/areas', '/duyet/khong-co']) {
      const { headers } = await secure.server.inject({ url, headers: { host: 'loa.ngocthien.gov.vn' } });
      expect(headers['strict-transport-security'], url).toBe('max-age=31536000');
      // a refusal is an answer like others
      expect(headers['x-content-type-options'], url).toBe('nosniff');
      expect(headers['content-security-policy'], url).toContain("frame-ancestors 'none'");
      expect(headers['cache-control'], url).toBe('no-store');
    }
    await secure.stop();
  });

  it('the page of a one-time link allows its own style and form, and no script', async () => {
    const headers = await headersOf('GET', '/duyet/khong-co-duong-dan-nay');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe-eval');
    expect(policy).not.toMatch(/script-src(?! 'none')/);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['referrer-policy']).toBe('no-referrer');
  });
});

describe('limits of what is sent', () => {
  it('refuse one byte too many of JSON, and keep nothing of it', async () => {
    const payload = `{"kind":"province","name":"${'x'.repeat(1024 * 1024)}"}`;
    const headers = { host: 'localhost', 'content-type': 'application/json' };
    const answer = await app.server.inject({ method: 'POST', url: '/api/v1/areas', headers, payload });
    expect(answer.statusCode).toBe(413);
    expect((await app.call('GET', '/audit')).body.entries).toEqual([]);
  });

  it('end requests that never end: heads, bodies, and connections on which nothing moves', async () => {
    const { headersTimeout, requestTimeout, timeout, keepAliveTimeout } = app.server.server;
    const hour = 3_600_000;
    for (const limit of [headersTimeout, requestTimeout, timeout, keepAliveTimeout]) {
      expect(limit).toBeGreaterThanOrEqual(30_000);
      expect(limit).toBeLessThan(hour);
    }
    // what is slow and honest comes through: the largest upload at 100 kB/s, and a watcher who is only told the time
    expect(requestTimeout).toBeGreaterThan(10_000_000 / 100);
    expect(timeout).toBeGreaterThan(2 * 15_000);
  });

  it('refuse what a foreign page could send without asking first', async () => {
    const headers = { host: 'localhost', 'content-type': 'text/plain' };
    const answer = await app.server.inject({ method: 'POST', url: '/api/v1/areas', headers, payload: '{}' });
    expect(answer.statusCode).toBe(415);
  });
});
