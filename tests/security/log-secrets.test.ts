/** No secret reaches the program's log, by name or within a message. */
import { JsonLog } from '@loa-lang/controller/adapters/json-log';
import { withoutSecrets } from '@loa-lang/controller/domain/audit/without-secrets';
import { APPROVAL_PAGE_ROOT } from '@loa-lang/controller/http/approval-page/address';
import { LINK_PAGE_ROOT, LINK_ROOT } from '@loa-lang/controller/http/identity/addresses';
import { API_TOKEN_PREFIX, newToken } from '@loa-lang/controller/services/identity/secret-tokens';
import { describe, expect, it } from 'vitest';

const logged = (...input: Parameters<JsonLog['error']>): string => {
  const lines: string[] = [];
  new JsonLog('info', {}, (line) => lines.push(line)).error(...input);
  expect(lines).toHaveLength(1);
  expect(() => JSON.parse(lines[0] ?? '')).not.toThrow();
  return lines[0] ?? '';
};

const SECRET = 'Mo-Cua-Ra-1975';

describe('the log', () => {
  it.each([
    [{ password: SECRET }],
    [{ headers: { authorization: `Bearer ${SECRET}`, cookie: `s=${SECRET}` } }],
    [{ request: { body: { totpSecret: SECRET, newPassword: SECRET } } }],
    [{ detail: `no answer from postgres://loa:${SECRET}@127.0.0.1:5432/loa_lang` }],
    [{ url: `/duyet/${SECRET}?lang=vi` }],
    [{ detail: `Authorization: Bearer ${SECRET}` }],
    [{ url: `/thiet-lap/${SECRET}` }],
    [{ url: `/api/v1/account-links/${SECRET}` }],
    [{ detail: `http://loa.example/thiet-lap/${SECRET}` }],
  ])('hides what is in %j', (fields) => {
    expect(logged(fields, 'request failed')).not.toContain(SECRET);
  });

  it.each(['0987654321', '0987 654 321', '+84 987.654.321', '84987654321', '02403 868 686', 'gọi 0987654321 ngay'])(
    'shows of a telephone number no more than its end: %s',
    (text) => {
      const end = /\d{3}$/.exec(text.replace(/\D/g, ''))?.[0];
      expect(logged({ text }, text)).toContain(`…${end}`);
      expect(logged({ text }, text).replace(/\D/g, '')).not.toMatch(/987654|403868/);
      expect(JSON.stringify(withoutSecrets({ text }))).toContain(`…${end}`);
    },
  );

  it('takes no id, instant or length for a telephone number', () => {
    const texts = [
      '01821833-5371-7181-9694-742958928085',
      '2026-11-26T14:11:24.646Z',
      '8:0123456789012345678901234567890123456789',
      '127.0.0.1',
      '0.123456789',
      'v0987654321',
    ];
    for (const text of texts) expect(withoutSecrets({ text }), text).toEqual({ text });
  });

  it('hides what errors and their causes say, and what the message says', () => {
    const cause = new Error(`redis://:${SECRET}@host refused`);
    expect(logged({ err: new Error(`mqtts://loa:${SECRET}@host`, { cause }) })).not.toContain(SECRET);
    expect(logged(`could not open https://user:${SECRET}@host/x`)).not.toContain(SECRET);
  });

  const token = newToken();
  it.each([
    ...[APPROVAL_PAGE_ROOT, LINK_PAGE_ROOT, LINK_ROOT].map((root) => `GET ${root}/${token}/audio/0?lang=vi`),
    `the source sent ${API_TOKEN_PREFIX}${token}, which is over`,
    `"${API_TOKEN_PREFIX}${token}"`,
    `Cookie: other=1; loa-session=${token}`,
    `set-cookie: __Host-loa-phone=${token}; Path=/; HttpOnly`,
    `{"cookie":"a=${token}"}`,
    `loa-phone=${token};loa-session=${token}`,
  ])('hides what opens something, wherever it stands: %s', (text) => {
    expect(logged(text)).not.toContain(token);
    expect(logged({ err: new Error('x', { cause: new Error(text) }), detail: [{ text }] })).not.toContain(token);
  });

  it('says how a message goes on behind a secret', () => {
    expect(logged(`GET ${LINK_PAGE_ROOT}/${token} failed`)).toContain('/thiet-lap/[hidden] failed');
    expect(logged(`loa-session=${token}; Path=/ was refused`)).toContain('loa-session=[hidden]; Path=/ was refused');
  });

  it('keeps what opens nothing', () => {
    const line = logged({ httpUrl: 'http://127.0.0.1:8080', deploymentId: 'abc', code: 'P1001' }, 'it runs');
    expect(JSON.parse(line)).toMatchObject({ httpUrl: 'http://127.0.0.1:8080', deploymentId: 'abc', code: 'P1001' });
  });
});
