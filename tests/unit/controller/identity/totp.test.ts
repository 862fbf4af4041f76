import { fromBase32, toBase32 } from '@loa-lang/controller/domain/identity/base32';
import { acceptedStep, stepAt, totpCode, totpUri } from '@loa-lang/controller/domain/identity/totp';
import { describe, expect, it } from 'vitest';

const SECRET = Buffer.from('12345678901234567890');

describe('base 32', () => {
  it('is that of RFC 4648, §10, without padding', () => {
    const vectors = {
      '': '',
      f: 'MY',
      fo: 'MZXQ',
      foo: 'MZXW6',
      foob: 'MZXW6YQ',
      fooba: 'MZXW6YTB',
      foobar: 'MZXW6YTBOI',
    };
    for (const [text, encoded] of Object.entries(vectors)) {
      expect(toBase32(Buffer.from(text))).toBe(encoded);
      expect(Buffer.from(fromBase32(encoded)).toString()).toBe(text);
    }
    expect(() => fromBase32('m1')).toThrow(RangeError);
  });

  it('brings every secret back', () => {
    for (let length = 0; length < 40; length++) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 89 + length * 7) & 255);
      expect(fromBase32(toBase32(bytes))).toEqual(bytes);
    }
  });
});

describe('codes of an authenticator app', () => {
  it('are those of RFC 6238, appendix B (SHA-1), cut to six digits', () => {
    for (const [seconds, code] of [
      [59, '94287082'],
      [1_111_111_109, '07081804'],
      [1_111_111_111, '14050471'],
      [1_234_567_890, '89005924'],
      [2_000_000_000, '69279037'],
      [20_000_000_000, '65353130'],
    ] as const) {
      expect(totpCode(SECRET, stepAt(seconds * 1000))).toBe(code.slice(-6));
    }
  });

  it('are those of RFC 4226, appendix D', () => {
    const codes = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ');
    expect(codes.map((_, counter) => totpCode(SECRET, counter))).toEqual(codes);
  });

  it('fit half a minute early and late, once, and in order', () => {
    const now = 1_700_000_000_000;
    const step = stepAt(now);
    for (const off of [-1, 0, 1])
      expect(acceptedStep(SECRET, totpCode(SECRET, step + off), now, undefined)).toBe(step + off);
    for (const off of [-2, 2])
      expect(acceptedStep(SECRET, totpCode(SECRET, step + off), now, undefined)).toBeUndefined();
    expect(acceptedStep(SECRET, totpCode(SECRET, step), now, step)).toBeUndefined();
    expect(acceptedStep(SECRET, totpCode(SECRET, step - 1), now, step)).toBeUndefined();
    expect(acceptedStep(SECRET, totpCode(SECRET, step + 1), now, step)).toBe(step + 1);
    const code = totpCode(SECRET, step);
    expect(acceptedStep(SECRET, `${code.slice(0, 3)} ${code.slice(3)}`, now, undefined)).toBe(step);
    for (const wrong of ['', '12345', `${code}0`, 'abcdef']) {
      expect(acceptedStep(SECRET, wrong, now, undefined)).toBeUndefined();
    }
  });

  it('come from an address that apps read', () => {
    const uri = new URL(totpUri(SECRET, 'Loa Làng', '+84912345678'));
    expect(uri.protocol + uri.hostname).toBe('otpauth:totp');
    expect(decodeURIComponent(uri.pathname)).toBe('/Loa Làng:+84912345678');
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      ...{ secret: toBase32(SECRET), issuer: 'Loa Làng', algorithm: 'SHA1', digits: '6', period: '30' },
    });
  });
});
