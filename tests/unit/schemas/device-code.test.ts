import {
  codeOfInstallation,
  inGroups,
  keyFingerprint,
  labelText,
  readCode,
  readFingerprint,
  readLabel,
} from '@loa-lang/schemas/sealing/device-code';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64url'));

describe('code and fingerprint of a device', () => {
  it('are read back as printed, typed in small letters, with or without groups, with O for 0 and l for 1', () => {
    fc.assert(
      fc.property(id, key, (installation, x) => {
        const [code, fingerprint] = [codeOfInstallation(installation), keyFingerprint(x)];
        expect([code.length, fingerprint.length]).toEqual([10, 16]);
        for (const typed of [code, inGroups(code), inGroups(code).toLowerCase(), ` ${code.replaceAll('0', 'o')} `]) {
          expect(readCode(typed)).toBe(code);
        }
        expect(readFingerprint(inGroups(fingerprint).toLowerCase().replaceAll('1', 'l'))).toBe(fingerprint);
        expect(readLabel(labelText(code, fingerprint))).toEqual({ code, fingerprint });
        expect(readLabel(inGroups(code))).toEqual({ code, fingerprint: undefined });
      }),
    );
  });

  it('stay what they are: labels are printed once', () => {
    expect(codeOfInstallation('board-1')).toBe('Q6JJ818VAV');
    expect(keyFingerprint('A'.repeat(43))).toBe('XKKX5C2Z60Y8MJYC');
  });

  it('nothing else is taken for one', () => {
    for (const text of [
      '',
      'LOA:',
      'LOA::',
      'LOA:ABCDEFGHJK',
      'LOA:ABCDEFGHJK:123',
      'ABC',
      'ABCDEUGHJK',
      'https://x/y',
      '🦜🦜🦜🦜🦜🦜',
    ])
      expect(readLabel(text), text).toBeUndefined();
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const read = readLabel(text);
        if (read !== undefined) expect(read.code).toMatch(/^[0-9A-Z]{6,20}$/);
      }),
    );
  });
});
