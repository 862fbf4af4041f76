/** The console as browsers get it: one shell for its addresses, files kept for ever, nothing from anywhere else. */
import { CONSOLE_PAGES } from '@loa-lang/schemas/http/console-pages';
import { describe, expect, it } from 'vitest';
import { Browser } from '../../support/identity/browser.ts';
import { sharedApp } from '../../support/identity/shared-app.ts';

const shared = sharedApp();
const get = (url: string, headers: Record<string, string> = {}) =>
  shared.app.server.inject({ url, headers: { host: 'localhost', ...headers } });

describe('the console', () => {
  it('answers each of its addresses with the one shell, and no other', async () => {
    const shell = await get('/');
    expect(shell.statusCode).toBe(200);
    for (const page of CONSOLE_PAGES.slice(1)) {
      expect((await get(`/${page}`)).body, page).toBe(shell.body);
      expect((await get(`/${page}/mot/hai`)).body, page).toBe(shell.body);
    }
    expect((await get('/khong-co-trang')).statusCode).toBe(404);
  });

  it('loads and reaches this address alone, and may use the microphone and the camera', async () => {
    const { headers, body } = await get('/cum-loa');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers['permissions-policy']).toBe('microphone=(self), camera=(self)');
    expect(body).not.toMatch(/(src|href)="https?:/);
    expect(body).not.toMatch(/<script(?![^>]*src=)/);
  });

  it('lets its worker fetch what it keeps, and nothing else', async () => {
    const { headers } = await get('/console-worker.js');
    expect(headers['content-security-policy']).toBe("default-src 'none';connect-src 'self'");
  });

  it('sends what is compressed to who can read it, and keeps what never changes', async () => {
    const { body } = await get('/');
    const [script] = /\/console\/[^"]+\.js/.exec(body) ?? [];
    expect(script).toBeDefined();
    const plain = await get(String(script));
    const small = await get(String(script), { 'accept-encoding': 'gzip, deflate, br' });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(small.headers['content-encoding']).toBe('br');
    expect(small.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2);
    expect((await get(String(script), { 'accept-encoding': 'br;q=0' })).headers['content-encoding']).toBeUndefined();
    expect(small.headers['cache-control']).toContain('immutable');
    const again = await get('/', { 'if-none-match': String((await get('/')).headers.etag) });
    expect(again.statusCode).toBe(304);
    expect((await get('/')).headers['cache-control']).toBe('no-cache');
  });

  it('lets nobody out of its folder', async () => {
    for (const path of [
      '/console/../index.html',
      '/console/..%2f..%2fmain.js',
      '/console/%2e%2e/%2e%2e/main.js',
      '/console/',
    ]) {
      expect((await get(path)).statusCode, path).toBe(404);
    }
  });

  it('is where one comes back to after signing in, and other hosts are not', async () => {
    const formOf = async (next: string) => (await new Browser(shared.app).page(`/dang-nhap?next=${next}`)).text;
    expect(await formOf('/cum-loa/abc')).toContain('next=/cum-loa/abc');
    expect(await formOf('/do-phu%3Ftu%3D2026-11-01')).toContain('next=/do-phu%3Ftu%3D2026-11-01');
    for (const next of ['//evil.example', '/%5Cevil.example', 'https://evil.example', '/khong-co']) {
      expect(await formOf(next), next).not.toContain('?next=');
    }
  });
});
