/** No secret reaches the program's log, by name or within a message. */
import { JsonLog } from '@loa-lang/controller/adapters/json-log';
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
  ])('hides what is in %j', (fields) => {
    expect(logged(fields, 'request failed')).not.toContain(SECRET);
  });

  it('hides what errors and their causes say, and what the message says', () => {
    const cause = new Error(`redis://:${SECRET}@host refused`);
    expect(logged({ err: new Error(`mqtts://loa:${SECRET}@host`, { cause }) })).not.toContain(SECRET);
    expect(logged(`could not open https://user:${SECRET}@host/x`)).not.toContain(SECRET);
  });

  it('keeps what opens nothing', () => {
    const line = logged({ httpUrl: 'http://127.0.0.1:8080', deploymentId: 'abc', code: 'P1001' }, 'it runs');
    expect(JSON.parse(line)).toMatchObject({ httpUrl: 'http://127.0.0.1:8080', deploymentId: 'abc', code: 'P1001' });
  });
});
