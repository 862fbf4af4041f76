import { emailOf, phoneOf, signInName } from '@loa-lang/controller/domain/identity/contact';
import { expect, it } from 'vitest';

it('one telephone number has one form, however it is typed', () => {
  for (const text of [
    '0912345678',
    '0912 345 678',
    '0912.345.678',
    '+84912345678',
    '+84 (912) 345-678',
    '84912345678',
    '0084912345678',
  ]) {
    expect(phoneOf(text), text).toBe('+84912345678');
  }
  expect(phoneOf('0204 3854 123')).toBe('+842043854123');
  expect(phoneOf('+66 81 234 5678')).toBe('+66812345678');
  for (const text of ['', '0', '113', '091234567', '09123456789012', 'abc', '+84', '0912 345 67x', '++84912345678']) {
    expect(phoneOf(text), text).toBeUndefined();
  }
});

it('an address is lower case, and has a name and a domain', () => {
  expect(emailOf(' Van.Hoa@NgocThien.GOV.vn ')).toBe('van.hoa@ngocthien.gov.vn');
  for (const text of [
    '',
    'a',
    'a@b',
    '@xa.vn',
    'a b@xa.vn',
    'a@xa.vn,b@xa.vn',
    'a@@xa.vn',
    `${'a'.repeat(65)}@xa.vn`,
    '<a@xa.vn>',
  ]) {
    expect(emailOf(text), text).toBeUndefined();
  }
});

it('either is a name to sign in with', () => {
  expect(signInName('0912345678')).toEqual({ phone: '+84912345678', email: undefined });
  expect(signInName('Hoa@xa.vn')).toEqual({ phone: undefined, email: 'hoa@xa.vn' });
  for (const text of ['', 'admin', "' OR 1=1 --", '*']) expect(signInName(text)).toBeUndefined();
});
